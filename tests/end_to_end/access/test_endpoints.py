"""A network that somebody has: endpoints stand where they can, and nothing of it is taken."""

import json
from typing import Any

import pytest

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine
from tests.support.stacks import Stack, find, of, write

NAME, ACCOUNT, REGION = "roads", "777777777777", "ap-northeast-2"


class Network:
    """A VPC with a table and two subnets in one zone and one in another."""

    def __init__(self, stack: Stack) -> None:
        self.ec2 = stack.client("ec2")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        self.table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        self.subnets = [self.subnet(n, zone) for n, zone in enumerate("aac")]

    def subnet(self, number: int, zone: str) -> str:
        made = self.ec2.create_subnet(
            VpcId=self.vpc, CidrBlock=f"10.9.{number}.0/24", AvailabilityZone=f"{REGION}{zone}"
        )
        return str(made["Subnet"]["SubnetId"])

    def gateway(self) -> str:
        made = self.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.{REGION}.s3", RouteTableIds=[self.table]
        )
        return str(made["VpcEndpoint"]["VpcEndpointId"])

    def endpoints(self) -> dict[str, dict[str, Any]]:
        here = [{"Name": "vpc-id", "Values": [self.vpc]}]
        found = self.ec2.describe_vpc_endpoints(Filters=here)["VpcEndpoints"]
        return {each["ServiceName"].rpartition(".")[2]: each for each in found}


@pytest.fixture(scope="module")
def machine(machines) -> Machine:
    return machines()


@pytest.fixture
def network(machine: Machine) -> Network:
    write(machine.root, NAME, {"aws:region": REGION, "aws:allowedAccountIds": [ACCOUNT]})
    profile = {"vpc-endpoints-belong-together": {"providedElsewhere": ["s3"]}}
    (machine.root / f"policy_pack/profiles/{NAME}.json").write_text(json.dumps(profile))
    machine.stacks.add(NAME)
    # A new account each time: `down` ends the local AWS.
    aws = server.start(Checkout(machine.root).aws_directory(NAME), ACCOUNT, REGION)
    return Network(of(aws, NAME))


def engine(machine: Machine, command: str, **endpoints: Any) -> Any:
    config = {
        "aws:region": REGION,
        "aws:allowedAccountIds": [ACCOUNT],
        "container-registry:services": {"feed-server": {}},
        "container-registry:retention": {"keep": 5},
        "container-registry:monitoring": {"enabled": False},
        "container-registry:endpoints": endpoints,
    }
    write(machine.root, NAME, config)
    return machine.engine(command, NAME)


def test_a_network_that_somebody_has_is_kept_and_its_gateway_is_named(
    machine: Machine, network: Network
) -> None:
    own: dict[str, Any] = {"mode": "own", "vpcId": network.vpc, "cidrs": ["10.9.0.0/16"]}
    theirs = network.gateway()

    refused = engine(machine, "up", **own)
    assert refused.returncode != 0
    said = refused.stdout + refused.stderr
    assert f"{network.table} has {theirs}" in said, said
    assert "container-registry:endpoints.gateway" in said
    assert set(network.endpoints()) == {"s3"}
    assert find(machine.root, NAME).client("ecr").describe_repositories()["repositories"] == []

    twice = engine(machine, "up", **own, gateway="existing", subnetIds=network.subnets)
    said = twice.stdout + twice.stderr
    assert f"both in {REGION}a" in said, said
    assert "container-registry:endpoints.subnetIds[1]" in said
    assert set(network.endpoints()) == {"s3"}

    up = engine(machine, "up", **own, gateway="existing")
    assert up.returncode == 0, up.stderr
    found = network.endpoints()
    assert set(found) == {"s3", "api", "dkr"}
    assert found["s3"]["VpcEndpointId"] == theirs
    standing = found["api"]["SubnetIds"]
    assert len(standing) == 2
    assert network.subnets[2] in standing

    for number in range(3, 9):
        network.subnet(number, "a")
    again = engine(machine, "up", **own, gateway="existing")
    assert "no change" in again.stderr, again.stderr
    assert network.endpoints()["api"]["SubnetIds"] == standing

    assert machine.engine("down", NAME).returncode == 0


def test_a_gateway_of_ones_own_admits_every_bucket_and_is_found_as_its_own(
    machine: Machine, network: Network
) -> None:
    own: dict[str, Any] = {"mode": "own", "vpcId": network.vpc, "cidrs": ["10.9.0.0/16"]}
    assert engine(machine, "up", **own).returncode == 0
    assert '"Action":"*"' in network.endpoints()["s3"]["PolicyDocument"].replace(" ", "")
    again = engine(machine, "up", **own)
    assert "no change" in again.stderr, again.stderr
    assert machine.engine("down", NAME).returncode == 0


def test_an_account_without_a_default_vpc_is_told_what_to_write(
    machine: Machine, network: Network
) -> None:
    default = [{"Name": "is-default", "Values": ["true"]}]
    for vpc in network.ec2.describe_vpcs(Filters=default)["Vpcs"]:
        here = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        for subnet in network.ec2.describe_subnets(Filters=here)["Subnets"]:
            network.ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        network.ec2.delete_vpc(VpcId=vpc["VpcId"])
    refused = engine(machine, "preview", mode="own", vpc="default", cidrs=["10.0.0.0/16"])
    said = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert "endpoints.vpc: the account has no default VPC" in said, said
    assert "Traceback" not in said
