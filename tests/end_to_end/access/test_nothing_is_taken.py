"""What is there already, of this program or of another stack, stays as it is."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.access.test_rights import push
from tests.end_to_end.machine import Machine
from tests.support.stacks import ROOT, Stack

BARE = """
import pulumi_aws as aws

repository = aws.ecr.Repository("orders", name="orders", force_delete=True)
aws.ecr.LifecyclePolicy("orders-lifecycle", repository=repository.name, policy='''{
  "rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countUnit": "days",
             "countType": "sinceImagePushed", "countNumber": 3}, "action": {"type": "expire"}}]}''')
"""
OURS = """
import sys
sys.path.insert(0, "{root}")
from components.container_registry import ContainerRegistry

ContainerRegistry("orders", {{"retention": {{"keep": 20}}, "force_delete": True{more}}})
"""
#: The lifecycle policy of a repository that somebody made by hand.
THEIRS = {
    "rules": [
        {
            "rulePriority": 7,
            "selection": {
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": 900,
            },
            "action": {"type": "expire"},
        }
    ]
}
TYPES = {"aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"}


@pytest.fixture(scope="module")
def elsewhere(machine: Machine, stack: Stack, tmp_path_factory):
    """Runs another program on the account of the stack that is up."""

    def run(name: str, program: str | Path, operation: str, config: dict[str, Any]) -> Any:
        if isinstance(program, str):
            path = tmp_path_factory.mktemp("program") / "program.py"
            path.write_text(program)
        else:
            path = program
        words = " ".join(f"'{word}'" for word in (name, str(path), operation, json.dumps(config)))
        script = f"PYTHONPATH={ROOT} {sys.executable} -m tests.end_to_end.elsewhere {words}"
        return machine.shell(script, stack.name)

    return run


def provider(stack: Stack) -> dict[str, str]:
    return {"aws:region": stack.region}


def test_a_repository_of_ones_own_program_moves_into_the_component_with_its_images(
    elsewhere, stack: Stack
) -> None:
    config = provider(stack)
    assert elsewhere("moved", BARE, "up", config).returncode == 0
    ecr = stack.client("ecr")
    push(ecr, "orders", "1.0")
    before = ecr.describe_images(repositoryName="orders")["imageDetails"]
    created = ecr.describe_repositories(repositoryNames=["orders"])["repositories"][0]["createdAt"]

    more = ', "moved_from": {"repository": "orders", "lifecycle": "orders-lifecycle"}'
    moved = elsewhere("moved", OURS.format(root=ROOT, more=more), "up", config)
    assert moved.returncode == 0, moved.stderr
    changed = {(op, kind) for op, kind, _ in json.loads(moved.stdout) if kind in TYPES}
    assert ("delete", "aws:ecr/repository:Repository") not in changed
    assert not {op for op, kind in changed if kind.endswith(":Repository")} & {
        "create",
        "import",
        "replace",
        "delete",
        "create-replacement",
        "delete-replaced",
    }
    assert ecr.describe_images(repositoryName="orders")["imageDetails"] == before
    after = ecr.describe_repositories(repositoryNames=["orders"])["repositories"][0]
    assert after["createdAt"] == created

    again = elsewhere("moved", OURS.format(root=ROOT, more=more), "preview", config)
    assert json.loads(again.stdout) == []
    assert elsewhere("moved", OURS.format(root=ROOT, more=more), "destroy", config).returncode == 0


def test_an_adopted_repository_keeps_its_policies_and_images_until_adopt_is_removed(
    elsewhere, stack: Stack
) -> None:
    ecr = stack.client("ecr")
    ecr.create_repository(repositoryName="orders", imageTagMutability="MUTABLE")
    theirs = json.dumps(THEIRS)
    ecr.put_lifecycle_policy(repositoryName="orders", lifecyclePolicyText=theirs)
    sharing = {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "ecr:ListImages"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "Theirs", **sharing}]})
    ecr.set_repository_policy(repositoryName="orders", policyText=text)
    push(ecr, "orders", "1.0")
    before = ecr.describe_images(repositoryName="orders")["imageDetails"]
    config = provider(stack)
    shared = ', "sharing": {"pull_accounts": ["333333333333"]}'

    def up(more: str) -> str:
        program = OURS.format(root=ROOT, more=shared + more)
        done = elsewhere("adopted", program, "up", config)
        assert done.returncode == 0, done.stdout + done.stderr
        return str(done.stdout + done.stderr)

    def policies() -> tuple[Any, Any]:
        lifecycle = ecr.get_lifecycle_policy(repositoryName="orders")["lifecyclePolicyText"]
        policy = ecr.get_repository_policy(repositoryName="orders")["policyText"]
        return json.loads(lifecycle), json.loads(policy)

    for _ in range(2):
        up(', "adopt": True')
        assert policies() == (THEIRS, json.loads(text))
    up("")
    lifecycle, policy = policies()
    assert lifecycle != THEIRS
    assert [each["Sid"] for each in policy["Statement"]] == ["PullFromAccounts"]
    found = ecr.describe_repositories(repositoryNames=["orders"])["repositories"][0]
    assert found["imageTagMutability"] == "IMMUTABLE"
    assert found["imageScanningConfiguration"]["scanOnPush"] is True
    assert ecr.describe_images(repositoryName="orders")["imageDetails"] == before

    program = OURS.format(root=ROOT, more="")
    assert elsewhere("adopted", program, "destroy", config).returncode == 0


def test_policies_that_exist_are_replaced_at_once_where_the_word_is_given(
    elsewhere, stack: Stack
) -> None:
    ecr = stack.client("ecr")
    ecr.create_repository(repositoryName="orders")
    ecr.put_lifecycle_policy(repositoryName="orders", lifecyclePolicyText=json.dumps(THEIRS))
    program = OURS.format(root=ROOT, more=', "adopt": True, "replace_policies": True')
    done = elsewhere("replaced", program, "up", provider(stack))
    assert done.returncode == 0, done.stdout + done.stderr
    text = ecr.get_lifecycle_policy(repositoryName="orders")["lifecyclePolicyText"]
    assert json.loads(text) != THEIRS
    assert elsewhere("replaced", program, "destroy", provider(stack)).returncode == 0


def what_the_first_has(stack: Stack) -> dict[str, Any]:
    ecr, iam = stack.client("ecr"), stack.client("iam")
    return {
        "repositories": ecr.describe_repositories()["repositories"],
        "roles": [role["RoleName"] for role in iam.list_roles()["Roles"]],
        "tags": {
            each["ResourceARN"]: each["Tags"]
            for each in stack.client("resourcegroupstaggingapi").get_resources()[
                "ResourceTagMappingList"
            ]
        },
    }


def test_a_second_stack_for_one_environment_is_refused_and_the_first_is_untouched(
    elsewhere, machine: Machine, stack: Stack
) -> None:
    before = what_the_first_has(stack)
    config = {
        **provider(stack),
        "aws:allowedAccountIds": ["666666666666"],
        "container-registry:environment": stack.name,
        "container-registry:services": {"other": {"tier": "backend"}},
        "container-registry:retention": {"keep": 5},
        "container-registry:monitoring": {"enabled": False},
        "container-registry:registry": {"owner": False},
    }
    for operation in ("preview", "up"):
        second = elsewhere("second", ROOT / "__main__.py", operation, config)
        assert second.returncode == 1
        told = second.stdout + second.stderr
        assert f"belongs to the stack container-registry/{stack.name}" in told, told
        assert "another `environment` for this stack" in told
    assert what_the_first_has(stack) == before
    assert elsewhere("second", ROOT / "__main__.py", "destroy", config).returncode == 0
    assert what_the_first_has(stack) == before
    assert machine.engine("up", stack.name).returncode == 0


def test_a_right_that_nodes_had_before_is_theirs_when_the_setting_goes(
    machine: Machine, stack: Stack
) -> None:
    """IAM attaches what is attached already without a word, so nobody can tell who was first."""
    iam = stack.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam.create_role(RoleName="older-nodes", AssumeRolePolicyDocument=document)
    pull = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
    iam.attach_role_policy(RoleName="older-nodes", PolicyArn=pull)
    with machine.edited(stack.name, nodes={"role": "older-nodes"}):
        assert machine.engine("up", stack.name).returncode == 0
    assert machine.engine("up", stack.name).returncode == 0
    for role in ("older-nodes", "eks-nodes"):
        attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        assert [one["PolicyArn"] for one in attached] == [pull]
