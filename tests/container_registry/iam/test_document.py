"""Reading policy documents: the shapes that IAM accepts, and those that it refuses."""

import json

import pytest

from container_registry.iam.document import DocumentError, Principal, parse

STATEMENT = {"Effect": "Allow", "Action": "ecr:PutImage", "Resource": "*"}


def test_a_statement_alone_is_a_list_of_one() -> None:
    assert len(parse({"Statement": STATEMENT}).statements) == 1


def test_a_text_and_an_object_read_alike() -> None:
    document = {"Version": "2012-10-17", "Statement": [STATEMENT]}
    assert parse(json.dumps(document)) == parse(document)


def test_one_value_is_a_list_of_one() -> None:
    (statement,) = parse({"Statement": STATEMENT}).statements
    assert statement.actions == ("ecr:PutImage",)
    assert statement.resources == ("*",)


def test_the_star_principal_is_everybody_of_the_kind_aws() -> None:
    (statement,) = parse({"Statement": {**STATEMENT, "Principal": "*"}}).statements
    assert statement.principals == (Principal("AWS", "*"),)


def test_principals_of_several_kinds_are_kept_apart() -> None:
    principal = {"AWS": ["111122223333", "*"], "Service": "lambda.amazonaws.com"}
    (statement,) = parse({"Statement": {**STATEMENT, "Principal": principal}}).statements
    assert statement.principals == (
        Principal("AWS", "111122223333"),
        Principal("AWS", "*"),
        Principal("Service", "lambda.amazonaws.com"),
    )


def test_the_not_forms_are_no_forms_of_the_others() -> None:
    raw = {
        "Effect": "Allow",
        "NotPrincipal": {"AWS": "111122223333"},
        "NotAction": "ecr:DeleteRepository",
        "NotResource": "arn:aws:ecr:*:*:repository/a",
    }
    (statement,) = parse({"Statement": raw}).statements
    assert (statement.principals, statement.actions, statement.resources) == (None, None, None)
    assert statement.not_principals == (Principal("AWS", "111122223333"),)
    assert statement.not_actions == ("ecr:DeleteRepository",)


def test_a_boolean_in_a_condition_is_its_json_text() -> None:
    raw = {**STATEMENT, "Condition": {"Bool": {"aws:SecureTransport": True}}}
    (statement,) = parse({"Statement": raw}).statements
    assert statement.conditions[0].values == ("true",)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{", "not a JSON document"),
        ("[]", "expected a JSON object"),
        ({}, "Statement: expected a statement"),
        ({"Statement": ["x"]}, r"Statement\[0\]: expected an object"),
        ({"Statement": {**STATEMENT, "Effect": "allow"}}, "expected Allow or Deny"),
        ({"Statement": {**STATEMENT, "Actions": "x"}}, "IAM knows no element 'Actions'"),
        ({"Statement": {**STATEMENT, "Action": [1, None]}}, "expected a text"),
        ({"Statement": {**STATEMENT, "Principal": ["*"]}}, "map of kinds"),
        ({"Statement": {**STATEMENT, "Condition": "x"}}, "map of operators"),
        ({"Statement": {**STATEMENT, "Condition": {"Bool": "x"}}}, "map of keys"),
    ],
)
def test_what_iam_refuses_is_said_with_its_place(document: object, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        parse(document)  # type: ignore[arg-type]
