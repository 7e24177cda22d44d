"""Where endpoints stand, and what stands there already: looked up before anything is made."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from components.arguments import ArgumentsError
from tests.components.test_registry_endpoints import ENDPOINT, GET_ENDPOINT, NETWORK, made
from tests.support.mocks import Recorded

SERVICE = "aws:ec2/getVpcEndpointService:getVpcEndpointService"
SUBNETS = "aws:ec2/getSubnets:getSubnets"
SUBNET = "aws:ec2/getSubnet:getSubnet"
TABLES = "aws:ec2/getRouteTables:getRouteTables"
VPC = {"vpc_id": "vpc-01234567"}
GIVEN = ["subnet-0123456a", "subnet-0123456b"]
ZONES = ["ap-northeast-2a", "ap-northeast-2c"]
#: The zone of each subnet of a VPC: two in one zone, one in a zone that the services lack.
PLACES = {
    "subnet-0000000c": "ap-northeast-2a",
    "subnet-0000000a": "ap-northeast-2a",
    "subnet-0000000b": "ap-northeast-2c",
    "subnet-0000000d": "ap-northeast-2b",
}


def in_zone(arguments: Mapping[str, Any]) -> dict[str, Any]:
    wanted = arguments["filters"][1]["values"][0]
    return {"ids": [subnet for subnet, zone in PLACES.items() if zone == wanted]}


def where(arguments: Mapping[str, Any]) -> dict[str, Any]:
    zone = {**PLACES, **dict(zip(GIVEN, ZONES, strict=True))}[arguments["id"]]
    return {"id": arguments["id"], "availabilityZone": zone, "vpcId": VPC["vpc_id"]}


def zones_of(**zones: list[str]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The zones of each service; those of `ZONES` where a service isn't named."""

    def answer(arguments: Mapping[str, Any]) -> dict[str, Any]:
        service = arguments["serviceName"].rpartition(".")[2]
        return {"availabilityZones": zones.get(service, ZONES)}

    return answer


def gateway(**more: Any) -> Callable[[Mapping[str, Any]], dict[str, Any] | str]:
    """One gateway to S3, and no endpoint of another service."""

    def answer(arguments: Mapping[str, Any]) -> dict[str, Any] | str:
        if not arguments["serviceName"].endswith(".s3"):
            return "no matching EC2 VPC Endpoint found"
        return {"id": "vpce-0000000e", "routeTableIds": ["rtb-01234567"], "tags": {}, **more}

    return answer


LOOKUPS: dict[str, Any] = {SERVICE: zones_of(), SUBNETS: in_zone, SUBNET: where}


def interface(recorded: Recorded, service: str = "ecr.api") -> dict[str, Any]:
    return dict(recorded.one(ENDPOINT, f"endpoints-{service}").inputs)


def test_one_subnet_is_taken_in_each_zone_that_the_services_have() -> None:
    recorded = made(LOOKUPS, network=VPC)
    assert interface(recorded)["subnetIds"] == ["subnet-0000000a", "subnet-0000000b"]


def test_a_zone_that_one_of_the_services_lacks_gets_no_interface() -> None:
    recorded = made(
        {**LOOKUPS, SERVICE: zones_of(logs=["ap-northeast-2c"])}, network=VPC, logs=True
    )
    assert interface(recorded, "logs")["subnetIds"] == ["subnet-0000000b"]


def test_a_subnet_that_is_added_later_moves_no_interface() -> None:
    def standing(arguments: Mapping[str, Any]) -> dict[str, Any] | str:
        if arguments.get("tags") != {"Name": "dev-registry-ecr-api"}:
            return "no matching EC2 VPC Endpoint found"
        return {"id": "vpce-0000000f", "subnetIds": ["subnet-0000000c", "subnet-0000000b"]}

    recorded = made({**LOOKUPS, GET_ENDPOINT: standing}, network=VPC)
    assert interface(recorded)["subnetIds"] == ["subnet-0000000b", "subnet-0000000c"]


@pytest.mark.parametrize(
    ("subnets", "places", "said"),
    [
        (
            ["subnet-0000000a", "subnet-0000000c"],
            {},
            r"subnet_ids\[1\]: subnet-0000000c and subnet-0000000a are both in ap-northeast-2a",
        ),
        (["subnet-0000000d"], {}, "in ap-northeast-2b, which the endpoint services don't have"),
        (
            ["subnet-0000000a"],
            {"vpcId": "vpc-0000000e"},
            "subnet-0000000a is in vpc-0000000e, not in vpc-01234567",
        ),
    ],
)
def test_subnets_that_aws_would_refuse_are_refused_before_anything_is_made(
    subnets: list[str], places: dict[str, str], said: str
) -> None:
    calls = {**LOOKUPS, SUBNET: lambda arguments: {**where(arguments), **places}}
    with pytest.raises(ArgumentsError, match=said) as error:
        made(calls, network={**NETWORK, "subnet_ids": subnets})
    assert "no endpoint was made" in str(error.value)


