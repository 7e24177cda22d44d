"""The model: immutable values with one text each, and a room that stands alone."""

import ast
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import ecr_lifecycle
from ecr_lifecycle import ARCHIVE, Action, Policy, Rule, Selection, explain, parse

ROOM = Path(ecr_lifecycle.__file__).parent

FULL = Policy(
    (
        Rule(
            priority=2,
            selection=Selection(tag_status="any", count_type="sinceImagePulled", count_number=90),
            action=ARCHIVE,
        ),
        Rule(
            priority=1,
            description="릴리스",
            selection=Selection(
                tag_status="tagged",
                tag_patterns=("v*",),
                count_type="imageCountMoreThan",
                count_number=10,
            ),
        ),
        Rule(
            priority=3,
            selection=Selection(
                tag_status="tagged",
                tag_prefixes=("v",),
                storage_class="archive",
                count_type="sinceImageTransitioned",
                count_number=90,
            ),
        ),
    )
)


def test_the_text_has_nothing_empty_no_null_and_no_default():
    assert FULL.to_json() == (
        '{"rules":['
        '{"rulePriority":1,"description":"릴리스","selection":{"tagStatus":"tagged",'
        '"tagPatternList":["v*"],"countType":"imageCountMoreThan","countNumber":10},'
        '"action":{"type":"expire"}},'
        '{"rulePriority":2,"selection":{"tagStatus":"any","countType":"sinceImagePulled",'
        '"countUnit":"days","countNumber":90},'
        '"action":{"type":"transition","targetStorageClass":"archive"}},'
        '{"rulePriority":3,"selection":{"tagStatus":"tagged","tagPrefixList":["v"],'
        '"storageClass":"archive","countType":"sinceImageTransitioned","countUnit":"days",'
        '"countNumber":90},"action":{"type":"expire"}}]}'
    )
    assert parse(FULL.to_json()) == FULL


def test_policies_are_equal_whatever_order_their_rules_came_in():
    assert Policy(tuple(reversed(FULL.rules))) == FULL
    assert [rule.priority for rule in FULL.rules] == [1, 2, 3]


@pytest.mark.parametrize("value", [FULL, FULL.rules[0], FULL.rules[0].selection, ARCHIVE])
def test_values_are_immutable_and_hashable(value):
    with pytest.raises((FrozenInstanceError, TypeError)):
        value.priority = 5
    assert hash(value) == hash(value)


def test_a_default_that_was_written_out_is_not_written_again():
    text = FULL.to_json().replace(
        '"tagStatus":"any",', '"tagStatus":"any","storageClass":"standard",'
    )
    assert parse(text).to_json() == FULL.to_json()


def test_each_rule_is_explained_in_a_sentence():
    assert explain(FULL) == [
        "Rule 1: an image with a tag v* is deleted when it is not among the newest 10 that the "
        "rule selects.",
        "Rule 2: an image, tagged or not, moves to the archive after 90 days without a pull, "
        "unless it belongs to rule 1 (v*).",
        "Rule 3: an image in the archive with a tag v... is deleted after 90 days there.",
    ]


def test_an_action_is_a_kind_of_its_own():
    assert Action("expire") != ARCHIVE


def imports(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda file: file.name)
def test_the_library_needs_the_standard_library_alone(file):
    allowed = {"ecr_lifecycle", *sys.stdlib_module_names}
    if file.parent.name == "cli":
        allowed |= {"click", "rich", "yaml"}
    if file.name == "yaml_text.py":
        allowed |= {"yaml"}
    if file.name == "details.py":
        allowed |= {"msgspec"}
    if file.parent.name == "live":
        allowed |= {"boto3", "botocore"}
    assert {name.split(".")[0] for name in imports(file)} <= allowed


def test_everything_that_is_exported_is_there():
    assert all(hasattr(ecr_lifecycle, name) for name in ecr_lifecycle.__all__)
    assert len(set(ecr_lifecycle.__all__)) == len(ecr_lifecycle.__all__)
