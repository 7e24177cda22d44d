"""Trust in any provider: which claim tells tenants apart, and where a wildcard may be."""

from __future__ import annotations

from typing import Any

import pytest

from container_registry.catalogue.issuers import ISSUERS, UNKNOWN, issuer_of
from container_registry.iam.document import parse
from container_registry.iam.subjects import Opening
from container_registry.iam.trust import weaknesses

EKS = "oidc.eks.us-west-2.amazonaws.com/id/0A1B2C"
CIRCLE = "oidc.circleci.com/org/11111111-2222-4333-8444-555555555555"
BITBUCKET = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"


def trust(url: str, **condition: Any) -> Any:
    federated = url if "/" not in url and url in BUILT_IN else f"arn:aws:iam::1:oidc-provider/{url}"
    return parse(
        {
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Federated": federated},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    operator: {f"{url}:{claim}": value for claim, value in keys.items()}
                    for operator, keys in condition.items()
                },
            }
        }
    )


BUILT_IN = ("accounts.google.com", "graph.facebook.com", "www.amazon.com",
            "cognito-identity.amazonaws.com")  # fmt: skip


def openings(url: str, **condition: Any) -> list[Opening]:
    return [one.opening for one in weaknesses(trust(url, **condition))]


@pytest.mark.parametrize(
    ("url", "sub"),
    [
        ("gitlab.com", "project_path:acme/a/b:ref_type:branch:ref:main"),
        ("gitlab.com", "project_path:acme/a:ref_type:*:ref:main"),
        ("gitlab.com", "project_path:acme/a:ref_type:branch:ref:release/*"),
        ("gitlab.acme.example", "project_path:acme/a:ref_type:tag:ref:v*"),
        ("app.terraform.io", "organization:acme:project:*:workspace:images:run_phase:*"),
        ("agent.buildkite.com", "organization:acme:pipeline:a:ref:refs/tags/v*:commit:*:step:*"),
        (CIRCLE, "org/11111111-2222-4333-8444-555555555555/project/6666/user/*"),
        (BITBUCKET, "{aaaa-bbbb}*:{cccc}"),
        (EKS, "system:serviceaccount:ci:*"),
        ("scalr.io", "account:acme:environment:prod:workspace:images"),
        ("oidc.vercel.com/acme", "owner:acme:project:web:environment:production"),
        ("idp.acme.example", "team:payments:*"),
    ],
)
def test_a_subject_that_keeps_to_one_project_is_enough(url: str, sub: str) -> None:
    assert openings(url, StringLike={"sub": sub}) == []


@pytest.mark.parametrize(
    ("url", "sub", "opening"),
    [
        ("gitlab.com", "project_path:*", Opening.ANY_OWNER),
        ("gitlab.com", "project_path:ac*/a:ref_type:branch:ref:main", Opening.ANY_OWNER),
        ("gitlab.com", "project_path:acme/*:ref_type:branch:ref:main", Opening.ANY_REPOSITORY),
        ("gitlab.com", "project_path:acme/a:*", Opening.ANY_CONTEXT),
        ("gitlab.com", "project_path:acme/a:user_login:*", Opening.ANY_CONTEXT),
        ("gitlab.com", "project_path:acme/a:ref_type:branch:ref:m*", Opening.ANY_CONTEXT),
        ("gitlab.acme.example", "project_path:*", Opening.ANY_REPOSITORY),
        ("app.terraform.io", "organization:*", Opening.ANY_OWNER),
        ("app.terraform.io", "organization:acme:*", Opening.ANY_REPOSITORY),
        ("app.terraform.io", "*:workspace:images:run_phase:apply", Opening.ANY_OWNER),
        ("agent.buildkite.com", "organization:acme:pipeline:*", Opening.ANY_REPOSITORY),
        ("agent.buildkite.com", "organization:acme:pipeline:a:*", Opening.ANY_CONTEXT),
        (CIRCLE, "org/11111111-2222-4333-8444-555555555555/*", Opening.ANY_REPOSITORY),
        (BITBUCKET, "*", Opening.ANY_REPOSITORY),
        (EKS, "system:serviceaccount:*:builder", Opening.ANY_REPOSITORY),
        (EKS, "system:*", Opening.ANY_REPOSITORY),
        ("scalr.io", "account:*:environment:prod:workspace:images", Opening.ANY_OWNER),
        ("studio.datachain.ai/api", "*", Opening.ANY_OWNER),
        ("idp.acme.example", "team:*", Opening.ANY_REPOSITORY),
        ("gitlab.com", "project_path:${aws:PrincipalTag/p}:ref:main", Opening.ANY_OWNER),
    ],
)
def test_a_wildcard_lets_in_whoever_its_place_names(url: str, sub: str, opening: Opening) -> None:
    assert openings(url, StringLike={"sub": sub}) == [opening]


def test_a_wildcard_that_is_compared_literally_admits_nobody() -> None:
    found = openings("gitlab.com", StringEquals={"sub": "project_path:acme/*:ref:main"})
    assert found == [Opening.NEVER_MATCHES]


@pytest.mark.parametrize("url", ["gitlab.com", "app.terraform.io", EKS, "idp.acme.example"])
def test_an_audience_alone_tells_nobody_apart(url: str) -> None:
    assert openings(url, StringEquals={"aud": "sts.amazonaws.com"}) == [Opening.NO_SUBJECT]


