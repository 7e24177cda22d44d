"""An environment's CloudWatch dashboard. Owns the resource; its body is
`container_registry.monitoring`'s.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from container_registry.catalogue.costs import Rates
from container_registry.catalogue.prices import Item
from container_registry.monitoring import dashboard
from container_registry.naming import shared_name
from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class RegistryDashboardArgs:
    """What the dashboard shows.

    Attributes:
        scope: account, Region and environment.
        repositories: names of the repositories.
        reporter: name of the usage reporter's function.
        prices: prices of one's own contract, in US dollars by item; AWS's list price else.
    """

    scope: Scope
    repositories: Sequence[str]
    reporter: str
    prices: Mapping[Item, float] | None = None


class RegistryDashboard(pulumi.ComponentResource):
    """One dashboard per 300 repositories; CloudWatch can't tag dashboards.

    Outputs:
        names: the dashboards' names.
    """

    names: list[str]

    def __init__(
        self, name: str, args: RegistryDashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryDashboard", name, {}, opts)
        scope = args.scope
        rates = Rates(scope.region, args.prices)
        self.names = []
        for number, page in enumerate(dashboard.pages(args.repositories), start=1):
            noun = "dashboard" if number == 1 else f"dashboard-{number}"
            physical = shared_name(scope.environment, noun)
            body = dashboard.body(scope.environment, scope.region, page, args.reporter, rates)
            cloudwatch.Dashboard(
                f"{name}-{noun}",
                dashboard_name=physical,
                region=scope.region,
                dashboard_body=json.dumps(body, separators=(",", ":")),
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.names.append(physical)
        self.register_outputs({"names": self.names})
