"""`registryctl iam deployer`: from what Pulumi prints to policies."""

import json

import pytest
from click.testing import CliRunner

from operations import cli

PROVIDER = {
    "urn": "urn:pulumi:prod::container-registry::pulumi:providers:aws::default",
    "type": "pulumi:providers:aws",
    "inputs": {"region": "eu-west-1", "allowedAccountIds": '["111111111111"]'},
}
REPOSITORY = {
    "urn": "urn:pulumi:prod::container-registry::aws:ecr/repository:Repository::payments",
    "type": "aws:ecr/repository:Repository",
    "inputs": {"name": "payments"},
}
EXPORT = {"version": 3, "deployment": {"resources": [PROVIDER, REPOSITORY]}}
PREVIEW = {
    "steps": [{"op": "create", "newState": PROVIDER}, {"op": "delete", "oldState": REPOSITORY}]
}
ARN = "arn:aws:ecr:eu-west-1:111111111111:repository/payments"


def run(value, *words):
    text = value if isinstance(value, str) else json.dumps(value)
    return CliRunner().invoke(cli.main, ["iam", "deployer", "-", *words], input=text)


@pytest.mark.parametrize("value", [EXPORT, PREVIEW])
def test_an_export_and_a_preview_give_the_same_policy(value):
    result = run(value)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)[0]["Statement"][0]["Resource"] == [ARN]
    assert "1 policy of" in result.stderr


def test_each_policy_is_written_to_a_file(tmp_path):
    result = run(EXPORT, "--output", str(tmp_path / "made"))
    assert result.exit_code == 0
    assert [file.name for file in (tmp_path / "made").iterdir()] == ["prod-deployer-1.json"]


def test_programs_get_policies_sizes_and_files(tmp_path):
    result = run(EXPORT, "--json")
    told = json.loads(result.stdout)
    (policy,) = told["policies"]
    assert (told["account"], told["environment"], policy["file"]) == ("111111111111", "prod", None)
    assert [policy["document"]] == json.loads(run(EXPORT).stdout)
    assert f"1 policy of {policy['characters']} characters" in result.stderr
    written = run(EXPORT, "--json", "--output", str(tmp_path))
    (policy,) = json.loads(written.stdout)["policies"]
    assert json.loads((tmp_path / "prod-deployer-1.json").read_text()) == policy["document"]
    assert policy["file"] == str(tmp_path / "prod-deployer-1.json")


def test_an_account_that_the_provider_does_not_name_is_asked_for():
    value = json.loads(json.dumps(EXPORT).replace('[\\"111111111111\\"]', "[]"))
    assert run(value).exit_code == 2
    assert run(value, "--account", "111111111111").exit_code == 0


def test_a_type_that_is_not_known_makes_no_policy():
    bucket = {**REPOSITORY, "type": "aws:s3/bucket:Bucket"}
    result = run({"deployment": {"resources": [PROVIDER, bucket]}})
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "aws:s3/bucket:Bucket" in result.stderr


@pytest.mark.parametrize(
    "value", ["", "[]", "{}", '{"steps": 3}', '{"deployment": null}', "[" * 9999]
)
def test_what_pulumi_did_not_print_is_wrong_use(value):
    result = run(value)
    assert result.exit_code == 2
    assert "Fix: write it with" in result.stderr


def test_path_and_boundary_are_those_of_the_stacks_roles():
    boundary = "arn:aws:iam::111111111111:policy/Boundary"
    role = {
        "urn": "urn:pulumi:prod::container-registry::aws:iam/role:Role::a",
        "type": "aws:iam/role:Role",
        "inputs": {"name": "prod-a-ci", "path": "/registry/", "permissionsBoundary": boundary},
    }
    value = {"deployment": {"resources": [PROVIDER, role]}}
    found = json.loads(run(value).stdout)[0]["Statement"]
    assert {s["Resource"][0] for s in found if "iam:" in s["Action"][0]} == {
        "arn:aws:iam::111111111111:role/registry/prod-*"
    }
    assert [s["Condition"] for s in found if "iam:CreateRole" in s["Action"]] == [
        {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    ]
    other = json.loads(run(value, "--path", "/other/").stdout)[0]["Statement"]
    assert any("role/other/prod-*" in s["Resource"][0] for s in other)