@pytest.mark.parametrize(
    ("url", "claim"),
    [
        ("accounts.google.com", "aud"),
        ("accounts.google.com", "sub"),
        ("graph.facebook.com", "app_id"),
        ("www.amazon.com", "app_id"),
        ("cognito-identity.amazonaws.com", "aud"),
        ("api.pulumi.com/oidc", "aud"),
        ("oidc.vercel.com", "aud"),
    ],
)
def test_a_provider_is_bound_by_the_claim_that_names_its_tenant(url: str, claim: str) -> None:
    assert openings(url, StringEquals={claim: "mine"}) == []
    assert openings(url, StringLike={claim: "*"}) == [Opening.ANY_OWNER]
    assert openings(url) == [Opening.NO_SUBJECT]


@pytest.mark.parametrize("operator", ["NumericLessThan", "DateGreaterThan", "Bool"])
def test_an_order_is_no_bound(operator: str) -> None:
    assert openings("gitlab.com", **{operator: {"sub": "1"}}) == [Opening.NO_SUBJECT]


def test_a_project_that_another_claim_fixes_may_have_any_name() -> None:
    any_project = {"sub": "org/11111111-2222-4333-8444-555555555555/project/*/user/*"}
    fixed = {"oidc.circleci.com/project-id": "6666"}
    assert openings(CIRCLE, StringLike=any_project, StringEquals=fixed) == []


def test_every_provider_of_awss_list_is_shared_and_names_its_claim() -> None:
    by_aws = [one for one in ISSUERS if one.by_aws]
    assert {one.name for one in by_aws} >= {
        "Amazon Cognito identity pools", "Buildkite", "Codefresh", "GitHub Actions", "GitLab.com",
        "HCP Terraform", "IBM Turbonomic", "Pulumi Cloud", "Scalr", "Upbound", "Vercel",
    }  # fmt: skip
    for one in by_aws:
        assert one.shared
        assert one.claims[0] in ("sub", "aud")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://gitlab.com/", "GitLab.com"),
        ("GITLAB.COM", "GitLab.com"),
        (EKS, "Amazon EKS (IAM roles for service accounts)"),
        ("token.actions.acme.ghe.com", "GitHub Enterprise"),
        ("gitlab.com.evil.example", UNKNOWN.name),
        ("evil.example/gitlab.com", UNKNOWN.name),
    ],
)
def test_a_provider_is_known_by_its_whole_url(url: str, name: str) -> None:
    assert issuer_of(url).name == name


@pytest.mark.parametrize(
    ("ref", "bounded"),
    [
        ("release-*", True), ("release/*", True), ("hotfix_?", True), ("m*", False),
        ("ma*n", False),
        ("*", False), ("?ain", False), ("main", True), ("v*", False),
    ],
)  # fmt: skip
def test_a_branch_pattern_needs_a_whole_word_before_its_wildcard(ref: str, bounded: bool) -> None:
    github = "token.actions.githubusercontent.com"
    found = openings(
        github,
        StringEquals={"aud": "sts.amazonaws.com"},
        StringLike={"sub": f"repo:acme/x:ref:refs/heads/{ref}"},
    )
    assert found == ([] if bounded else [Opening.ANY_REF])


@pytest.mark.parametrize(("ref", "bounded"), [("v*", True), ("v1.*", True), ("1*", False)])
def test_a_tag_pattern_may_begin_as_versions_do(ref: str, bounded: bool) -> None:
    found = openings(
        "token.actions.githubusercontent.com",
        StringEquals={"aud": "sts.amazonaws.com"},
        StringLike={"sub": f"repo:acme/x:ref:refs/tags/{ref}"},
    )
    assert found == ([] if bounded else [Opening.ANY_REF])


GITHUB: dict[str, Any] = {"aud": "sts.amazonaws.com"}


@pytest.mark.parametrize(
    ("exact", "like", "expected"),
    [
        ({"repository_id": "1"}, {"sub": "*"}, [Opening.ANY_CONTEXT]),
        ({"repository_id": "1", "ref": "refs/heads/main"}, {"sub": "*"}, []),
        ({"repository_id": "1", "environment": "prod"}, {}, []),
        ({"repository_id": "1"}, {}, [Opening.ANY_CONTEXT]),
        ({"repository_owner_id": "1"}, {"sub": "repo:*"}, [Opening.ANY_REPOSITORY]),
        ({"repository_owner_id": "1"}, {}, [Opening.ANY_REPOSITORY]),
        ({"repository": "${aws:x}"}, {"sub": "repo:*"}, [Opening.ANY_OWNER]),
        ({"environment": "prod"}, {"sub": "repo:acme/*:*"}, [Opening.ANY_REPOSITORY]),
        ({}, {"sub": "repo:acme/*:job_workflow_ref:acme/p/w.yml@refs/heads/main"}, []),
        (
            {},
            {"sub": "repo:acme/*:job_workflow_ref:acme/p/w.yml@*"},
            [Opening.ANY_REPOSITORY],
        ),
        ({}, {"sub": "repo:*:job_workflow_ref:acme/p/w.yml@refs/heads/main"}, [Opening.ANY_OWNER]),
    ],
)
def test_other_claims_of_github_close_what_they_name(
    exact: dict[str, str], like: dict[str, str], expected: list[Opening]
) -> None:
    condition = {"StringEquals": {**GITHUB, **exact}, **({"StringLike": like} if like else {})}
    assert openings("token.actions.githubusercontent.com", **condition) == expected
