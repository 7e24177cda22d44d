import json
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components.arguments import ArgumentsError
from components.network import Network, find_network
from components.registry_endpoints import RegistryEndpoints, RegistryEndpointsArgs
from container_registry.settings.endpoints import EndpointSettings
from tests.support.mocks import Calls, Recorded, deploy
from tests.support.scopes import SEOUL

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SUBNETS, TABLES = ["subnet-0123456a", "subnet-0123456b"], ["rtb-01234567"]
NETWORK: Network = {"vpc_id": "vpc-01234567", "subnet_ids": SUBNETS, "route_table_ids": TABLES}
LOOKUPS: dict[str, dict[str, Any]] = {
    "aws:ec2/getVpc:getVpc": {"id": "vpc-0000000f"},
    "aws:ec2/getRouteTables:getRouteTables": {"ids": ["rtb-0000000b", "rtb-0000000a"]},
}
GET_ENDPOINT = "aws:ec2/getVpcEndpoint:getVpcEndpoint"
FOUND = {**LOOKUPS, GET_ENDPOINT: {"id": "vpce-0000000f"}}

#: What the engine answers where AWS has no such VPC.
GONE = {"aws:ec2/getVpc:getVpc": "no matching EC2 VPC found"}


def made(calls: Calls | None = None, **changes: Any) -> Recorded:
    args = {"scope": SEOUL, "network": NETWORK, "mode": "own", "cidrs": ["10.0.0.0/16"], **changes}
    return deploy(
        lambda: RegistryEndpoints("endpoints", cast("RegistryEndpointsArgs", args)),
        calls={**(FOUND if args["mode"] == "existing" else LOOKUPS), **(calls or {})},
    )


def test_the_registry_needs_two_interfaces_and_the_gateway_to_its_layers() -> None:
    services = {e.inputs["serviceName"]: e.inputs for e in made().of_type(ENDPOINT)}
    prefix = "com.amazonaws.ap-northeast-2"
    assert set(services) == {f"{prefix}.ecr.api", f"{prefix}.ecr.dkr", f"{prefix}.s3"}
    for service in ("ecr.api", "ecr.dkr"):
        interface = services[f"{prefix}.{service}"]
        assert interface["vpcEndpointType"] == "Interface"
        assert interface["privateDnsEnabled"] is True
        assert interface["subnetIds"] == SUBNETS
        assert "aws:PrincipalAccount" in interface["policy"]
    gateway = services[f"{prefix}.s3"]
    assert gateway["vpcEndpointType"] == "Gateway"
    assert gateway["routeTableIds"] == TABLES
    assert json.loads(gateway["policy"])["Statement"][0]["Action"] == "*"


def test_logs_and_sts_are_made_where_they_are_asked_for() -> None:
    recorded = made(logs=True, sts=True)
    endpoints = recorded.outputs[recorded.one("container-registry:index:RegistryEndpoints").urn]
    assert set(endpoints["endpoints"]) == {"ecr.api", "ecr.dkr", "s3", "logs", "sts"}


def test_https_comes_in_from_the_given_networks_alone() -> None:
    rules = made(cidrs=("10.0.0.0/16", "2001:db8::/56")).of_type(INGRESS)
    assert [(r.inputs["fromPort"], r.inputs["toPort"]) for r in rules] == [(443, 443)] * 2
    sources = {r.inputs.get("cidrIpv4") or r.inputs.get("cidrIpv6") for r in rules}
    assert sources == {"10.0.0.0/16", "2001:db8::/56"}


def test_existing_endpoints_are_found_and_nothing_is_made() -> None:
    recorded = made(mode="existing")
    assert [r.type for r in recorded.resources] == ["container-registry:index:RegistryEndpoints"]
    asked = {a["serviceName"] for t, a in recorded.calls if t.endswith("getVpcEndpoint")}
    assert len(asked) == 3


def found(**settings: object) -> tuple[Network, Recorded]:
    networks: list[Network] = []
    wanted = EndpointSettings(**settings)  # type: ignore[arg-type]
    recorded = deploy(lambda: networks.append(find_network(wanted, SEOUL.region)), calls=LOOKUPS)
    return networks[0], recorded


def test_what_is_given_is_not_looked_up() -> None:
    network, recorded = found(
        mode="own",
        cidrs=("10.0.0.0/16",),
        vpc_id="vpc-01234567",
        subnet_ids=("subnet-01234567",),
        route_table_ids=("rtb-01234567",),
    )
    assert network == {
        "vpc_id": "vpc-01234567",
        "subnet_ids": ("subnet-01234567",),
        "route_table_ids": ("rtb-01234567",),
    }
    assert recorded.calls == []


def test_a_vpc_is_found_by_its_name() -> None:
    network, recorded = found(vpc_name="main")
    assert network == {"vpc_id": "vpc-0000000f"}
    asked = dict(recorded.calls)["aws:ec2/getVpc:getVpc"]
    assert asked["tags"] == {"Name": "main"}
    assert json.dumps(asked).count("ap-northeast-2") == 1


def test_the_default_vpc_is_taken_where_it_is_asked_for() -> None:
    _, recorded = found(vpc="default")
    assert dict(recorded.calls)["aws:ec2/getVpc:getVpc"]["default"] is True


def test_an_account_without_a_default_vpc_is_told_what_to_write() -> None:
    with pytest.raises(
        pulumi.RunError, match=r"endpoints\.vpc: the account has no default VPC"
    ) as e:
        deploy(lambda: find_network(EndpointSettings(vpc="default"), SEOUL.region), calls=GONE)
    assert "Fix: write `vpcId: vpc-...`" in str(e.value)
    with pytest.raises(pulumi.RunError, match=r"endpoints\.vpcName: .*\(found: main\)"):
        deploy(lambda: find_network(EndpointSettings(vpc_name="main"), SEOUL.region), calls=GONE)


def test_a_network_of_the_same_program_is_taken_and_what_it_leaves_open_is_looked_up() -> None:
    def program() -> None:
        vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16")
        args: RegistryEndpointsArgs = {
            "scope": SEOUL,
            "network": Network(vpc_id=vpc.id),
            "mode": "own",
            "cidrs": ["10.0.0.0/16"],
        }
        RegistryEndpoints("endpoints", args)

    recorded = deploy(program, calls=LOOKUPS)
    interface = recorded.one(ENDPOINT, "endpoints-ecr.api").inputs
    assert interface["vpcId"] == "main-id"
    assert interface["subnetIds"] == [f"subnet-0000000{zone}" for zone in "abcd"]
    gateway = recorded.one(ENDPOINT, "endpoints-s3").inputs
    assert gateway["routeTableIds"] == ["rtb-0000000a", "rtb-0000000b"]
    asked = dict(recorded.calls)["aws:ec2/getSubnets:getSubnets"]
    assert asked["filters"][0] == {"name": "vpc-id", "values": ["main-id"]}


def test_endpoints_of_ones_own_need_somebody_who_may_reach_them() -> None:
    with pytest.raises(ArgumentsError, match="cidrs: is missing, and `mode` is `own`"):
        made(cidrs=[])
