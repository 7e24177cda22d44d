"""The endpoints of a VPC that has none yet, in two zones."""

import pulumi

from components.registry_endpoints import RegistryEndpoints

endpoints = RegistryEndpoints(
    "endpoints",
    {
        "network": {
            "vpc_id": "vpc-0a1b2c3d",
            "subnet_ids": ["subnet-0a1b2c3d", "subnet-0d3c2b1a"],
            "route_table_ids": ["rtb-0a1b2c3d"],
        },
        "mode": "own",
        "cidrs": ["10.0.0.0/20", "10.0.16.0/20"],
    },
)
pulumi.export("endpoints", endpoints.endpoints)
