"""The hosts of a registry, and those that the images of EKS add-ons come from.

Owns what AWS calls them. A host may be written into an admission policy: whoever compares it with
an image does so up to and with the slash, else `...amazonaws.com.example.org/` passes as well.

Sources: ECR user guide, "Amazon ECR private registries" and "Getting started with making requests
over IPv6" (`ACCOUNT.dkr-ecr.REGION.on.aws`); botocore 1.44.5, `partitions.json`, for the suffixes;
EKS user guide, "View Amazon container image registries for Amazon EKS add-ons" (2026), which writes
ap-east-2's registry with ap-east-1's Region.
"""

from typing import Final

from container_registry.catalogue.regions import partition_of

#: The classic suffix of a partition's hosts, and the dual-stack one where the ECR guide names it.
_SUFFIXES: Final[dict[str, tuple[str, str | None]]] = {
    "aws": ("amazonaws.com", "on.aws"),
    "aws-cn": ("amazonaws.com.cn", "on.amazonwebservices.com.cn"),
    "aws-eusc": ("amazonaws.eu", None),
    "aws-iso": ("c2s.ic.gov", None),
    "aws-iso-b": ("sc2s.sgov.gov", None),
    "aws-iso-e": ("cloud.adc-e.uk", None),
    "aws-iso-f": ("csp.hci.ic.gov", None),
    "aws-us-gov": ("amazonaws.com", "on.aws"),
}
#: The account of most Regions; the others by Region.
_ADD_ONS: Final = "602401143452"
_ADD_ONS_OF: Final = {
    "af-south-1": "877085696533",
    "ap-east-1": "800184023465",
    "ap-east-2": "533267051163",
    "ap-south-2": "900889452093",
    "ap-southeast-3": "296578399912",
    "ap-southeast-4": "491585149902",
    "ap-southeast-5": "151610086707",
    "ap-southeast-6": "333609536671",
    "ap-southeast-7": "121268973566",
    "ca-west-1": "761377655185",
    "cn-north-1": "918309763551",
    "cn-northwest-1": "961992271922",
    "eu-central-2": "900612956339",
    "eu-south-1": "590381155156",
    "eu-south-2": "455263428931",
    "eusc-de-east-1": "877088126301",
    "il-central-1": "066635153087",
    "me-central-1": "759879836304",
    "me-south-1": "558608220178",
    "mx-central-1": "730335286997",
    "us-gov-east-1": "151742754352",
    "us-gov-west-1": "013241004608",
}
_ADD_ONS_COMMON: Final = frozenset((
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1",
    "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2",
    "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
))  # fmt: skip


def registry_hosts(account: str, region: str) -> tuple[str, ...]:
    """Every name of one registry: the classic one first, then the dual-stack one.

    A Region of no known partition has none: a guessed name would admit somebody else's host.
    """
    suffixes = _SUFFIXES.get(partition_of(region) or "")
    if suffixes is None:
        return ()
    classic, dual_stack = suffixes
    names = [f"{account}.dkr.ecr.{region}.{classic}"]
    if dual_stack is not None:
        names.append(f"{account}.dkr-ecr.{region}.{dual_stack}")
    return tuple(names)


def add_on_hosts(region: str) -> tuple[str, ...]:
    """Where nodes of a Region pull the images of EKS add-ons from; none where no page says it."""
    account = _ADD_ONS_OF.get(region) or (_ADD_ONS if region in _ADD_ONS_COMMON else None)
    return registry_hosts(account, region) if account else ()
