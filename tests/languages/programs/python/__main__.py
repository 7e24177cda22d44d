"""The same through the plug-in: a team that wants none of our packages in its environment."""

import pulumi
import pulumi_container_registry as registry

payments = registry.ContainerRegistry(
    "payments",
    retention={"keep": 20},
    mutability={"mode": registry.MutabilityMode.IMMUTABLE, "except_tags": ["latest"]},
    tags={"Environment": "production", "Service": "payments"},
)
pulumi.export("url", payments.url)
