"""Images for a cluster that is there already: pulled by its nodes, through its VPC's endpoints."""

import pulumi
from container_registry.components import ContainerRegistry, RegistryEndpoints

config = pulumi.Config()
endpoints = RegistryEndpoints("endpoints", {"network": {"vpc_id": config.require("vpcId")}})
payments = ContainerRegistry(
    "payments",
    {
        "retention": {"keep": 20},
        "endpoint_ids": endpoints.interfaces,
        "sharing": {"endpoints_only": True},
        "tags": {"Environment": "production", "Service": "payments"},
    },
)
payments.grant_pull(config.require("nodeRole"))
pulumi.export("url", payments.url)
