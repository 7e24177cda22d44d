"""The plug-in as the real engine drives it."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws
import pytest
from pulumi import automation

ROOT = Path(__file__).parents[3]
MARKER = "marker-of-a-secret"


@pytest.fixture
def stack(empty, environment, tmp_path):
    """A stack on the real engine; its program may be replaced between its commands."""
    programs = tmp_path / "bin"
    programs.mkdir()
    plugin = programs / "pulumi-resource-aws"
    plugin.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m local.provider "$@"\n')
    plugin.chmod(0o755)
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    assert shutil.which("pulumi", path=path), "set-up puts the Pulumi CLI beside python"
    (tmp_path / "backend").mkdir()
    variables = {
        **environment,
        "PATH": path,
        "PULUMI_BACKEND_URL": f"file://{tmp_path}/backend",
        "PULUMI_CONFIG_PASSPHRASE": "local",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        options = automation.LocalWorkspaceOptions(env_vars=variables)
        made = automation.create_stack("dev", project_name="p", program=lambda: None, opts=options)
        made.set_config("aws:region", automation.ConfigValue("ap-northeast-2"))
        made.set_config("aws:allowedAccountIds", automation.ConfigValue('["111122223333"]'))
        yield made


def run(stack, program, command="up", **options):
    stack.workspace.program = program
    said: list[Any] = []
    result = getattr(stack, command)(on_output=said.append, **options)
    result.said = "\n".join(said)
    return result


def failure(stack, program, command="preview", **options):
    with pytest.raises(automation.CommandError) as raised:
        run(stack, program, command, **options)
    return str(raised.value)


def registry():
    repository = aws.ecr.Repository("one", name="one", tags={"Token": pulumi.Output.secret(MARKER)})
    rule = {
        "rulePriority": 1,
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": 5,
        },
        "action": {"type": "expire"},
    }
    policy = json.dumps({"rules": [rule]})
    aws.ecr.LifecyclePolicy("one", repository=repository.name, policy=policy)
    elsewhere = aws.Provider(
        "elsewhere", region="us-east-1", default_tags={"tags": {"Stack": "dev"}}
    )
    there = aws.ecr.Repository("there", opts=pulumi.ResourceOptions(provider=elsewhere))
    pulumi.export("arn", there.arn)
    pulumi.export("account", aws.get_caller_identity().account_id)


def test_a_stack_comes_up_stays_as_it_is_and_goes_down_again(stack, tmp_path):
    up = run(stack, registry)
    assert up.summary.resource_changes["create"] == 5
    assert up.outputs["account"].value == "111122223333"
    assert ":us-east-1:" in up.outputs["arn"].value
    there = boto3.client("ecr", region_name="us-east-1")
    assert there.list_tags_for_resource(resourceArn=up.outputs["arn"].value)["tags"] == [
        {"Key": "Stack", "Value": "dev"}
    ]
    run(stack, registry, "preview", expect_no_changes=True)
    run(stack, registry, "refresh", expect_no_changes=True)
    texts = [p for p in (tmp_path / "backend").rglob("*") if p.is_file()]
    assert not [p for p in texts if MARKER in p.read_text(errors="replace")]
    assert MARKER not in up.said

    ecr = boto3.client("ecr")
    ecr.put_image_tag_mutability(repositoryName="one", imageTagMutability="IMMUTABLE")
    assert "changes were proposed" in failure(
        stack, registry, "refresh", expect_no_changes=True, preview_only=True
    )
    mended = run(stack, registry, refresh=True)
    assert mended.summary.resource_changes["update"] == 1

    run(stack, registry, "destroy")
    assert ecr.describe_repositories()["repositories"] == []
    assert there.describe_repositories()["repositories"] == []


def test_an_encryption_that_changes_replaces_the_repository_and_its_policy(stack):
    run(stack, registry)

    def encrypted():
        one = aws.ecr.Repository(
            "one", name="one", encryption_configurations=[{"encryption_type": "KMS"}]
        )
        policy = {"rules": [{"rulePriority": 1, "selection": {}, "action": {}}]}
        aws.ecr.LifecyclePolicy("one", repository=one.name, policy=json.dumps(policy))

    preview = run(stack, encrypted, "preview")
    assert preview.change_summary["replace"] == 2
    assert "delete original" in preview.said


def test_a_function_with_files_is_made_once_and_changed_with_its_files(stack, tmp_path):
    source = tmp_path / "index.py"
    source.write_text("def handler(event, context): return 1")

    def program():
        trust = {"Version": "2012-10-17", "Statement": []}
        role = aws.iam.Role("run", assume_role_policy=json.dumps(trust))
        aws.lambda_.Function(
            "f",
            role=role.arn,
            runtime="python3.11",
            handler="index.handler",
            code=pulumi.AssetArchive({"index.py": pulumi.FileAsset(str(source))}),
        )

    run(stack, program)
    run(stack, program, "preview", expect_no_changes=True)
    run(stack, program, "refresh", expect_no_changes=True)
    source.write_text("def handler(event, context): return 2")
    assert run(stack, program).summary.resource_changes["update"] == 1


def test_what_is_not_modelled_is_refused_in_one_sentence(stack):
    def program():
        aws.rds.Instance("database", instance_class="db.t3.micro")

    said = failure(stack, program)
    assert "doesn't model the resource type aws:rds/instance:Instance" in said
    assert "Traceback" not in said


def test_another_account_is_refused_and_nothing_is_touched(stack):
    stack.set_config("aws:allowedAccountIds", automation.ConfigValue('["444455556666"]'))
    said = failure(stack, registry, "up")
    assert "the AWS account 111122223333" in said
    assert "444455556666" in said
    assert boto3.client("ecr").describe_repositories()["repositories"] == []


def test_a_recorded_type_carries_its_warning_every_time(stack):
    def program():
        aws.ecr.PullThroughCacheRule(
            "hub", ecr_repository_prefix="hub", upstream_registry_url="public.ecr.aws"
        )

    for _ in range(2):
        events: list[Any] = []
        run(stack, program, on_event=events.append)
        warnings = [e.diagnostic_event for e in events if e.diagnostic_event]
        [warning] = [w for w in warnings if "recorded, not applied" in w.message]
        assert warning.severity == "warning"
        assert warning.urn.endswith("::hub")


def test_an_existing_repository_is_taken_over_as_it_is(stack):
    ecr = boto3.client("ecr")
    ecr.create_repository(repositoryName="old", tags=[{"Key": "Service", "Value": "old"}])

    def program():
        aws.ecr.Repository(
            "old",
            name="old",
            tags={"Service": "old"},
            opts=pulumi.ResourceOptions(import_="old"),
        )

    assert run(stack, program).summary.resource_changes["import"] == 1
    run(stack, program, "preview", expect_no_changes=True)
