"""Trust in GitHub's tokens: what is admitted, and every way to admit too many."""

import copy
from typing import Any

import pytest

from container_registry.documents.github import GithubRepository, ci_trust_policy, subjects
from container_registry.iam.document import parse
from container_registry.iam.subjects import Opening
from container_registry.iam.trust import GITHUB, admits, weaknesses

SUB, AUD = f"{GITHUB}:sub", f"{GITHUB}:aud"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
MAIN = "repo:acme/feed-server:ref:refs/heads/main"
SAFE: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Federated": PROVIDER},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {AUD: "sts.amazonaws.com", SUB: MAIN}},
}


def trust(**change: Any) -> Any:
    return parse({"Version": "2012-10-17", "Statement": [{**copy.deepcopy(SAFE), **change}]})


def on_sub(operator: str, *values: str, **more: Any) -> Any:
    return trust(
        Condition={"StringEquals": {AUD: "sts.amazonaws.com", **more}, operator: {SUB: values}}
        if operator != "StringEquals"
        else {"StringEquals": {AUD: "sts.amazonaws.com", SUB: list(values), **more}}
    )


def openings(document: Any) -> list[Opening]:
    return [one.opening for one in weaknesses(document)]


def token(sub: str, aud: str | None = "sts.amazonaws.com") -> dict[str, str]:
    return {"sub": sub} | ({"aud": aud} if aud else {})


CI = parse(
    ci_trust_policy(
        PROVIDER,
        subjects(
            GithubRepository(owner="acme", name="feed-server", owner_id=12, repository_id=345),
            environment="prod",
        ),
    )
)


def test_the_policy_that_the_components_write_has_no_weakness() -> None:
    assert weaknesses(CI) == ()


def test_exactly_the_subjects_are_admitted_in_both_forms() -> None:
    assert admits(CI, token("repo:acme/feed-server:environment:prod"))
    assert admits(CI, token("repo:acme@12/feed-server@345:environment:prod"))


@pytest.mark.parametrize(
    "sub",
    [
        "repo:acme/feed-server:ref:refs/heads/main",
        "repo:acme/feed-server:environment:prod2",
        "repo:acme/feed-server:environment:Prod",
        "repo:acme/feed-server:environment%3Aprod",
        "repo:acme/feed-server%3Aenvironment%3Aprod",
        "repo:acme/guestbook:environment:prod",
        "repo:acme-evil/feed-server:environment:prod",
        "repo:acme/feed-server:pull_request",
        "repo:acme@13/feed-server@345:environment:prod",
        "repo:acme@12/feed-server@346:environment:prod",
        "REPO:acme/feed-server:environment:prod",
        "",
    ],
)
def test_near_misses_are_refused(sub: str) -> None:
    assert not admits(CI, token(sub))


def test_a_token_of_another_audience_or_of_none_is_refused() -> None:
    sub = "repo:acme/feed-server:environment:prod"
    assert not admits(CI, token(sub, "https://github.com/acme"))
    assert not admits(CI, token(sub, None))


def test_a_token_of_another_issuer_is_refused() -> None:
    sub = "repo:acme/feed-server:environment:prod"
    assert not admits(CI, token(sub), issuer="gitlab.com")


@pytest.mark.parametrize(
    ("value", "opening"),
    [
        ("*", Opening.ANY_OWNER),
        ("repo:*", Opening.ANY_OWNER),
        ("repo:acme*/feed-server:ref:refs/heads/main", Opening.ANY_OWNER),
        ("repo:acme?/feed-server:ref:refs/heads/main", Opening.ANY_OWNER),
        ("repo:acme@*/feed-server@*:ref:refs/heads/main", Opening.ANY_OWNER),
        ("repo:acme/*:*", Opening.ANY_REPOSITORY),
        ("repo:acme/*:ref:refs/heads/main", Opening.ANY_REPOSITORY),
        ("repo:acme/feed-*:ref:refs/heads/main", Opening.ANY_REPOSITORY),
        ("repo:acme/feed-server*", Opening.ANY_REPOSITORY),
        ("repo:acme@12/feed-server@*:ref:refs/heads/main", Opening.ANY_REPOSITORY),
        ("repo:acme/feed-server:*", Opening.ANY_CONTEXT),
        ("repo:acme/feed-server:ref:*", Opening.ANY_CONTEXT),
        ("repo:acme/feed-server:*:main", Opening.ANY_CONTEXT),
        ("repo:acme/feed-server:ref:refs/heads/*", Opening.ANY_REF),
        ("repo:acme/feed-server:ref:refs/tags/*", Opening.ANY_REF),
        ("repo:acme/feed-server:environment:*", Opening.ANY_ENVIRONMENT),
        ("repo:acme/feed-server:environment:prod*", Opening.ANY_ENVIRONMENT),
        ("repo:acme/feed-server:pull_request", Opening.PULL_REQUEST),
        ("repository_owner:acme", Opening.NO_REPOSITORY),
        ("repo:acme/feed-server", Opening.NEVER_MATCHES),
        ("repo:acme/feed-server%3Aref:refs/heads/main", Opening.NEVER_MATCHES),
        ("repo%3Aacme/feed-server:ref:refs/heads/main", Opening.NEVER_MATCHES),
        ("repo:acme@12/feed-server:ref:refs/heads/main", Opening.NEVER_MATCHES),
        ("repo:acme@id/feed-server@3:ref:refs/heads/main", Opening.NEVER_MATCHES),
    ],
)
def test_a_subject_that_is_too_wide_is_named(value: str, opening: Opening) -> None:
    assert openings(on_sub("StringLike", value)) == [opening]


