"""The same wrong policy in every form: the same finding, at the line where it stands."""

import json

import pytest
from click.testing import CliRunner

from ecr_lifecycle import linting
from ecr_lifecycle.cli import main
from ecr_lifecycle.linting import Linted
from tests.ecr_lifecycle.rules import UNTAGGED, age, count, policy, rule

WRONG = policy(UNTAGGED, rule(2, age("tagged", 90, tagPatternList=["prod*"])))
TEXT = json.dumps(WRONG, indent=2)
FLAT = json.dumps(WRONG)
NAME = "deletes-releases-by-age"

PLAN = {
    "format_version": "1.2",
    "resource_changes": [
        {
            "address": "aws_ecr_lifecycle_policy.gone",
            "mode": "managed",
            "type": "aws_ecr_lifecycle_policy",
            "change": {"actions": ["delete"], "before": {"policy": FLAT}, "after": None},
        },
        {
            "address": "module.registry.aws_ecr_lifecycle_policy.app",
            "mode": "managed",
            "type": "aws_ecr_lifecycle_policy",
            "change": {"actions": ["create"], "after": {"policy": FLAT, "repository": "app"}},
        },
    ],
}
STATE = {
    "format_version": "1.0",
    "values": {
        "root_module": {
            "child_modules": [
                {
                    "resources": [
                        {
                            "address": "module.registry.aws_ecr_lifecycle_policy.app",
                            "mode": "managed",
                            "type": "aws_ecr_lifecycle_policy",
                            "values": {"policy": FLAT},
                        }
                    ]
                }
            ]
        }
    },
}
TF_JSON = {
    "resource": {
        "aws_ecr_repository": {"app": {"name": "app"}},
        "aws_ecr_lifecycle_policy": {"app": {"repository": "app", "policy": FLAT}},
    }
}
TEMPLATE = {
    "Resources": {
        "App": {
            "Type": "AWS::ECR::Repository",
            "Properties": {"LifecyclePolicy": {"LifecyclePolicyText": FLAT}},
        }
    }
}
CDK = {
    "Resources": {
        "App2C43": {
            "Type": "AWS::ECR::Repository",
            "Properties": {"LifecyclePolicy": {"LifecyclePolicyText": FLAT}},
            "Metadata": {"aws:cdk:path": "Stack/App/Resource"},
        }
    }
}
URN = "urn:pulumi:prod::shop::aws:ecr/lifecyclePolicy:LifecyclePolicy::app"
STATE_OF = {
    "urn": URN,
    "type": "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "inputs": {"repository": "app", "policy": FLAT},
}
PREVIEW = {
    "steps": [{"op": "same", "urn": "x"}, {"op": "create", "urn": URN, "newState": STATE_OF}]
}
EXPORT = {"version": 3, "deployment": {"resources": [STATE_OF]}}
ANSWER = {"registryId": "1", "repositoryName": "app", "lifecyclePolicyText": FLAT}

JSON_FORMS = {
    "a Terraform plan": (PLAN, "module.registry.aws_ecr_lifecycle_policy.app", '"policy": "'),
    "a Terraform state": (STATE, "module.registry.aws_ecr_lifecycle_policy.app", '"policy": "'),
    ".tf.json": (TF_JSON, "aws_ecr_lifecycle_policy.app", '"policy": "'),
    "a CloudFormation template": (TEMPLATE, "App", '"LifecyclePolicyText": "'),
    "a CDK template": (CDK, "Stack/App/Resource", '"LifecyclePolicyText": "'),
    "a Pulumi preview": (PREVIEW, URN, '"policy": "'),
    "a Pulumi stack": (EXPORT, URN, '"policy": "'),
    "an answer of AWS": (ANSWER, "app", '"lifecyclePolicyText": "'),
}


def lint(content, name):
    """What a file's policies have, and not one error about the file."""
    found = linting.lint(content, name)
    assert isinstance(found, Linted)
    return found


def line_of(text, part, nth=1):
    """The line on which the nth `part` stands, and the column where it ends."""
    offset = -1
    for _ in range(nth):
        offset = text.index(part, offset + 1)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@pytest.mark.parametrize("form", JSON_FORMS)
def test_each_json_form_has_the_same_finding_at_its_line(form):
    document, resource, part = JSON_FORMS[form]
    text = json.dumps(document, indent=2)
    result = lint(text.encode(), "it.json")
    [finding] = [each for each in result.findings if each.code == NAME]
    nth = text.count(part)  # in the plan the first is that of a policy which is deleted
    line, column = line_of(text, part, nth)
    assert (finding.where.file, finding.where.line) == ("it.json", line)
    start = column + len(part)
    inside = FLAT.index('{"rulePriority": 2')
    escapes = FLAT[:inside].count('"')
    assert finding.where.column == start + inside + escapes, "the rule inside the text"
    assert finding.where.resource == resource
    assert finding.where.path == "rules[1]"


def test_a_plain_policy_has_the_line_of_its_rule():
    [finding] = [each for each in lint(TEXT.encode(), "p.json").findings if each.code == NAME]
    assert (finding.where.line, finding.where.column) == line_of(TEXT, "{", 5)
    assert TEXT.splitlines()[finding.where.line + 1 - 1] == '      "rulePriority": 2,'


INDENTED = TEXT.replace("\n", "\n          ")
YAML = f"""\
# A registry.
Parameters:
  Name: {{Type: String}}
Resources:
  App:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: !Sub "${{Name}}-app"
      LifecyclePolicy:
        LifecyclePolicyText: |
          {INDENTED}
"""
QUOTED = f"""\
Resources:
  App:
    Type: AWS::ECR::Repository
    Properties:
      LifecyclePolicy:
        LifecyclePolicyText: !Sub '{FLAT}'
"""


