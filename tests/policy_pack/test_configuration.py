"""Levels, settings and exemptions: what is accepted, and one clear message for what is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import grpc
import pytest

from policy_pack.examples import load
from tests.policy_pack.pack_process import Finding, Pack, Program

BARE = {"feed-server": {"type": "aws:ecr:Repository", "properties": {}}}
SCANS = "repository-scans-images"


def exemption(days: int, resource: str = "feed-server") -> dict[str, Any]:
    until = date.today() + timedelta(days=days)
    reason = "scanned by another tool until it moves"
    return {SCANS: {"exemptions": [{"resource": resource, "reason": reason, "until": str(until)}]}}


def said(process: Pack, entries: dict[str, Any], resources: Any = BARE) -> list[Finding]:
    process.configure(entries)
    return [one for one in process.judge(Program(resources)) if one.policy == SCANS]


def test_a_level_is_the_configurations(process: Pack) -> None:
    assert [one.level for one in said(process, {})] == ["mandatory"]
    assert [one.level for one in said(process, {SCANS: "advisory"})] == ["advisory"]
    assert said(process, {SCANS: "disabled"}) == []


def test_settings_without_a_level_keep_the_policys_level(process: Pack) -> None:
    (found,) = said(process, exemption(30, "guestbook"))
    assert found.level == "mandatory"


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"repository-scan-images": "mandatory"}, "did you mean 'repository-scans-images'?"),
        ({SCANS: {"exemption": []}}, "did you mean 'exemptions'?"),
        ({"lifecycle-policy-is-valid": {"exemptions": []}}, "there is no setting 'exemptions'"),
        ({SCANS: "remediate"}, "no policy of this pack changes a resource"),
        (
            {
                SCANS: {
                    "exemptions": [{"resource": "a", "reason": "because", "until": "2026-02-30"}]
                }
            },
            "'2026-02-30' is not a day of the calendar",
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_write(
    process: Pack, entries: dict[str, Any], says: str
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        process.configure(entries)
    assert says in caught.value.details()


def test_all_mistakes_come_at_once(process: Pack) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        process.configure({"nobody": "mandatory", SCANS: {"nothing": 1}})
    assert "'nobody'" in caught.value.details()
    assert "'nothing'" in caught.value.details()


def test_an_exemption_makes_a_violation_advisory_with_its_reason(process: Pack) -> None:
    (found,) = said(process, exemption(30))
    assert found.level == "advisory"
    assert "scanned by another tool until it moves" in found.message


def test_an_exemption_holds_on_its_last_day_and_not_after(process: Pack) -> None:
    assert [one.level for one in said(process, exemption(0))] == ["advisory"]
    (found,) = said(process, exemption(-1))
    assert found.level == "mandatory"
    assert "ended on" in found.message


def test_an_exemption_is_for_its_resource_alone(process: Pack) -> None:
    assert [one.level for one in said(process, exemption(30, "guestbook"))] == ["mandatory"]


def test_an_exemption_may_name_a_urn(process: Pack) -> None:
    urn = "urn:pulumi:dev::project::aws:ecr/repository:Repository::feed-server"
    assert [one.level for one in said(process, exemption(30, urn))] == ["advisory"]


def test_an_exemption_whose_check_is_undecided_is_not_called_unneeded(process: Pack) -> None:
    resources = dict(load("scan-rules-cover-repository").good[0].resources)
    resources["feed-server"] = {"type": "aws:ecr:Repository", "properties": {}}
    policy = "scan-rules-cover-repository"
    until = str(date.today() + timedelta(days=30))
    entry = {"resource": "feed-server", "reason": "named in the update only", "until": until}
    process.configure({policy: {"exemptions": [entry]}})
    found = process.judge(Program(resources))
    assert "undecided" in next(one.message for one in found if one.policy == policy)
    assert "exemptions-are-needed" not in {one.policy for one in found}


def test_every_setting_has_a_description_and_a_default_that_its_schema_accepts(
    process: Pack,
) -> None:
    for policy in process.info.policies:
        for name, schema in policy.configSchema.properties.items():
            assert "default" in schema.fields, (policy.name, name)
            assert schema.fields["description"].string_value.endswith("."), (policy.name, name)


def test_the_pack_says_what_the_engine_shows(process: Pack) -> None:
    for policy in process.info.policies:
        assert policy.displayName
        assert policy.remediation_steps
        assert policy.url.startswith("https://")
        assert policy.severity


def levels(process: Pack, entries: dict[str, Any], resources: Any = BARE) -> dict[str, str]:
    process.configure(entries)
    return {one.policy: one.level for one in process.judge(Program(resources))}


def test_a_profile_is_extended_by_ones_own_lists(process: Pack) -> None:
    entries = {
        "extends": {"profile": "prod"},
        "repository-has-required-tags": {"tags": ["Team"]},
    }
    found = levels(process, entries)
    assert found["repository-is-protected"] == "mandatory"
    assert found["repository-tags-are-immutable"] == "mandatory"
    assert found["repository-has-required-tags"] == "mandatory"
    assert "repository-has-required-tags" not in levels(process, {"extends": {"profile": "prod"}})


def test_a_level_of_ones_own_goes_over_the_profile(process: Pack) -> None:
    entries = {"extends": {"profile": "prod"}, SCANS: "disabled"}
    assert SCANS not in levels(process, entries)


def test_a_level_that_is_the_default_counts_where_it_is_kept(process: Pack) -> None:
    policy = "repository-tags-are-immutable"
    extends = {"profile": "staging"}
    assert levels(process, {"extends": extends, policy: "advisory"})[policy] == "mandatory"
    kept = {"extends": {**extends, "keep": [policy]}, policy: "advisory"}
    assert levels(process, kept)[policy] == "advisory"


def test_the_settings_of_a_profile_hold_unless_ones_own_are_there(process: Pack) -> None:
    far = exemption(120)
    policy = "exemptions-are-current"
    assert policy not in levels(process, far)
    assert levels(process, {"extends": {"profile": "prod"}, **far})[policy] == "mandatory"
    own = {"extends": {"profile": "prod"}, policy: {"maximumDays": 150}, **far}
    assert policy not in levels(process, own)


@pytest.mark.parametrize(
    ("extends", "says"),
    [
        ({"profile": "production"}, "there is no profile 'production'"),
        ({"profile": "prod", "keep": ["nobody"]}, "there is no policy 'nobody'"),
        ({"profil": "prod"}, "there is no setting 'profil'"),
    ],
)
def test_a_mistake_in_what_is_extended_is_named(
    process: Pack, extends: dict[str, Any], says: str
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        process.configure({"extends": extends})
    assert says in caught.value.details()
