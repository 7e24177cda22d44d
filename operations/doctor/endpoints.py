"""The VPC's endpoints for ECR: whether they are there, ready, and found by ECR's own names.

Sources: ECR user guide, "Amazon ECR interface VPC endpoints" (`ecr.api` and `ecr.dkr`, private DNS
must be on for `ecr.dkr`); VPC guide, "Private DNS": it needs enableDnsSupport and
enableDnsHostnames.
"""

from typing import Final

from ecr_lifecycle.finding import Severity
from operations.doctor.network import Network, is_public
from operations.doctor.notes import Notes
from operations.doctor.vpc import API, REGISTRY, Vpc

NO_VPC: Final = "no VPC is named: give --vpc, --subnet or --from"
_WHAT: Final = {API: "logins and the image's data", REGISTRY: "pulls and pushes"}


def private_dns(vpc: Vpc | None, network: Network, notes: Notes) -> None:
    """Endpoints and their private names."""
    if vpc is None:
        notes.skip(NO_VPC)
        return
    found = {service: vpc.endpoint(service) for service in (API, REGISTRY)}
    if not any(found.values()):
        _none(vpc, notes)
        return
    for service, endpoint in found.items():
        if endpoint is None:
            _missing(vpc, service, notes)
        elif endpoint.state.lower() != "available":
            notes.bad(
                "endpoint-not-ready",
                endpoint.id,
                f"the endpoint of {service} is in state {endpoint.state}",
                f"{_WHAT[service]} time out",
                "wait where it is pending; else make it again",
            )
        elif not endpoint.private_dns:
            notes.bad(
                "private-dns-off",
                endpoint.id,
                f"private DNS is off for the endpoint of {service}",
                f"the names of ECR keep their public addresses: {_WHAT[service]} "
                + ("go over the internet" if vpc.always_out else "time out"),
                f"aws ec2 modify-vpc-endpoint --vpc-endpoint-id {endpoint.id} "
                "--private-dns-enabled",
                Severity.INEFFECTIVE if vpc.always_out else Severity.DANGEROUS,
            )
        else:
            notes.say(f"{endpoint.id} serves {service} by its own name")
    _vpc_dns(vpc, notes)
    _resolved(vpc, network, notes)


def _none(vpc: Vpc, notes: Notes) -> None:
    if vpc.always_out:
        notes.say(f"{vpc.place.vpc} has no endpoint for ECR; its subnets have a way out")
        return
    notes.bad(
        "no-way-to-ecr",
        vpc.place.vpc,
        "it has no endpoint for ECR, and not every subnet has a way to the internet",
        "logins, pulls and pushes time out",
        "make endpoints for ecr.api and ecr.dkr, and a gateway for S3; or a NAT gateway",
    )


def _missing(vpc: Vpc, service: str, notes: Notes) -> None:
    if vpc.always_out:
        notes.say(f"{service} has no endpoint; its traffic leaves by the internet")
        return
    notes.bad(
        "endpoint-missing",
        vpc.place.vpc,
        f"there is no endpoint for {service}, and not every subnet has a way to the internet",
        f"{_WHAT[service]} time out",
        f"make an interface endpoint for {service} with private DNS",
    )


def _vpc_dns(vpc: Vpc, notes: Notes) -> None:
    for name in ("enableDnsSupport", "enableDnsHostnames"):
        if not vpc.attribute(name):
            notes.bad(
                "vpc-dns-off",
                vpc.place.vpc,
                f"{name} is off",
                "private names of endpoints do not resolve",
                f"aws ec2 modify-vpc-attribute --vpc-id {vpc.place.vpc} "
                f"--{'enable-dns-support' if 'Support' in name else 'enable-dns-hostnames'}",
            )


def _resolved(vpc: Vpc, network: Network, notes: Notes) -> None:
    """On a machine of this VPC, the names must have private addresses."""
    if not vpc.place.is_here:
        return
    for host, addresses in network.addresses.items():
        public = [one for one in addresses if is_public(one)]
        if public and ".s3." not in host:
            notes.bad(
                "name-is-public",
                host,
                f"on this machine it resolves to {', '.join(public)}, which is not the endpoint",
                "connections go to the internet, and time out where there is no way",
                "use the VPC's own DNS server: a resolver in between answers with public addresses",
            )
