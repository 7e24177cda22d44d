"""An environment's CloudWatch dashboard. Owns the resource; its body is
`container_registry.monitoring`'s.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from components.arguments import ArgumentsModel, as_in, resolve_scope
from container_registry.catalogue.costs import Rates
from container_registry.catalogue.prices import Item
from container_registry.monitoring import dashboard
from container_registry.naming import shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.monitoring import MonitoringSettings
from container_registry.settings.vocabulary import RepositoryName


class RegistryDashboardArgs(TypedDict):
    """What the dashboard shows."""

    repositories: Sequence[str]
    """Names of the repositories; none for all of the account and Region, as CloudWatch finds
    them."""

    reporter: str
    """Name of the usage reporter's function."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    prices: NotRequired[Mapping[str, float]]
    """Prices of one's own contract in US dollars, by item, such as `storage`; AWS's list else."""


class RegistryDashboardModel(ArgumentsModel):
    """The arguments, checked."""

    noun, arguments = "RegistryDashboard", RegistryDashboardArgs

    repositories: tuple[RepositoryName, ...] = setting(
        says="Names of the repositories.",
        impact="the dashboard would show nothing",
        fix="a list of names, or an empty one for all",
    )
    reporter: str = setting(
        min_length=1,
        says="Name of the usage reporter.",
        impact="the dashboard would show nothing of it",
        fix="the function's name",
    )
    prices: dict[str, float] = as_in(MonitoringSettings, "prices")

    @property
    def prices_by_item(self) -> dict[Item, float]:
        """The prices in the words of the catalogue."""
        return MonitoringSettings(prices=self.prices).prices_by_item


class RegistryDashboard(pulumi.ComponentResource):
    """One dashboard per 300 repositories; CloudWatch can't tag dashboards."""

    model = RegistryDashboardModel

    names: list[str]
    """The dashboards' names."""

    def __init__(
        self, name: str, args: RegistryDashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryDashboard", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        rates = Rates(scope.region, checked.prices_by_item)
        self.names = []
        for number, page in enumerate(dashboard.pages(checked.repositories), start=1):
            noun = "dashboard" if number == 1 else f"dashboard-{number}"
            physical = shared_name(scope.environment, noun)
            body = dashboard.body(scope.environment, scope.region, page, checked.reporter, rates)
            cloudwatch.Dashboard(
                f"{name}-{noun}",
                dashboard_name=physical,
                region=scope.region,
                dashboard_body=json.dumps(body, separators=(",", ":")),
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.names.append(physical)
        self.register_outputs({"names": self.names})
