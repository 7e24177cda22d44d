"""`aws.ec2.RouteTable`, without routes of its own."""

from local.provider.handler import unpaired
from local.provider.services.ec2.common import Ec2Handler, filters, specification, tag_filters
from local.provider.session import Aws
from local.provider.values import Plain


class RouteTable(Ec2Handler):
    """A route table; its id is the table's."""

    token = "aws:ec2/routeTable:RouteTable"
    force_new = frozenset({"vpcId"})
    unmodelled = frozenset({"propagatingVgws", "routes"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.ec2.create_route_table(
            VpcId=inputs["vpcId"], TagSpecifications=specification("route-table", inputs)
        )
        return str(made["RouteTable"]["RouteTableId"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ec2.describe_route_tables(RouteTableIds=[identity])["RouteTables"][0]
        return {
            "arn": aws.arn("ec2", f"route-table/{identity}"),
            "vpcId": found["VpcId"],
            "ownerId": found["OwnerId"],
            "tagsAll": unpaired(found.get("Tags")),
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.delete_route_table(RouteTableId=identity)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        if not inputs.get("tagsAll"):
            return None  # as a VPC, it has no name
        wanted = filters(vpc_id=inputs["vpcId"]) + tag_filters(inputs["tagsAll"])
        found = aws.ec2.describe_route_tables(Filters=wanted)["RouteTables"]
        return str(found[0]["RouteTableId"]) if found else None
