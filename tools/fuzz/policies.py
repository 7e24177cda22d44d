"""`python -m tools.fuzz.policies --seconds N`: the policy pack on inputs made at random.

Documents, patterns, whole resources and configurations, most of them nearly right. Held against
what must be true of any input: an answer within two seconds, no defect of ours, findings within
their bounds, and never an open failure: a document that lets everybody in, or that nobody can read,
is refused whatever stands around it. The first case that is not so ends the run with exit code 1.
"""

import argparse
import faulthandler
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from google.protobuf import struct_pb2
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pulumi.runtime import proto

from policy_pack import policies
from policy_pack.framework import configuration
from policy_pack.framework.analyzer import Analyzer
from policy_pack.framework.answer import MOST_BYTES
from policy_pack.framework.judge import MOST_FINDINGS
from policy_pack.framework.wording import LONGEST
from policy_pack.subjects.roads import translated

SLOWEST: Final = timedelta(seconds=2)
HANGS: Final = 30
POLICIES: Final = policies.load()
UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

_PIECES: Final = (
    "*", "?", "*?", "ecr:", "ecr:Put*", "ecr:PutImage", "sts:AssumeRoleWithWebIdentity", "iam:*",
    "arn:aws:ecr:*:*:repository/", "arn:aws:iam::111122223333:root", "111122223333", "o-a1b2c3d4e5",
    "${aws:PrincipalAccount}", "${*}", "${", "repo:acme/x:", "project_path:*", "organization:",
    "ref:refs/heads/", "main", "0.0.0.0/0", "10.0.0.0/8", "::/0", "\ue000", "é", "\x00", " ", "/",
    ":", "@", "a" * 300,
)  # fmt: skip
TEXT = st.lists(st.sampled_from(_PIECES), max_size=6).map("".join) | st.text(max_size=20)
LONG = st.sampled_from(["*", "*?", "*a", "[", "{", "(", " ", "ALARM(", "a.", "${a", "\\"]).flatmap(
    lambda piece: st.integers(1, 4000).map(lambda times: piece * times)
)
KEYS = st.sampled_from(
    [
        "aws:PrincipalOrgID", "aws:PrincipalTag/team", "aws:SourceIp", "aws:SourceArn",
        "aws:userid",
        "token.actions.githubusercontent.com:sub", "gitlab.com:sub", "aws:ResourceTag/a", "x",
    ]
)  # fmt: skip
OPERATORS = st.sampled_from(
    ["StringEquals", "StringLike", "ForAllValues:StringLike", "IpAddress", "ArnLike", "Null",
     "StringEqualsIfExists", "StringIs", "NumericLessThan"]
)  # fmt: skip
VALUES = TEXT | LONG | st.lists(TEXT, max_size=4) | st.integers() | st.booleans()
CONDITION = st.dictionaries(OPERATORS, st.dictionaries(KEYS, VALUES, max_size=2), max_size=2)
PRINCIPAL = st.just("*") | st.dictionaries(
    st.sampled_from(["AWS", "Federated", "Service", "x"]), VALUES, max_size=2
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | TEXT | LONG | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
STATEMENT = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"])},
    optional={
        "Sid": TEXT | LONG,
        "Principal": PRINCIPAL,
        "NotPrincipal": PRINCIPAL,
        "Action": VALUES,
        "NotAction": VALUES,
        "Resource": VALUES,
        "Condition": CONDITION | JUNK,
    },
)
DOCUMENT = st.fixed_dictionaries({"Statement": st.lists(STATEMENT, max_size=4) | JUNK})
OPEN: Final = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
PLANTED = st.builds(
    lambda around, at: {"Statement": [*around[:at], OPEN, *around[at:]]},
    st.lists(STATEMENT, max_size=3),
    st.integers(0, 3),
)
BROKEN = st.builds(
    lambda document, at, cut: _cut(json.dumps(document), at, cut),
    DOCUMENT,
    st.integers(0, 400),
    st.sampled_from(["", "{", '"', "\\ud800", "\x00", '"a":1,"a":2,']),
)
TYPES = st.sampled_from(sorted({kind for policy in POLICIES for kind in policy.types}))
NAMES: Final = (
    "policy", "policyText", "policyDocument", "assumeRolePolicy", "repositoryPolicy", "name",
    "repository", "lifecyclePolicy", "imageTagMutability", "imageTagMutabilityExclusionFilters",
    "imageScanningConfiguration", "encryptionConfigurations", "tags", "inlinePolicies", "alarmRule",
    "metricQueries", "dimensions", "namespace", "serviceName", "vpcId", "typeName", "desiredState",
    "templateBody", "rules", "replicationConfiguration", "managedPolicyArns", "policyArn", "create",
    "kmsMasterKeyId", "permissionsBoundary", "prefix", "appliedFors", "region",
)  # fmt: skip
PROPERTIES = st.dictionaries(
    st.sampled_from(NAMES), JUNK | DOCUMENT | DOCUMENT.map(json.dumps), min_size=1, max_size=6
)
ENTRIES = st.dictionaries(
    st.sampled_from([*(policy.id for policy in POLICIES), "extends", "all", "nobody"]),
    st.dictionaries(
        st.sampled_from(["exemptions", "tags", "profile", "keep", "trustedAccounts", "x"]),
        JUNK | st.lists(st.dictionaries(TEXT, TEXT, max_size=3), max_size=2),
        max_size=2,
    ),
    max_size=3,
)


