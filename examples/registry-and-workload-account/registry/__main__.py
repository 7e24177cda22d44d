"""The registry account: images that another account may pull, scanned by Amazon Inspector."""

import pulumi
from container_registry.components import ContainerRegistry, RegistryScanning

RegistryScanning("scanning", {"type": "ENHANCED", "frequency": "CONTINUOUS_SCAN"})
payments = ContainerRegistry(
    "payments",
    {
        "retention": {"keep": 20},
        "sharing": {"pull_accounts": [pulumi.Config().require("workloadAccount")]},
        "github": [{"repository": "acme/payments", "branches": ["main"]}],
        "protect": True,
        "tags": {"Environment": "shared", "Service": "payments"},
    },
)
pulumi.export("url", payments.url)
pulumi.export("repositoryArn", payments.arn)
