"""The endpoints that a pull needs are there together, and the registry's name leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import Resource, Stack, UnknownProperty
from policy_pack.subjects import endpoint
from policy_pack.subjects.texts import is_on

SETTING = Setting(
    name="providedElsewhere",
    schema={"type": "array", "items": {"type": "string", "enum": list(endpoint.SERVICES)}},
    default=[],
    description="Endpoints that the VPC has already, made by another stack.",
)


def together(case: Case) -> Iterator[Violation]:
    """With one of ecr.api and ecr.dkr, the other and S3 in the same VPC."""
    if endpoint.service_of(case.resource) not in ("ecr.api", "ecr.dkr"):
        return
    here = case.once("endpoints", _by_vpc)[endpoint.vpc_of(case.resource)]
    missing = [
        service
        for service in endpoint.SERVICES
        if service not in here and service not in case.settings["providedElsewhere"]
    ]
    if missing and _speaks(case.resource, here):
        if None in here:
            raise UnknownProperty(here[None], ("serviceName",))
        yield Violation(
            path=(),
            problem=f"its VPC has no endpoint for {', '.join(missing)} in this stack",
            impact="a pull asks ecr.api for a token, ecr.dkr for the manifest and S3 for the "
            "layers: without internet it hangs at the missing one",
            fix="the missing VpcEndpoint (S3 as a Gateway with the private route tables), or its "
            "name in this policy's setting `providedElsewhere`",
        )


def registry_name_is_private(case: Case) -> Iterator[Violation]:
    """Private DNS on ecr.dkr: image names have the registry's public name in them."""
    if endpoint.service_of(case.resource) != "ecr.dkr":
        return
    if not is_on(case.resource.get_written("privateDnsEnabled")):
        yield Violation(
            path=("privateDnsEnabled",),
            problem="private DNS is off",
            impact="ACCOUNT.dkr.ecr.REGION.amazonaws.com still leads to the internet: the endpoint "
            "is paid for and never used, and without internet pulls fail",
            fix="`privateDnsEnabled: true`",
        )


def layers_are_routed(case: Case) -> Iterator[Violation]:
    """The S3 gateway is in some route table."""
    found = case.resource
    if endpoint.service_of(found) != "s3" or not endpoint.is_for_images(found, case.stack):
        return
    if found.get("vpcEndpointType", default="Gateway") != "Gateway":
        return
    if "routeTableIds" in found.written and (
        found.is_unknown("routeTableIds") or found.partly("routeTableIds")
    ):
        return
    if not any(endpoint.is_linked(one, found) for one in case.stack.of(endpoint.ROUTES)):
        yield Violation(
            path=("routeTableIds",),
            problem="the S3 gateway is in no route table",
            impact="no packet takes it: layers go through NAT at $0.045 per GB or more, and "
            "without NAT pulls hang",
            fix="`routeTableIds` with the route table of every private subnet",
        )


def _by_vpc(stack: Stack) -> Mapping[str, Mapping[str | None, Resource]]:
    found: dict[str, dict[str | None, Resource]] = {}
    for one in stack.of(endpoint.TYPE):
        found.setdefault(endpoint.vpc_of(one), {})[endpoint.service_of(one)] = one
    return found


def _speaks(found: Resource, here: Mapping[str | None, Resource]) -> bool:
    """Of a VPC's endpoints one is named: ecr.api, or ecr.dkr where there is no ecr.api."""
    return endpoint.service_of(found) == "ecr.api" or "ecr.api" not in here


POLICY = Policy(
    id="vpc-endpoints-belong-together",
    title="VPC endpoints belong together",
    description="A VPC with an ECR endpoint has ecr.api, ecr.dkr with private DNS, and S3.",
    why="A private pull needs all three. With one of them the rest goes through the internet, or "
    "nowhere.",
    remediation="Add the missing endpoints, and private DNS to ecr.dkr.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    severity="medium",
    scope="stack",
    types=endpoint.TYPES,
    also_reads=(endpoint.ROUTES,),
    checks=(together, registry_name_is_private, layers_are_routed),
    settings=(SETTING,),
    standards={"AWS Security Hub": ("EC2.55", "EC2.56")},
    notes="A VPC that is made in the same update is told from others by the resource that its id "
    "comes from. Endpoints of another stack cannot be seen: name them in the setting.",
)
