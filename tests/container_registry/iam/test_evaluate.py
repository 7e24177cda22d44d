"""Decisions about requests: identity and resource policies, denials, the Not forms."""

import pytest

from container_registry.iam.document import Document, Principal, parse
from container_registry.iam.evaluate import Decision, Request, account_of, allowed, decide

FEED = "arn:aws:ecr:ap-northeast-2:123456789012:repository/feed-server"
GUESTBOOK = "arn:aws:ecr:ap-northeast-2:123456789012:repository/guestbook"


def policy(**statement: object) -> Document:
    return parse({"Statement": {"Effect": "Allow", **statement}})


def test_an_action_is_allowed_on_its_resource_alone() -> None:
    push = policy(Action="ecr:PutImage", Resource=FEED)
    assert allowed(push, Request("ecr:PutImage", FEED))
    assert not allowed(push, Request("ecr:PutImage", GUESTBOOK))
    assert not allowed(push, Request("ecr:BatchDeleteImage", FEED))


def test_actions_ignore_case_and_resources_do_not() -> None:
    assert allowed(policy(Action="ECR:putimage", Resource=FEED), Request("ecr:PutImage", FEED))
    assert not allowed(
        policy(Action="ecr:PutImage", Resource=FEED.upper()), Request("ecr:PutImage", FEED)
    )


def test_a_denial_wins() -> None:
    allow = policy(Action="ecr:*", Resource="*")
    deny = parse({"Statement": {"Effect": "Deny", "Action": "ecr:Batch*", "Resource": FEED}})
    assert decide([allow, deny], Request("ecr:BatchDeleteImage", FEED)) is Decision.DENIED
    assert decide([allow, deny], Request("ecr:PutImage", FEED)) is Decision.ALLOWED


def test_without_a_statement_nothing_is_allowed() -> None:
    assert decide([], Request("ecr:PutImage", FEED)) is Decision.NOT_ALLOWED


def test_not_action_and_not_resource_allow_all_the_rest() -> None:
    rest = policy(NotAction="ecr:DeleteRepository", NotResource=FEED)
    assert allowed(rest, Request("s3:GetObject", GUESTBOOK))
    assert not allowed(rest, Request("ecr:DeleteRepository", GUESTBOOK))
    assert not allowed(rest, Request("ecr:PutImage", FEED))


ROLE = "arn:aws:iam::123456789012:role/ci"
SESSION = "arn:aws:sts::123456789012:assumed-role/ci/run-1"


@pytest.mark.parametrize(
    ("listed", "caller", "expected"),
    [
        ("*", ROLE, True),
        ("123456789012", ROLE, True),
        ("arn:aws:iam::123456789012:root", ROLE, True),
        ("arn:aws:iam::210987654321:root", ROLE, False),
        (ROLE, ROLE, True),
        (ROLE, SESSION, True),
        (ROLE, "arn:aws:iam::123456789012:role/other", False),
        ("arn:aws:iam::123456789012:role/*", ROLE, False),
    ],
)
def test_an_account_stands_for_its_principals(listed: str, caller: str, expected: bool) -> None:
    shared = policy(Principal={"AWS": listed}, Action="ecr:BatchGetImage")
    request = Request("ecr:BatchGetImage", principal=Principal("AWS", caller))
    assert allowed(shared, request) is expected


def test_not_principal_allows_everybody_else() -> None:
    rest = policy(NotPrincipal={"AWS": ROLE}, Action="ecr:BatchGetImage")
    other = Principal("AWS", "arn:aws:iam::210987654321:role/x")
    assert allowed(rest, Request("ecr:BatchGetImage", principal=other))
    assert not allowed(rest, Request("ecr:BatchGetImage", principal=Principal("AWS", ROLE)))


def test_a_service_is_no_account() -> None:
    shared = policy(Principal={"Service": "lambda.amazonaws.com"}, Action="ecr:BatchGetImage")
    service = Principal("Service", "lambda.amazonaws.com")
    assert allowed(shared, Request("ecr:BatchGetImage", principal=service))
    assert not allowed(shared, Request("ecr:BatchGetImage", principal=Principal("AWS", ROLE)))


def test_conditions_are_part_of_the_statement() -> None:
    shared = policy(
        Principal="*",
        Action="ecr:BatchGetImage",
        Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    )
    inside = Request("ecr:BatchGetImage", principal=Principal("AWS", ROLE),
                     context={"aws:PrincipalOrgID": "o-1"})  # fmt: skip
    assert allowed(shared, inside)
    assert not allowed(shared, Request("ecr:BatchGetImage", principal=Principal("AWS", ROLE)))


def test_an_account_is_read_from_ids_and_arns() -> None:
    assert account_of("123456789012") == "123456789012"
    assert account_of(ROLE) == "123456789012"
    assert account_of("AIDAEXAMPLE") is None
    assert account_of("arn:aws:iam::*:role/x") is None
