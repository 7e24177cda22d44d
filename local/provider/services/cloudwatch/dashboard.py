"""`aws.cloudwatch.Dashboard`; its id is its name."""

from local.provider.handler import Put, json_text
from local.provider.session import Aws
from local.provider.values import Plain


class Dashboard(Put):
    """A dashboard. It has no region: all of an account's dashboards are in one list."""

    token = "aws:cloudwatch/dashboard:Dashboard"
    force_new = frozenset({"dashboardName"})
    meanings = {"dashboardBody": json_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["dashboardName"]
        aws.cloudwatch.put_dashboard(DashboardName=name, DashboardBody=inputs["dashboardBody"])
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.cloudwatch.get_dashboard(DashboardName=identity)
        return {
            "dashboardName": identity,
            "dashboardArn": found["DashboardArn"],
            "dashboardBody": found["DashboardBody"],
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.cloudwatch.delete_dashboards(DashboardNames=[identity])

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("dashboardName")