class Fault(Exception):  # noqa: N818
    """Something that must hold for any input does not."""


def _cut(text: str, at: int, put: str) -> str:
    return text[:at] + put + text[at + 1 :]


def answered(kind: str, properties: Mapping[str, Any]) -> list[Any]:
    """The pack's diagnostics about one resource, alone and in its stack."""
    analyzer = Analyzer("pack", "", POLICIES, translated)
    urn = f"urn:pulumi:dev::fuzz::{kind}::it"
    struct = struct_pb2.Struct()
    try:
        struct.update(properties)
        alone = proto.AnalyzeRequest(urn=urn, type=kind, name="it", properties=struct)
    except (UnicodeError, ValueError):
        return []  # no engine can send it either
    whole = proto.AnalyzerResource(urn=urn, type=kind, name="it", properties=struct)
    first = analyzer.Analyze(alone, None)
    second = analyzer.AnalyzeStack(proto.AnalyzeStackRequest(resources=[whole]), None)
    for response in (first, second):
        if len(response.SerializeToString()) > MOST_BYTES * 1.1:
            raise Fault("an answer is longer than gRPC takes")
    found = [*first.diagnostics, *second.diagnostics]
    _bounded(found)
    return found


def _bounded(found: Sequence[Any]) -> None:
    for one in found:
        if "defect in the policy pack" in one.message:
            raise Fault(f"a defect is blamed on ourselves: {one.message[:300]}")
        if len(one.message.encode()) > LONGEST:
            raise Fault(f"a finding of {len(one.message.encode())} bytes")
    if len(found) > 2 * MOST_FINDINGS:
        raise Fault(f"{len(found)} findings about one resource")


def refused(kind: str, properties: Mapping[str, Any]) -> bool:
    """Whether a mandatory finding stops the resource."""
    return any(one.enforcementLevel == proto.MANDATORY for one in answered(kind, properties))


def any_resource(kind: str, properties: Mapping[str, Any]) -> None:
    """Whatever a resource has, there is an answer."""
    answered(kind, properties)


def open_document(document: Mapping[str, Any]) -> None:
    """A statement for everybody is found among any others."""
    for policy in (json.dumps(document), document):
        if not refused("aws:ecr/repositoryPolicy:RepositoryPolicy", {"policy": policy}):
            raise Fault(f"open, and not refused: {str(policy)[:2000]}")


def broken_document(text: str) -> None:
    """What nobody can read is refused; what can be read is judged."""
    try:
        readable = isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        readable = False
    if not readable and not refused("aws:iam/role:Role", {"assumeRolePolicy": text}):
        raise Fault(f"unreadable, and not refused: {text[:2000]!r}")


def any_configuration(entries: Mapping[str, Mapping[str, Any]]) -> None:
    """A configuration is taken, or refused with all that is wrong."""
    try:
        configuration.read(POLICIES, {name: ("mandatory", one) for name, one in entries.items()})
    except configuration.ConfigurationError:
        return
    except (AttributeError, KeyError, TypeError):
        return  # values of other types, which the engine's schema refuses before


CASES: Final[tuple[tuple[Callable[..., None], tuple[st.SearchStrategy[Any], ...]], ...]] = (
    (any_resource, (TYPES, PROPERTIES)),
    (open_document, (PLANTED,)),
    (broken_document, (BROKEN,)),
    (any_configuration, (ENTRIES,)),
)


def rounds(number: int, examples: int, seen: Counter[str]) -> None:
    """One round of each case, from one seed."""
    for case, strategies in CASES:

        def counted(drawn: tuple[Any, ...], case: Callable[..., None]) -> None:
            seen[case.__name__] += 1
            case(*drawn)

        bounded = settings(
            max_examples=examples,
            deadline=SLOWEST,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        drawing = given(drawn=st.tuples(*strategies), case=st.just(case))
        seed(number)(bounded(drawing(counted)))()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    chosen = parser.parse_args(arguments)
    print(f"fuzzing the policy pack for {chosen.seconds:g} s from seed {chosen.seed}")
    end, number, seen = time.monotonic() + chosen.seconds, chosen.seed, Counter[str]()
    while time.monotonic() < end:
        faulthandler.dump_traceback_later(max(HANGS, 50 * SLOWEST.total_seconds()), exit=True)
        try:
            rounds(number, 50, seen)
        except Exception as fault:
            print(f"seed {number}: {type(fault).__name__}: {fault}", file=sys.stderr)
            raise
        number += 1
    faulthandler.cancel_dump_traceback_later()
    print(", ".join(f"{name} {count}" for name, count in sorted(seen.items())) + ", no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main())
