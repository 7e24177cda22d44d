"""Resource policies on the way: those of the endpoints, and the repository's.

Sources: ECR user guide, "Create an endpoint policy" and "Minimum Amazon S3 bucket permissions";
IAM user guide, "Cross-account policy evaluation": across accounts both sides must allow.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from botocore.exceptions import ClientError

from container_registry.catalogue.actions import AUTHORIZE, PUSH
from container_registry.iam.conditions import ConditionError
from container_registry.iam.document import Document, DocumentError, Principal, parse
from container_registry.iam.evaluate import Decision, Request
from ecr_lifecycle.finding import Where
from operations.doctor.case import Case
from operations.doctor.decision import Answer, decide
from operations.doctor.endpoints import NO_VPC
from operations.doctor.notes import Notes
from operations.doctor.vpc import API, REGISTRY, S3, Endpoint, Vpc
from operations.failures import asking, code_of

#: What a pull can't do without. AWS's managed policy AmazonEC2ContainerRegistryPullOnly has no
#: `ecr:BatchCheckLayerAvailability`, and its nodes pull.
_NEEDED: Final = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_VPC_KEYS: Final = ("aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp")
_PULLS_FAIL: Final = "pulls end in 403, `denied` or `not authorized`"


def context_of(case: Case, vpc: Vpc | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """The condition keys of a pull that are known, and those that it is known not to have."""
    known = {
        "aws:PrincipalArn": case.principal,
        "aws:PrincipalAccount": case.principal.split(":")[4] if case.principal else "",
        "aws:PrincipalIsAWSService": "false",
        "aws:RequestedRegion": case.aws.region,
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
    }
    if vpc is None:
        return known, ()
    endpoint = vpc.endpoint(REGISTRY)
    if endpoint is None or not endpoint.private_dns:
        return known, _VPC_KEYS
    return {**known, "aws:SourceVpce": endpoint.id, "aws:SourceVpc": vpc.place.vpc}, ()


def wanted(case: Case) -> tuple[str, ...]:
    """The actions of what is tried."""
    return tuple(sorted({*_NEEDED, *(PUSH if case.push else ())}))


def endpoint_policies(case: Case, vpc: Vpc | None, notes: Notes) -> None:
    """Whether the endpoints' policies let the pull, and the layers, through."""
    if vpc is None:
        notes.skip(NO_VPC)
        return
    if not case.principal:
        notes.skip("nobody is named who pulls: the instance has no role; give --role")
        return
    context, absent = context_of(case, vpc)
    who = Principal("AWS", case.principal)
    bucket = f"arn:{case.partition}:s3:::prod-{case.aws.region}-starport-layer-bucket/*"
    tried: Iterable[tuple[Endpoint | None, tuple[str, ...], str, Principal]] = (
        (vpc.endpoint(API), tuple(AUTHORIZE), "*", who),
        (vpc.endpoint(REGISTRY), wanted(case), case.arn, who),
        # Layers are fetched by presigned addresses, whoever pulls.
        (vpc.endpoint(S3, gateway=True), ("s3:GetObject",), bucket, Principal("AWS", "*")),
        (vpc.endpoint(S3), ("s3:GetObject",), bucket, Principal("AWS", "*")),
    )
    seen = False
    for endpoint, actions, resource, caller in tried:
        if endpoint is None or not endpoint.policy:
            continue
        seen = True
        requests = [Request(one, resource, caller, context) for one in actions]
        _judge(endpoint, requests, absent, notes)
    if not seen:
        notes.skip("there is no endpoint with a policy")


def _judge(
    endpoint: Endpoint, requests: list[Request], absent: tuple[str, ...], notes: Notes
) -> None:
    document = _parsed(endpoint.policy, endpoint.id, notes)
    if document is None:
        return
    answers = _decided(document, requests, absent, endpoint.id, notes)
    refused = [a for a, one in answers.items() if one.decision is not Decision.ALLOWED]
    depends = {key for a in answers.values() for key in (*a.denied_if, *a.allowed_if)}
    if depends:
        notes.could_not(
            "endpoint-policy-depends",
            endpoint.id,
            f"whether its policy lets {', '.join(answers)} through depends on "
            f"{', '.join(sorted(depends))}",
            "read the policy's conditions, with --role for another who pulls",
        )
    elif refused:
        layers = endpoint.service == S3
        notes.bad(
            "endpoint-policy-refuses",
            endpoint.id,
            f"the policy of the {endpoint.service} endpoint does not let {', '.join(refused)} "
            f"through to {requests[0].resource}",
            "the manifest comes, and layers fail with 403" if layers else _PULLS_FAIL,
            f"allow {', '.join(refused)} on {requests[0].resource} in the endpoint's policy",
        )
    elif answers:
        notes.say(f"{endpoint.id} lets {', '.join(answers)} through")


