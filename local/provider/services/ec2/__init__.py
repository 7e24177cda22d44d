"""Amazon VPC, as far as a registry's endpoints need it."""

from local.provider.services.ec2 import (
    endpoint,
    endpoint_parts,
    functions,
    lists,
    route_table,
    security_group,
    subnet,
    vpc,
)

__all__ = [
    "endpoint",
    "endpoint_parts",
    "functions",
    "lists",
    "route_table",
    "security_group",
    "subnet",
    "vpc",
]
