import pytest

from container_registry.documents.github import (
    GithubRepository,
    ci_trust_policy,
    claims,
    subjects,
)
from container_registry.iam.document import parse
from container_registry.iam.trust import admits, weaknesses
from tests.support.scopes import ELSEWHERE, SEOUL

FEED = GithubRepository(owner="acme", name="feed-server")
NEW_FEED = GithubRepository(owner="acme", name="feed-server", owner_id=12, repository_id=345)
AUDIENCE = "sts.amazonaws.com"
PROVIDER = SEOUL.oidc_provider_arn("token.actions.githubusercontent.com")


def trusts(admitted: tuple[str, ...], subject: str | None, audience: str | None = AUDIENCE) -> bool:
    claims = {"sub": subject, "aud": audience}
    document = parse(ci_trust_policy(PROVIDER, admitted))
    return admits(document, {k: v for k, v in claims.items() if v is not None})


def test_branches_become_one_subject_each() -> None:
    assert subjects(FEED, branches=["main", "develop"]) == (
        "repo:acme/feed-server:ref:refs/heads/main",
        "repo:acme/feed-server:ref:refs/heads/develop",
    )


def test_known_numbers_add_the_newer_form_of_each_subject() -> None:
    assert subjects(NEW_FEED, environment="production") == (
        "repo:acme/feed-server:environment:production",
        "repo:acme@12/feed-server@345:environment:production",
    )


def test_an_environment_takes_the_place_of_branches() -> None:
    assert subjects(FEED, branches=["main"], environment="production") == (
        "repo:acme/feed-server:environment:production",
    )


def test_a_colon_in_an_environments_name_is_written_as_github_writes_it() -> None:
    (subject,) = subjects(FEED, environment="Production: EU 1")
    assert subject == "repo:acme/feed-server:environment:Production%3A EU 1"
    assert claims(FEED, ["environment"], environment="Production: EU 1") == {
        "environment": ("Production: EU 1",)
    }


@pytest.mark.parametrize("subject", subjects(NEW_FEED, branches=["main"]))
def test_each_subject_is_admitted(subject: str) -> None:
    assert trusts(subjects(NEW_FEED, branches=["main"]), subject)


@pytest.mark.parametrize(
    "subject",
    [
        "repo:acme/feed-server:ref:refs/heads/develop",
        "repo:acme/feed-server:ref:refs/heads/main2",
        "repo:acme/feed-server:ref:refs/heads/feature/main",
        "repo:acme/feed-server:ref:refs/tags/main",
        "repo:acme/guestbook:ref:refs/heads/main",
        "repo:acme/feed-server2:ref:refs/heads/main",
        "repo:acme2/feed-server:ref:refs/heads/main",
        "repo:evil/acme/feed-server:ref:refs/heads/main",
        "repo:acme/feed-server:pull_request",
        "repo:acme/feed-server:environment:production",
        "repo:acme/feed-server%3Aref%3Arefs/heads/main",
        "repo:acme/feed-server:environment:x%3Aref:refs/heads/main",
        "repo:acme*/feed-server:ref:refs/heads/main",
        "repo:*/*:ref:refs/heads/main",
        "repo:acme@13/feed-server@345:ref:refs/heads/main",
        "repo:acme@12/feed-server@346:ref:refs/heads/main",
        "repo:ACME/feed-server:ref:refs/heads/main",
        "",
        None,
    ],
)
def test_a_near_miss_is_refused(subject: str | None) -> None:
    assert not trusts(subjects(NEW_FEED, branches=["main"]), subject)


@pytest.mark.parametrize("audience", [None, "", "https://github.com/acme", "sts.amazonaws.com.cn"])
def test_another_audience_is_refused(audience: str | None) -> None:
    admitted = subjects(FEED, branches=["main"])
    assert not trusts(admitted, admitted[0], audience)


def test_the_policy_packs_judge_finds_no_weakness() -> None:
    for admitted in (
        subjects(NEW_FEED, branches=["main", "develop"]),
        subjects(FEED, environment="production"),
        subjects(FEED, environment="Production: EU 1"),
    ):
        assert weaknesses(parse(ci_trust_policy(PROVIDER, admitted))) == ()


def test_in_china_a_token_is_made_out_to_the_partitions_own_sts() -> None:
    """aws-actions/configure-aws-credentials, README: `audience` in the Regions of China."""
    provider = ELSEWHERE.oidc_provider_arn("token.actions.githubusercontent.com")
    document = parse(ci_trust_policy(provider, subjects(FEED, branches=["main"])))
    subject = "repo:acme/feed-server:ref:refs/heads/main"
    assert admits(document, {"sub": subject, "aud": "sts.amazonaws.com.cn"})
    assert not admits(document, {"sub": subject, "aud": AUDIENCE})


WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main"
RELEASED = {
    "aud": AUDIENCE,
    "sub": "repo:acme/feed-server:environment:production",
    "repository_id": "345",
    "ref": "refs/tags/v1.2.3",
    "environment": "production",
    "job_workflow_ref": WORKFLOW,
}


def bound() -> str:
    """Releases alone, from one repository, by one workflow, with approval."""
    also = claims(
        NEW_FEED,
        ("repository_id", "ref", "environment"),
        tags=["v*"],
        environment="production",
        workflows=[WORKFLOW],
    )
    admitted = subjects(NEW_FEED, tags=["v*"], environment="production")
    return ci_trust_policy(PROVIDER, admitted, also)


def test_a_release_by_tag_from_the_environment_gets_in() -> None:
    document = parse(bound())
    assert weaknesses(document) == ()
    assert admits(document, RELEASED)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("repository_id", "346"),
        ("ref", "refs/heads/main"),
        ("ref", "refs/tags/w1"),
        ("ref", "refs/heads/v1"),
        ("environment", "staging"),
        ("job_workflow_ref", "acme/ci/.github/workflows/push.yml@refs/heads/fix"),
        ("job_workflow_ref", "evil/ci/.github/workflows/push.yml@refs/heads/main"),
        ("sub", "repo:acme/feed-server:ref:refs/tags/v1.2.3"),
        ("aud", "somebody-else"),
    ],
)
def test_each_claim_keeps_out_who_has_another(claim: str, value: str) -> None:
    assert not admits(parse(bound()), {**RELEASED, claim: value})
    assert not admits(parse(bound()), {k: v for k, v in RELEASED.items() if k != claim})


def test_releases_are_admitted_beside_a_branch_and_nothing_near_them() -> None:
    document = parse(ci_trust_policy(PROVIDER, subjects(FEED, branches=["main"], tags=["v*"])))
    assert weaknesses(document) == ()
    start = "repo:acme/feed-server:ref:refs/"
    for ref in ("heads/main", "tags/v1", "tags/v2.0.0-rc.1"):
        assert admits(document, {"aud": AUDIENCE, "sub": start + ref})
    for ref in ("heads/v1", "heads/main2", "tags/1.0", "tags/main"):
        assert not admits(document, {"aud": AUDIENCE, "sub": start + ref})


def test_without_such_settings_the_document_is_what_it_was() -> None:
    admitted = subjects(NEW_FEED, branches=["main"])
    assert ci_trust_policy(PROVIDER, admitted) == ci_trust_policy(
        PROVIDER, admitted, claims(NEW_FEED, (), branches=["main"])
    )
    assert "StringLike" not in ci_trust_policy(PROVIDER, admitted)
