"""A stack that takes over what an account has: nothing of it changes."""

from pathlib import Path
from typing import Any

from local.aws import server
from local.engine.checkout import Checkout
from tests.support.stacks import Stack, engine, find, run
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


def test_adoption_changes_nothing_and_the_second_update_neither(checkout: Path) -> None:
    run(checkout, "tools.existing")
    aws = server.find(Checkout(checkout).aws_directory("adopt"))
    assert aws is not None
    before = what_exists(Stack("adopt", aws.endpoint, aws.region))

    first = engine(checkout, "up", "adopt")
    assert "1 import" in first
    assert what_exists(find(checkout, "adopt")) == before

    second = engine(checkout, "up", "adopt")
    assert "import" not in second
    assert "create" not in second
    assert what_exists(find(checkout, "adopt")) == before
    engine(checkout, "down", "adopt")