@pytest.mark.parametrize(
    "value",
    [
        MAIN,
        "repo:acme/feed-server:ref:refs/heads/release-*",
        "repo:acme/feed-server:ref:refs/tags/v*",
        "repo:acme/feed-server:environment:prod",
        "repo:acme@12/feed-server@345:environment:prod",
        "repo:acme/feed-server:environment:blue%3Agreen",
        "repository_id:345:environment:prod",
    ],
)
def test_a_subject_that_names_its_context_is_accepted(value: str) -> None:
    assert openings(on_sub("StringLike", value)) == []


def test_a_weak_subject_shows_a_token_that_really_gets_in() -> None:
    for value in ("repo:acme*/x:ref:refs/heads/main", "repo:acme/*:*", "repo:acme/x:*",
                  "repo:acme/x:ref:refs/heads/*", "repo:acme/x:environment:prod*"):  # fmt: skip
        document = on_sub("StringLike", value)
        (weakness,) = weaknesses(document)
        assert admits(document, token(weakness.admits)), weakness


def test_a_wildcard_without_stringlike_matches_nothing() -> None:
    assert openings(on_sub("StringEquals", "repo:acme/*:*")) == [Opening.NEVER_MATCHES]


def test_every_value_is_judged_not_the_first_alone() -> None:
    assert openings(on_sub("StringLike", MAIN, "repo:acme/*:*")) == [Opening.ANY_REPOSITORY]


def test_every_statement_is_judged_not_the_first_alone() -> None:
    other = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
             "Action": "sts:AssumeRole"}  # fmt: skip
    weak = {**SAFE, "Sid": "Weak", "Condition": {"StringEquals": {AUD: "sts.amazonaws.com"}}}
    (weakness,) = weaknesses(parse({"Statement": [other, SAFE, weak]}))
    assert weakness.opening is Opening.NO_SUBJECT
    assert weakness.statement == "statement 3 (Weak)"


def test_a_safe_condition_beside_a_wide_one_is_enough() -> None:
    both = trust(
        Condition={
            "StringEquals": {AUD: "sts.amazonaws.com", SUB: MAIN},
            "StringLike": {SUB: "repo:acme/*:*"},
        }
    )
    assert weaknesses(both) == ()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {SUB: MAIN}}, [Opening.NO_AUDIENCE]),
        ({}, [Opening.NO_AUDIENCE, Opening.NO_SUBJECT]),
        ({"StringLike": {AUD: "*", SUB: MAIN}}, [Opening.ANY_AUDIENCE]),
        (
            {"ForAllValues:StringEquals": {AUD: "sts.amazonaws.com", SUB: MAIN}},
            [Opening.PASSES_WHEN_ABSENT, Opening.PASSES_WHEN_ABSENT],
        ),
        (
            {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringEqualsIfExists": {SUB: MAIN}},
            [Opening.PASSES_WHEN_ABSENT],
        ),
        (
            {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringNotEquals": {SUB: MAIN}},
            [Opening.NO_SUBJECT],
        ),
        (
            {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringEqualsIgnoreCase": {SUB: MAIN}},
            [Opening.ANY_CASE],
        ),
    ],
)
def test_a_condition_that_does_not_bind_is_named(
    condition: dict[str, Any], expected: list[Opening]
) -> None:
    assert openings(trust(Condition=condition)) == expected


def test_for_all_values_really_lets_a_token_without_the_claim_in() -> None:
    document = trust(Condition={"ForAllValues:StringEquals": {SUB: MAIN}})
    assert admits(document, {})


def test_another_exact_claim_may_narrow_a_wide_subject() -> None:
    both = {f"{GITHUB}:repository_id": "345", f"{GITHUB}:ref": "refs/heads/main"}
    assert openings(on_sub("StringLike", "repo:acme/*:*", **both)) == []
    assert (
        openings(on_sub("StringLike", "repo:acme/x:*", **{f"{GITHUB}:environment": "prod"})) == []
    )


def test_not_principal_and_any_provider_are_named() -> None:
    assert openings(
        parse({"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "1"}, "Action": "sts:*"}})
    ) == [Opening.NOT_FORM]
    assert openings(trust(Principal={"Federated": "*"})) == [Opening.ANY_PRINCIPAL]


def test_a_wildcard_action_is_judged_like_the_action() -> None:
    assert openings(trust(Action="sts:*", Condition={})) == [
        Opening.NO_AUDIENCE,
        Opening.NO_SUBJECT,
    ]


def test_a_list_of_providers_is_judged_whole() -> None:
    gitlab = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
    found = weaknesses(trust(Principal={"Federated": [PROVIDER, gitlab]}))
    assert {one.says for one in found} == {"no condition on gitlab.com:sub"}


def test_a_denial_is_no_weakness_and_a_role_without_oidc_has_none() -> None:
    assert weaknesses(trust(Effect="Deny", Condition={})) == ()
    service = {"Effect": "Allow", "Principal": {"Service": "x"}, "Action": "sts:AssumeRole"}
    assert weaknesses(parse({"Statement": service})) == ()
