"""No problem hides another, and whatever is written, the answer is settings or findings."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from container_registry.settings import Settings, SettingsError, load
from container_registry.settings.stack_file import parse_stack_file
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_text
from tests.container_registry.settings.given import SMALLEST, with_
from tests.container_registry.settings.refused import findings

NAMES = sorted(
    {
        name
        for shape in (Settings.model_json_schema(), *Settings.model_json_schema()["$defs"].values())
        for name in shape.get("properties", ())
    }
)


def codes(config: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (one.where.path.removeprefix("container-registry:"), one.code) for one in findings(config)
    }


def test_an_endpoint_without_anything_is_told_all_that_it_needs() -> None:
    assert codes(with_(endpoints={"mode": "own"})) == {
        ("endpoints", "endpoints-vpc"),
        ("endpoints", "endpoints-cidrs"),
    }


def test_a_wrong_field_hides_nothing_that_fields_are_wrong_in_together() -> None:
    assert codes(
        with_(
            endpoints={"mode": "own", "logs": "yes", "cidrs": ["x", "10.0.0.0/8", "10.0.0.0/8"]},
            ci={"branches": ["refs/heads/a"], "environment": "a%b"},
            encryption={"key": "arn:aws:kms:us-east-1:111111111111:alias/x", "type": "AES"},
            scanning={"frequency": "CONTINUOUS_SCAN", "onPush": 1},
            sharing={"endpointsOnly": True, "pullAccounts": ["1"], "lambdaAccounts": ["2"]},
        )
    ) == {
        ("endpoints", "endpoints-vpc"),
        ("endpoints.logs", "bool-type"),
        ("endpoints.cidrs[0]", "cidr"),
        ("endpoints.cidrs[2]", "entry-twice"),
        ("ci", "ci-context"),
        ("ci.branches[0]", "branch-ref"),
        ("ci.environment", "string-pattern-mismatch"),
        ("encryption.type", "literal-error"),
        ("encryption.key", "encryption-alias"),
        ("encryption.key", "other-region"),
        ("scanning", "scan-frequency"),
        ("scanning.onPush", "bool-type"),
        ("sharing", "endpoints-only-shared"),
        ("sharing", "endpoints-only-lambda"),
        ("sharing.pullAccounts[0]", "string-pattern-mismatch"),
        ("sharing.lambdaAccounts[0]", "string-pattern-mismatch"),
    }


def test_a_retention_that_loses_releases_is_told_although_all_else_is_wrong_too() -> None:
    losing = {"keep": 1}
    found = codes(
        {
            "container-registry:services": {"AA": {"retention": losing}, "bb": {"retention": 5}},
            "container-registry:retention": losing,
            "container-registry:tagScheme": {"r": {"patterns": ["prod-*"], "release": True}},
            "container-registry:protect": "yes",
        }
    )
    assert {("retention", "retention"), ("services.AA.retention", "retention")} <= found
    assert {path for path, _ in found} >= {
        "aws:region",
        "aws:allowedAccountIds",
        "services.AA",
        "services.bb.retention",
        "protect",
    }


def test_services_that_meet_are_told_although_their_settings_are_wrong() -> None:
    services = {"aa": {"tier": 1}, "bb": {"repository": "aa", "adopt": "yes"}, "registry": 5}
    assert codes(with_(services=services)) == {
        ("services.aa.tier", "string-type"),
        ("services.bb", "repository-twice"),
        ("services.bb.adopt", "bool-type"),
        ("services.registry", "model-type"),
        ("services.registry", "reserved-service"),
    }


def test_the_stacks_name_is_said_to_be_the_environment_where_it_is() -> None:
    (said,) = findings(SMALLEST, "Prod")
    assert said.problem == "is the stack's name, which has the upper-case letter `P`"
    assert "container-registry:environment" in said.fix
    (said,) = findings(with_(environment="Prod"), "dev")
    assert said.problem == "has the upper-case letter `P`"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "own", "a", "*", "10.0.0.0/8", "KMS", "\x00", "111111111111"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from([f"container-registry:{name}" for name in NAMES] + ["aws:region", "x"])


def said(judge: Callable[[], Any]) -> tuple[Finding, ...]:
    """The findings, or none where there is nothing wrong. Anything else is a traceback."""
    try:
        judge()
    except SettingsError as error:
        return error.findings
    return ()


def assert_whole(config: dict[str, Any], **options: Any) -> None:
    for one in said(lambda: load(config, "dev", **options)):
        assert one.problem
        assert one.impact
        assert one.fix
        assert to_text(one).replace("\n", "").isprintable()


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_whatever_json_is_given_it_is_judged(config: dict[str, Any]) -> None:
    assert_whole({**SMALLEST, **config})
    texts = {key: json.dumps(value) for key, value in config.items()}
    assert_whole({**SMALLEST, **texts}, secret_keys=list(texts)[:2])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), JSON, min_size=1, max_size=4))
def test_whatever_a_service_is_given_it_is_judged(service: dict[str, Any]) -> None:
    assert_whole(with_(services={"aa": service}))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab:- \n\"'[]{}&*!|>#%?,\\\t0é\x00\ud800", max_size=40))
def test_whatever_text_is_read_it_is_a_file_or_findings(text: str) -> None:
    for whole in (text, f"config:\n  n:k: {text}", f"config: {{{text}}}"):
        if not said(partial(parse_stack_file, whole, "x")):
            file = parse_stack_file(whole, "Pulumi.dev.yaml")
            assert_whole(file.config, file=file)


@pytest.mark.parametrize("depth", [100, 20_000])
def test_depth_is_refused_in_so_many_words(depth: int) -> None:
    deep = '{"a":' * depth + "1" + "}" * depth
    for name in ("retention", "services"):
        assert "nested more than 24 levels deep" in str(findings(with_(**{name: deep})))
    with pytest.raises(SettingsError, match="nested more than 24 levels deep"):
        parse_stack_file(f"config:\n  n:k: {deep}", "Pulumi.dev.yaml")
