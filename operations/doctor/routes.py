"""Route tables: whether layers have a way, which come from S3 and not from the registry.

Sources: ECR user guide, "Create the Amazon S3 gateway endpoint" (the gateway belongs on the route
table of the subnet that pulls) and "Pull through cache" (the first pull needs a way out).
"""

from ecr_lifecycle.finding import Where
from operations.doctor.case import Case
from operations.doctor.endpoints import NO_VPC
from operations.doctor.notes import Notes
from operations.doctor.vpc import S3, Vpc
from operations.failures import asking


def routes(case: Case, vpc: Vpc | None, notes: Notes) -> None:
    """The way to S3, for every subnet."""
    if vpc is None:
        notes.skip(NO_VPC)
        return
    gateway, interface = vpc.endpoint(S3, gateway=True), vpc.endpoint(S3)
    for subnet in vpc.place.subnets:
        table = vpc.table_of(subnet)
        if table is None:
            notes.could_not(
                "no-route-table", subnet.id, "EC2 tells no route table of it", "look at the subnet"
            )
            continue
        if gateway is not None and table.id in gateway.tables:
            notes.say(f"{subnet.id} reaches S3 by {gateway.id}")
        elif interface is not None and interface.private_dns:
            notes.say(f"{subnet.id} reaches S3 by {interface.id}")
        elif vpc.has_way_out(table):
            notes.say(f"{subnet.id} reaches S3 by {table.way_out}")
        else:
            there = (
                f"the S3 gateway {gateway.id} is on {', '.join(gateway.tables) or 'no table'}, not "
                f"on {table.id}"
                if gateway is not None
                else f"there is no S3 gateway on {table.id}"
            )
            out = (
                f"its way out, {table.blackhole}, is gone"
                if table.blackhole
                else "an internet gateway serves no instance without a public address"
                if table.way_out
                else "it has no way out"
            )
            notes.bad(
                "layers-have-no-way",
                subnet.id,
                f"{there}, and {out}",
                "logins and manifests work, and the download of layers hangs",
                f"aws ec2 modify-vpc-endpoint --vpc-endpoint-id {gateway.id} "
                f"--add-route-table-ids {table.id}"
                if gateway is not None
                else f"make a gateway endpoint of S3 with {table.id} among its route tables",
            )
    if not vpc.always_out:
        _cache(case, vpc, notes)


def _cache(case: Case, vpc: Vpc, notes: Notes) -> None:
    with asking(Where(resource="pull-through cache"), "ecr:DescribePullThroughCacheRules"):
        pages = (
            case.aws.client("ecr")
            .get_paginator("describe_pull_through_cache_rules")
            .paginate(**case.registry_id)
        )
        prefixes = [
            str(rule["ecrRepositoryPrefix"])
            for page in pages
            for rule in page["pullThroughCacheRules"]
        ]
    for prefix in prefixes:
        if case.repository.startswith(f"{prefix}/"):
            notes.bad(
                "cache-has-no-way-out",
                vpc.place.vpc,
                f"{case.repository} is filled by the pull-through cache of {prefix}, and not every "
                "subnet has a way to the internet",
                "the first pull of an image fails; later ones work",
                "pull it once from a network with a way out, or add a NAT gateway",
            )
