"""A stack that takes over what an account has: nothing of it changes."""

import sys
from typing import Any

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine
from tests.support.stacks import Stack, find, of
from tools.existing import NODE_ROLE, REPOSITORY


def what_exists(stack: Stack) -> dict[str, Any]:
    ecr, iam, ec2 = (stack.client(service) for service in ("ecr", "iam", "ec2"))
    repository = ecr.describe_repositories(repositoryNames=[REPOSITORY])["repositories"][0]
    arn = repository["repositoryArn"]
    providers = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    return {
        "repository": repository,
        "tags": ecr.list_tags_for_resource(resourceArn=arn)["tags"],
        "images": ecr.list_images(repositoryName=REPOSITORY)["imageIds"],
        "providers": providers,
        "trust": iam.get_role(RoleName=NODE_ROLE)["Role"]["AssumeRolePolicyDocument"],
        "endpoints": sorted(
            (e["VpcEndpointId"], e["ServiceName"])
            for e in ec2.describe_vpc_endpoints()["VpcEndpoints"]
        ),
    }


def test_adoption_changes_nothing_and_the_second_update_neither(machine: Machine) -> None:
    prepared = machine.run(sys.executable, "-m", "tools.existing")
    assert prepared.returncode == 0, prepared.stderr
    aws = server.find(Checkout(machine.root).aws_directory("adopt"))
    assert aws is not None
    before = what_exists(of(aws, "adopt"))

    first = machine.engine("up", "adopt")
    assert first.returncode == 0, first.stderr
    assert "1 import" in first.stderr
    assert what_exists(find(machine.root, "adopt")) == before

    second = machine.engine("up", "adopt")
    assert second.returncode == 0, second.stderr
    assert "import" not in second.stderr
    assert "create" not in second.stderr
    assert "no change" in second.stderr
    assert what_exists(find(machine.root, "adopt")) == before