def test_a_rule_in_a_block_of_yaml_has_its_own_line():
    [finding] = [each for each in lint(YAML.encode(), "t.yaml").findings if each.code == NAME]
    line = YAML.splitlines()[finding.where.line - 1]
    assert line[finding.where.column - 1 :] == "{"
    assert YAML.splitlines()[finding.where.line].strip() == '"rulePriority": 2,'


def test_a_policy_in_one_line_of_yaml_has_that_line():
    [finding] = [each for each in lint(QUOTED.encode(), "t.yml").findings if each.code == NAME]
    assert finding.where.line == 6


def test_a_typed_policy_of_objects_has_the_line_of_its_rule():
    document = json.loads(json.dumps(PREVIEW))
    document["steps"][1]["newState"]["inputs"]["policy"] = WRONG
    text = json.dumps(document, indent=1)
    [finding] = [each for each in lint(text.encode(), "it.json").findings if each.code == NAME]
    assert text.splitlines()[finding.where.line].strip() == '"rulePriority": 2,'


def test_what_ecr_refuses_has_the_place_of_the_value():
    wrong = FLAT.replace('"countNumber": 90', '"countNumber": "90"')
    text = json.dumps({**ANSWER, "lifecyclePolicyText": wrong})
    [finding] = lint(text.encode(), "it.json").findings
    assert finding.where.path == "rules[1].selection.countNumber"
    assert text[finding.where.column - 1 :].startswith('\\"countNumber\\": \\"90')


def test_escapes_before_the_place_are_counted_as_they_are_written():
    wrong = policy(
        rule(1, count("untagged", 3), description='é\n\t"quoted" \U0001f600'),
        rule(2, count("tagged", 0, tagPatternList=["v*"])),
    )
    for ascii_only in (True, False):
        inner = json.dumps(wrong, ensure_ascii=ascii_only)
        text = json.dumps({**ANSWER, "lifecyclePolicyText": inner}, ensure_ascii=ascii_only)
        [finding] = lint(text.encode(), "it.json").findings
        assert text[finding.where.column - 1 :].startswith('\\"countNumber\\": 0')


JOIN = {
    "Resources": {
        "A": {
            "Type": "AWS::ECR::Repository",
            "Properties": {
                "LifecyclePolicy": {
                    "LifecyclePolicyText": {"Fn::Join": ["", [FLAT[:40], FLAT[40:]]]}
                }
            },
        },
        "B": {
            "Type": "AWS::ECR::Repository",
            "Properties": {
                "LifecyclePolicy": {
                    "LifecyclePolicyText": {"Fn::Join": ["", [FLAT[:40], {"Ref": "Rest"}]]}
                }
            },
        },
        "C": {"Type": "AWS::ECR::Repository", "Properties": {}},
    }
}


def test_a_text_that_is_put_together_is_judged_and_one_that_is_not_known_is_named():
    result = lint(json.dumps(JOIN, indent=1).encode(), "t.json")
    assert NAME in {finding.code for finding in result.findings}
    assert {finding.where.resource for finding in result.findings} == {"A"}
    [skipped] = result.skipped
    assert skipped.resource == "B"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            {"resource": {"aws_ecr_lifecycle_policy": {"app": {"policy": "${jsonencode(x)}"}}}},
            "expression",
        ),
        (
            {
                "format_version": "1.2",
                "resource_changes": [
                    {
                        "address": "aws_ecr_lifecycle_policy.app",
                        "type": "aws_ecr_lifecycle_policy",
                        "change": {"actions": ["create"], "after": {"repository": "app"}},
                    }
                ],
            },
            "not known",
        ),
        (
            {
                "steps": [
                    {
                        "op": "create",
                        "newState": {
                            "urn": URN,
                            "type": "aws:ecr/lifecyclePolicy:LifecyclePolicy",
                            "inputs": {"policy": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"},
                        },
                    }
                ]
            },
            "not known",
        ),
    ],
)
def test_a_policy_that_is_computed_is_named_and_not_judged(document, words):
    result = lint(json.dumps(document).encode(), "it.json")
    assert (result.findings, result.policies) == ((), 0)
    [skipped] = result.skipped
    assert words in skipped.why


@pytest.mark.parametrize("value", [None, 5, [], {}, {"Resources": {}}, [{"rules": []}, 5]])
def test_a_file_without_policies_is_no_crash(value):
    assert isinstance(linting.lint(json.dumps(value).encode(), "it.json"), Linted)


@pytest.fixture
def cli(tmp_path):
    def run(*arguments, **files):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        named = [str(tmp_path / each) if each in files else each for each in arguments]
        return CliRunner().invoke(main, named)

    return run


def test_the_command_reads_several_files_and_fails_by_the_worst(cli):
    good = json.dumps(policy(UNTAGGED, rule(2, count("tagged", 9, tagPatternList=["*"]))))
    files = {"plan.json": json.dumps(PLAN), "good.json": good}
    result = cli("lint", "good.json", "plan.json", **files)
    assert result.exit_code == 1
    assert "2 policies in 2 files" in result.stderr
    assert cli("lint", "good.json", **files).exit_code == 0
    assert cli("lint", "good.json", "--fail-on", "style", **files).exit_code == 1
    broken = cli("lint", "bad.yaml", **{"bad.yaml": "a: [\n  b"})
    assert (broken.exit_code, broken.stdout) == (2, "")
    assert "bad.yaml:2:4" in broken.stderr or "bad.yaml:3:1" in broken.stderr
