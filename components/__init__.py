"""Pulumi components, one noun a file.

`from components import ContainerRegistry` loads that noun alone: each of AWS's modules costs time.
"""

import importlib
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from components.alert_channel import AlertChannel
    from components.alert_pager import AlertPager
    from components.alert_topic import AlertTopic
    from components.ci_role import CiRole
    from components.container_registry import ContainerRegistry
    from components.dead_letters import DeadLetters
    from components.github_identity import GithubIdentity
    from components.identity_provider import IdentityProvider
    from components.network import Network
    from components.node_pull_access import NodePullAccess
    from components.registry_alarms import RegistryAlarms
    from components.registry_budget import RegistryBudget
    from components.registry_dashboard import RegistryDashboard
    from components.registry_endpoints import RegistryEndpoints
    from components.registry_events import RegistryEvents
    from components.registry_key import RegistryKey
    from components.registry_replication import RegistryReplication
    from components.registry_scanning import RegistryScanning
    from components.service_alarms import ServiceAlarms
    from components.usage_reporter import UsageReporter

__all__ = [
    "AlertChannel",
    "AlertPager",
    "AlertTopic",
    "CiRole",
    "ContainerRegistry",
    "DeadLetters",
    "GithubIdentity",
    "IdentityProvider",
    "Network",
    "NodePullAccess",
    "RegistryAlarms",
    "RegistryBudget",
    "RegistryDashboard",
    "RegistryEndpoints",
    "RegistryEvents",
    "RegistryKey",
    "RegistryReplication",
    "RegistryScanning",
    "ServiceAlarms",
    "UsageReporter",
]


def nouns() -> tuple[Any, ...]:
    """Everything of `__all__`, loaded."""
    return tuple(__getattr__(name) for name in __all__)


def __getattr__(name: str) -> Any:
    """A noun of `__all__`, from the module that is called as it is."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)
