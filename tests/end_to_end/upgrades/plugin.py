"""The local `aws` plug-in without an AWS: it compares, and answers from what was recorded.

`python -m tests.end_to_end.upgrades.plugin ENGINE` serves it, with the recorded state in the file
that UPGRADES_STATE names. Refuses to create, read, update or delete: a preview needs none of it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from pulumi.provider.experimental import provider as protocol

from local.provider import provider as aws
from local.provider import server
from local.provider.door import decode, encode
from local.provider.session import Session
from tests.end_to_end.upgrades.record import unpacked

STATE = "UPGRADES_STATE"


class RecordedProvider(aws.AwsProvider):
    """What the program asks of AWS while it is previewed, answered from a state."""

    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        config = decode(request.args).values
        region, accounts = config["region"], json.loads(config["allowedAccountIds"])
        self._session = Session("http://127.0.0.1:0", region, account=accounts[0])
        return protocol.ConfigureResponse(accept_secrets=True, supports_preview=True)

    async def invoke(self, request: protocol.InvokeRequest) -> protocol.InvokeResponse:
        answer = _answers(self._connected)[request.tok](decode(request.args).values)
        return protocol.InvokeResponse(encode(answer, frozenset()))


def _answers(session: Session) -> dict[str, Any]:
    resources = unpacked(Path(os.environ[STATE]))["deployment"]["resources"]
    inputs = [r["inputs"] for r in resources if r["type"] == "aws:ec2/vpcEndpoint:VpcEndpoint"]
    found = [r["outputs"] for r in resources if r["type"].endswith(":RegistryEndpoints")]
    where = {"id": session.region, "region": session.region}

    def endpoint(arguments: dict[str, Any]) -> dict[str, Any]:
        service = arguments["serviceName"].split(session.region + ".")[1]
        if arguments.get("vpcEndpointType") == "Gateway" and inputs:
            own = next(each for each in inputs if each["serviceName"].endswith(".s3"))
            tables = {"routeTableIds": own["routeTableIds"], "tags": own["tags"]}
            return {**where, "id": "vpce-0123456789abcdef0", **tables}
        return {**where, "id": found[0]["endpoints"][service]}

    def listed(key: str) -> list[str]:
        return next((each[key] for each in inputs if key in each), [])

    def in_zone(arguments: dict[str, Any]) -> dict[str, Any]:
        """The recorded subnets stood in a zone each."""
        zone = arguments["filters"][1]["values"][0]
        return {**where, "ids": [dict(zip(zones, listed("subnetIds"), strict=True))[zone]]}

    zones = [f"{session.region}{letter}" for letter in "abcdef"[: len(listed("subnetIds"))]]
    kept = next(
        (r["inputs"]["policy"] for r in resources if r["type"].endswith(":LifecyclePolicy")), "{}"
    )
    vpc = next((each["vpcId"] for each in inputs), "vpc-0123456789abcdef0")
    provider = f"arn:aws:iam::{session.account}:oidc-provider/token.actions.githubusercontent.com"
    return {
        "aws:resourcegroupstaggingapi/getResources:getResources": lambda _: {
            "id": "aws",
            "resourceTagMappingLists": [],
        },
        "aws:index/getPartition:getPartition": lambda _: {
            "id": "aws",
            "partition": "aws",
            "dnsSuffix": "amazonaws.com",
            "reverseDnsPrefix": "com.amazonaws",
        },
        "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {
            "id": session.account,
            "accountId": session.account,
            "arn": f"arn:aws:iam::{session.account}:user/tester",
            "userId": "AIDATESTER",
        },
        "aws:cloudcontrol/getResource:getResource": lambda _: {
            **where,
            "properties": json.dumps({"LifecyclePolicy": {"LifecyclePolicyText": kept}}),
        },
        "aws:index/getRegion:getRegion": lambda _: {**where, "name": session.region},
        "aws:ec2/getVpc:getVpc": lambda _: {**where, "id": vpc},
        "aws:ec2/getVpcEndpointService:getVpcEndpointService": lambda _: {
            **where,
            "availabilityZones": zones,
        },
        "aws:ec2/getSubnets:getSubnets": in_zone,
        "aws:ec2/getRouteTables:getRouteTables": lambda _: {
            **where,
            "ids": listed("routeTableIds"),
        },
        "aws:ec2/getVpcEndpoint:getVpcEndpoint": endpoint,
        "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": lambda _: {
            "id": provider,
            "arn": provider,
        },
    }


if __name__ == "__main__":
    aws.AwsProvider = RecordedProvider  # type: ignore[misc]
    server.serve(sys.argv[1])
