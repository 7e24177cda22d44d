"""A repository that keeps its newest 20 images."""

import pulumi
from container_registry.components import ContainerRegistry

payments = ContainerRegistry("payments", {"retention": {"keep": 20}})
pulumi.export("url", payments.url)
