"""For any subject: what has no weakness admits one repository alone, and never a pull request."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from container_registry.iam.document import parse
from container_registry.iam.trust import GITHUB, admits, weaknesses

PIECES = st.sampled_from(
    ["repo:", "acme", "evil", "/", "feed", "guest", ":", "*", "?", "@", "12", "345", "ref:",
     "refs/heads/", "refs/tags/", "main", "v", "environment:", "prod", "pull_request", "%3A"]
)  # fmt: skip
ARBITRARY = st.lists(PIECES, max_size=9).map("".join)
OWNERS = ["acme", "evil", "acme-evil", "acme@12", "evil@13"]
NAMES = ["feed", "guest", "feed-2", "feed@345", "guest@346"]
CONTEXTS = [
    "ref:refs/heads/main", "ref:refs/heads/x", "ref:refs/tags/v1", "environment:prod",
    "environment:prod-x", "pull_request",
]  # fmt: skip
NEAR = st.builds(
    lambda owner, name, context, tail: f"repo:{owner}{tail}/{name}{tail}:{context}{tail}",
    st.sampled_from(OWNERS),
    st.sampled_from(NAMES),
    st.sampled_from(CONTEXTS),
    st.sampled_from(["", "*", "?"]),
)
TOKENS = [f"repo:{o}/{n}:{c}" for o in OWNERS for n in NAMES for c in CONTEXTS]


def policy(operator: str, value: str) -> object:
    condition = {
        "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
        f"ForAnyValue:{operator}": {f"{GITHUB}:sub": value},
    }
    principal = {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"}
    return {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": principal,
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        },
    }


@settings(max_examples=150, deadline=None)
@given(operator=st.sampled_from(["StringLike", "StringEquals"]), value=ARBITRARY | NEAR)
def test_a_subject_without_a_weakness_admits_one_repository(operator: str, value: str) -> None:
    document = parse(policy(operator, value))  # type: ignore[arg-type]
    if weaknesses(document):
        return
    admitted = [sub for sub in TOKENS if admits(document, {"sub": sub, "aud": "sts.amazonaws.com"})]
    assert len({sub.split(":")[1] for sub in admitted}) <= 1, admitted
    assert not [sub for sub in admitted if sub.endswith(":pull_request")], admitted
    environments = {sub for sub in admitted if ":environment:" in sub}
    assert len(environments) <= 1, environments


@settings(max_examples=100, deadline=None)
@given(value=ARBITRARY | NEAR)
def test_every_weakness_that_shows_a_token_is_true(value: str) -> None:
    document = parse(policy("StringLike", value))  # type: ignore[arg-type]
    for weakness in weaknesses(document):
        if weakness.admits:
            assert admits(document, {"sub": weakness.admits, "aud": "sts.amazonaws.com"})
