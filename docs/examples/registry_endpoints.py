"""The endpoints of a VPC that has none yet, in two zones."""

import pulumi

from components.network import Network
from components.registry_endpoints import RegistryEndpoints, RegistryEndpointsArgs
from components.stack_config import load_settings, scope_of

settings = load_settings()
endpoints = RegistryEndpoints(
    "endpoints",
    RegistryEndpointsArgs(
        scope=scope_of(settings),
        network=Network(
            vpc_id="vpc-0a1b2c3d",
            subnet_ids=("subnet-0a1b2c3d", "subnet-0d3c2b1a"),
            route_table_ids=("rtb-0a1b2c3d",),
        ),
        mode="own",
        cidrs=("10.0.0.0/20", "10.0.16.0/20"),
        tags=settings.shared_tags,
    ),
)
pulumi.export("endpoints", endpoints.endpoints)
