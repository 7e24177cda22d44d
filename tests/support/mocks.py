"""The mocks of this project's own tests are those that its users get."""

from container_registry.testing import ACCOUNT, REGION, Calls, Recorded, Resource, deploy

__all__ = ["ACCOUNT", "REGION", "Calls", "Recorded", "Resource", "deploy"]
