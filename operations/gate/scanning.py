"""Which scanning a repository has: basic or enhanced, and whether a rule covers it.

Owns the answer of the registry's configuration. Refuses to guess it from the status of a scan:
enhanced scanning answers `COMPLETE` too. Source: ECR API reference,
GetRegistryScanningConfiguration and BatchGetRepositoryScanningConfiguration.
"""

from dataclasses import dataclass
from typing import Literal

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking
from operations.gate.platforms import Image


@dataclass(frozen=True)
class Scanning:
    """The scanning of one repository.

    Attributes:
        type: `BASIC` or `ENHANCED`.
        frequency: `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`.
    """

    type: Literal["BASIC", "ENHANCED"]
    frequency: str


def scanning_of(aws: Aws, image: Image) -> Scanning:
    """How the image's repository is scanned."""
    where = Where(resource=image.repository)
    registry = registry_scanning(aws)
    with asking(where, "ecr:BatchGetRepositoryScanningConfiguration"):
        found = (
            aws.client("ecr")
            .batch_get_repository_scanning_configuration(repositoryNames=[image.repository])
            .get("scanningConfigurations", [])
        )
    frequency = found[0].get("scanFrequency", "MANUAL") if found else "MANUAL"
    return Scanning(type=registry.type, frequency=frequency)


def registry_scanning(aws: Aws) -> Scanning:
    """How the registry scans, whatever the rule of a repository says."""
    with asking(Where(resource="registry"), "ecr:GetRegistryScanningConfiguration"):
        answer = aws.client("ecr").get_registry_scanning_configuration()
    enhanced = answer["scanningConfiguration"].get("scanType") == "ENHANCED"
    return Scanning(type="ENHANCED" if enhanced else "BASIC", frequency="")
