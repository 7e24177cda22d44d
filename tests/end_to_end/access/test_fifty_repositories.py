"""Fifty repositories that somebody made by hand are adopted by one command and one update."""

import json
import sys
from pathlib import Path

import pytest
import yaml

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine
from tests.support.stacks import Stack, find, of, write

NAME, ACCOUNT, REGION, COUNT = "fifty", "888888888888", "ap-northeast-2", 50
THEIRS = {
    "rules": [
        {
            "rulePriority": 3,
            "selection": {
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": 500,
            },
            "action": {"type": "expire"},
        }
    ]
}


@pytest.fixture(scope="module")
def machine(machines) -> Machine:
    return machines()


@pytest.fixture(scope="module")
def account(machine: Machine) -> Stack:
    config = {
        "aws:region": REGION,
        "aws:allowedAccountIds": [ACCOUNT],
        "container-registry:services": {"new": {}},
        "container-registry:retention": {"keep": 5},
        "container-registry:monitoring": {"enabled": False},
    }
    write(machine.root, NAME, config)
    # The pack judges repositories as they are until `adopt` is removed.
    (machine.root / f"policy_pack/profiles/{NAME}.json").write_text('{"all": "advisory"}')
    machine.stacks.add(NAME)
    aws = server.start(Checkout(machine.root).aws_directory(NAME), ACCOUNT, REGION)
    ecr = of(aws, NAME).client("ecr")
    for number in range(COUNT):
        name = f"team/service-{number}"
        ecr.create_repository(repositoryName=name, imageTagMutability="MUTABLE")
        if number % 2:
            ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=json.dumps(THEIRS))
    return of(aws, NAME)


def policies(stack: Stack) -> dict[str, str | None]:
    ecr, found = stack.client("ecr"), {}
    for number in range(COUNT):
        name = f"team/service-{number}"
        try:
            text = ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"]
        except ecr.exceptions.LifecyclePolicyNotFoundException:
            text = None
        found[name] = text
    return found


def test_fifty_repositories_are_adopted_with_their_policies(
    machine: Machine, account: Stack
) -> None:
    before = policies(account)
    aws = server.find(Checkout(machine.root).aws_directory(NAME))
    assert aws is not None
    words = ("adopt", "--match", "team/*", "--write", "--stack-file", f"Pulumi.{NAME}.yaml")
    adopted = machine.run(sys.executable, "-m", "operations", *words, env=server.environment(aws))
    assert adopted.returncode == 0, adopted.stderr
    assert f"{COUNT} repositories are adopted" in adopted.stderr
    text = Path(machine.root, f"Pulumi.{NAME}.yaml").read_text()
    services = yaml.safe_load(text)["config"]["container-registry:services"]
    assert len(services) == COUNT + 1

    up = machine.engine("up", NAME)
    assert up.returncode == 0, up.stderr
    # Each repository, and each policy that was there.
    assert f"{COUNT + COUNT // 2} import" in up.stderr, up.stderr[-2000:]
    after = policies(find(machine.root, NAME))
    for name, policy in before.items():
        assert after[name] is not None
        if policy is not None:
            assert json.loads(after[name] or "") == THEIRS, name
    again = machine.engine("up", NAME)
    assert "no change" in again.stderr, again.stderr[-2000:]