def repository_policy(case: Case, vpc: Vpc | None, notes: Notes) -> None:
    """Whether the repository's own policy denies, or leaves out another account."""
    if not case.principal:
        notes.skip("nobody is named who pulls: the instance has no role; give --role")
        return
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    answers = decided_by_repository(case, vpc, notes)
    if answers is None:
        return
    denied = {a: one for a, one in answers.items() if one.decision is Decision.DENIED}
    left = [a for a, one in answers.items() if one.decision is Decision.NOT_ALLOWED]
    crosses = case.principal.split(":")[4] != case.account
    depends = {
        key
        for one in answers.values()
        for key in (*one.denied_if, *(one.allowed_if if crosses else ()))
    }
    if denied:
        statement = next(iter(denied.values())).by
        label = statement.label if statement else "a statement"
        notes.bad(
            "repository-policy-denies",
            case.repository,
            f"{label} of its policy denies {', '.join(denied)} to {case.principal}",
            f"{_PULLS_FAIL}, whatever the identity's own policies allow",
            "spare who pulls in the statement's conditions; for a Deny outside endpoints, pull "
            "through them",
        )
    elif depends:
        notes.could_not(
            "repository-policy-depends",
            case.repository,
            f"what its policy decides depends on {', '.join(sorted(depends))}",
            "name the network with --vpc or --from, and who pulls with --role",
        )
    elif crosses and left:
        notes.bad(
            "not-shared",
            case.repository,
            f"its policy does not allow {', '.join(left)} to {case.principal}, "
            f"which is of another account than the registry's {case.account}",
            _PULLS_FAIL,
            f"allow account {case.principal.split(':')[4]} in the repository's policy: across "
            "accounts both sides must allow",
        )
    else:
        notes.say(f"it denies {case.principal} nothing")


def decided_by_repository(case: Case, vpc: Vpc | None, notes: Notes) -> Mapping[str, Answer] | None:
    """What the repository's policy decides, by action; None where it can't be read."""
    text = _policy(case)
    context, absent = context_of(case, vpc)
    who = Principal("AWS", case.principal)
    requests = [Request(one, case.arn, who, context) for one in wanted(case)]
    if text is None:
        return {one.action: Answer(Decision.NOT_ALLOWED) for one in requests}
    document = _parsed(text, case.repository, notes)
    if document is None:
        return None
    return _decided(document, requests, absent, case.repository, notes)


def _policy(case: Case) -> str | None:
    """The text of the repository's policy; None where it has none."""
    if "policy" not in case.asked:
        with asking(Where(resource=case.repository), "ecr:GetRepositoryPolicy"):
            try:
                case.asked["policy"] = case.aws.client("ecr").get_repository_policy(
                    repositoryName=case.repository, **case.registry_id
                )["policyText"]
            except ClientError as error:
                if code_of(error) != "RepositoryPolicyNotFoundException":
                    raise
                case.asked["policy"] = None
    found: str | None = case.asked["policy"]
    return found


def _parsed(text: str, where: str, notes: Notes) -> Document | None:
    try:
        return parse(text)
    except DocumentError as error:
        notes.could_not("policy-unreadable", where, f"its policy: {error}", "read it by hand")
        return None


def _decided(
    document: Document,
    requests: list[Request],
    absent: tuple[str, ...],
    where: str,
    notes: Notes,
) -> dict[str, Answer]:
    try:
        return {one.action: decide(document, one, absent) for one in requests}
    except ConditionError as error:
        notes.could_not("policy-unreadable", where, f"its policy: {error}", "read it by hand")
        return {}
