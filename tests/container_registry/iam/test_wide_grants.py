"""Patterns that mean every repository, grants that a tag bounds, rights to grant oneself."""

from __future__ import annotations

from typing import Any

import pytest

from container_registry.catalogue.actions import ACTIONS, known, near
from container_registry.catalogue.managed_policies import MANAGED
from container_registry.catalogue.newer_actions import NEWER
from container_registry.iam.document import Document, Statement, parse
from container_registry.iam.grants import on_every_repository, self_grants, widths
from tools.catalogue import actions, managed_policies

HERE = "arn:aws:ecr:eu-west-1:210987654321"


def statement(**more: Any) -> Statement:
    body = {"Effect": "Allow", "Action": "ecr:PutImage", **more}
    return parse({"Statement": body}).statements[0]


def unbound(**more: Any) -> list[str]:
    return [name for one in widths(Document((statement(**more),))) for name in one.unbound]


@pytest.mark.parametrize(
    "resources",
    [
        "*", "arn:aws:ecr:*", "arn:*:ecr:*:*:*", f"{HERE}:*", f"{HERE}:r*", f"{HERE}:repository*",
        f"{HERE}:repo*", f"{HERE}:repository/*", f"{HERE}:repository/?*", f"{HERE}:repository/*-*",
        f"{HERE}:repository/*/*", [f"{HERE}:repository/{letter}*" for letter in "abcdefghijklmnop"],
        [f"arn:aws:ecr:us-{n}:1:repository/{c}*" for n, c in enumerate("abcdefghijklmnop")],
        [f"{HERE}:repository/shop", "arn:aws:ecr:*:*:repository/*"],
        "arn:aws:*:*:*:repository/*", "a*",
    ],
    ids=str,
)  # fmt: skip
def test_a_pattern_that_fits_names_nobody_thought_of_is_every_repository(resources: Any) -> None:
    assert on_every_repository(statement(Resource=resources))


@pytest.mark.parametrize(
    "resources",
    [
        f"{HERE}:repository/shop", f"{HERE}:repository/shop/*", f"{HERE}:repository/team-a-*",
        "arn:aws:ecr:*:*:repository/shop", [f"{HERE}:repository/{n}" for n in ("a", "b", "c")],
        "arn:aws:s3:::*", f"{HERE}:repository/${{aws:PrincipalTag/team}}",
        [f"{HERE}:repository/a*", f"{HERE}:repository/b*"],
    ],
    ids=str,
)  # fmt: skip
def test_a_pattern_that_keeps_to_some_names_is_not(resources: Any) -> None:
    assert not on_every_repository(statement(Resource=resources))


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        ({"StringEquals": {"aws:ResourceTag/team": "shop"}}, True),
        ({"StringEquals": {"ecr:ResourceTag/team": ["shop", "pay"]}}, True),
        ({"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}, True),
        ({"StringLike": {"aws:ResourceTag/team": "shop-*"}}, True),
        ({"StringLike": {"aws:ResourceTag/team": "*"}}, False),
        ({"StringEqualsIfExists": {"aws:ResourceTag/team": "shop"}}, False),
        ({"StringNotEquals": {"aws:ResourceTag/team": "shop"}}, False),
        ({"StringEquals": {"aws:RequestTag/team": "shop"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/team": "shop"}}, False),
    ],
)
def test_a_repositorys_tag_bounds_a_grant(condition: dict[str, Any], bound: bool) -> None:
    assert unbound(Resource="*", Condition=condition) == ([] if bound else ["PutImage"])


@pytest.mark.parametrize(
    ("more", "granted"),
    [
        ({"Action": "iam:*", "Resource": "*"}, True),
        ({"Action": "iam:Put*", "Resource": "*"}, True),
        ({"Action": ["iam:attachrolepolicy"], "Resource": "arn:aws:iam::*:role/*"}, True),
        ({"Action": "iam:PutRolePolicy", "Resource": "arn:aws:iam::210987654321:role/*"}, True),
        ({"Action": "*", "Resource": "*"}, True),
        ({"Action": "iam:Get*", "Resource": "*"}, False),
        ({"Action": "iam:PassRole", "Resource": "*"}, False),
        ({"Action": "iam:PutRolePolicy", "Resource": "arn:aws:iam::1:role/service-*"}, False),
        (
            {
                "Action": "iam:AttachRolePolicy",
                "Resource": "*",
                "Condition": {
                    "StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::1:policy/b"}
                },
            },
            False,
        ),
        (
            {
                "Action": "iam:AttachRolePolicy",
                "Resource": "*",
                "Condition": {"ArnLike": {"iam:PolicyARN": "*"}},
            },
            True,
        ),
        ({"Effect": "Deny", "Action": "iam:*", "Resource": "*"}, False),
    ],
)
def test_a_right_over_every_role_is_every_right(more: dict[str, Any], granted: bool) -> None:
    assert bool(self_grants(statement(**more))) is granted


def test_importing_through_a_cache_is_pulling() -> None:
    assert unbound(Action=["ecr:BatchImportUpstreamImage", "ecr:BatchGetImage"], Resource="*") == []


def test_managed_policies_are_those_whose_documents_give_too_much() -> None:
    assert managed_policies.wide() == MANAGED, "python -m tools.catalogue"
    assert {"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"} <= set(MANAGED)
    assert "AmazonEC2ContainerRegistryPullOnly" not in MANAGED


def test_newer_actions_are_those_of_the_sdk_that_is_installed() -> None:
    assert actions.newer() == NEWER, "python -m tools.catalogue"
    assert not set(NEWER) & set(ACTIONS)
    assert all(known(f"ecr:{name}") for name in NEWER)


@pytest.mark.parametrize(
    ("action", "meant"),
    [
        ("ecr:PutImages", "ecr:PutImage"),
        ("ecr:batchgetimages", "ecr:BatchGetImage"),
        ("ecr:GetAuthorisationToken", "ecr:GetAuthorizationToken"),
        ("ecr:StopLifecyclePolicyPreview", None),
        ("ecr:RotateEverything", None),
        ("ecr:" + "P" * 5_000, None),
    ],
)
def test_a_slip_is_near_to_what_was_meant(action: str, meant: str | None) -> None:
    assert near(action) == meant