def test_a_vpc_without_a_subnet_in_such_a_zone_is_refused() -> None:
    with pytest.raises(ArgumentsError, match="vpc-01234567 has no subnet in ap-northeast-2a"):
        made({**LOOKUPS, SUBNETS: {"ids": []}}, network=VPC)


def test_a_table_that_has_a_gateway_is_named_with_its_endpoint() -> None:
    with pytest.raises(ArgumentsError, match=r"rtb-01234567 has vpce-0000000e") as error:
        made({**LOOKUPS, GET_ENDPOINT: gateway()})
    assert "Fix: write `gateway: existing` to use it" in str(error.value)


@pytest.mark.parametrize(
    "theirs", [{"routeTableIds": ["rtb-0000000e"]}, {"tags": {"Name": "dev-registry-s3"}}]
)
def test_a_gateway_of_other_tables_or_of_this_stack_is_no_obstacle(theirs: dict[str, Any]) -> None:
    made({**LOOKUPS, GET_ENDPOINT: gateway(**theirs)}).one(ENDPOINT, "endpoints-s3")


def test_several_gateways_are_told_apart_by_tables_that_are_named() -> None:
    several: dict[str, Any] = {
        **LOOKUPS,
        TABLES: {"ids": ["rtb-0000000a"]},
        GET_ENDPOINT: "multiple EC2 VPC Endpoints matched",
    }
    made(several).one(ENDPOINT, "endpoints-s3")
    with pytest.raises(ArgumentsError, match="in every route table of vpc-01234567"):
        made(several, network={**VPC, "subnet_ids": NETWORK["subnet_ids"]})


def test_the_vpcs_own_gateway_is_used_where_that_is_asked_for() -> None:
    recorded = made({**LOOKUPS, GET_ENDPOINT: gateway()}, gateway="existing")
    assert {e.name for e in recorded.of_type(ENDPOINT)} == {
        "endpoints-ecr.api",
        "endpoints-ecr.dkr",
    }
    component = recorded.one("container-registry:index:RegistryEndpoints").urn
    assert recorded.outputs[component]["endpoints"]["s3"] == "vpce-0000000e"


def test_a_gateway_of_this_stack_is_not_deleted_as_the_vpcs_own() -> None:
    own = gateway(tags={"Name": "dev-registry-s3"})
    with pytest.raises(ArgumentsError, match="vpce-0000000e is this stack's own"):
        made({**LOOKUPS, GET_ENDPOINT: own}, gateway="existing")


def test_a_vpc_that_reaches_s3_by_nat_needs_no_gateway() -> None:
    recorded = made(LOOKUPS, gateway="none")
    component = recorded.one("container-registry:index:RegistryEndpoints").urn
    assert set(recorded.outputs[component]["endpoints"]) == {"ecr.api", "ecr.dkr"}
    assert not [token for token, _ in recorded.calls if token == TABLES]


def test_a_narrow_gateway_admits_layers_and_the_buckets_that_are_named() -> None:
    narrow = made(LOOKUPS, gateway="layers", buckets=["acme-releases"])
    policy = narrow.one(ENDPOINT, "endpoints-s3").inputs["policy"]
    assert "starport-layer-bucket" in policy
    assert "acme-releases/*" in policy
    with pytest.raises(ArgumentsError, match=r"is layers, and `network.route_table_ids` names no"):
        made(LOOKUPS, network=VPC, gateway="layers")


def test_dualstack_is_written_where_the_services_take_it_and_refused_where_not() -> None:
    both = {"availabilityZones": ZONES, "supportedIpAddressTypes": ["ipv4", "ipv6"]}
    recorded = made({**LOOKUPS, SERVICE: both}, ip_address_type="dualstack")
    assert interface(recorded)["ipAddressType"] == "dualstack"
    assert interface(recorded)["dnsOptions"] == {"dnsRecordIpType": "dualstack"}
    with pytest.raises(ArgumentsError, match="the endpoint services of this Region don't take"):
        made(LOOKUPS, ip_address_type="dualstack")


def test_managers_are_named_in_the_policy_of_both_interfaces() -> None:
    deployer = "arn:aws:iam::111111111111:role/deployer"
    recorded = made(LOOKUPS, managers=[deployer])
    for service in ("ecr.api", "ecr.dkr"):
        assert deployer in interface(recorded, service)["policy"]
