"""Every repository's images are scanned when they are pushed."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import repository, scanning

PATH = ("imageScanningConfiguration", "scanOnPush")


def scans(case: Case) -> Iterator[Violation]:
    """`scanOnPush`, where no scanning configuration in the stack decides for the whole registry."""
    registry = scanning.of_registry(case.stack, case.resource)
    if registry is not None and scanning.decides(registry):
        return
    if case.resource.get(*PATH) is not True:
        yield Violation(
            path=PATH,
            problem="image scanning is off: imageScanningConfiguration.scanOnPush is not true",
            consequence="images with known vulnerabilities are pushed and run, and nobody hears "
            "of it",
            remedy="image_scanning_configuration={'scan_on_push': True} on the repository, or a "
            "rule of an aws.ecr.RegistryScanningConfiguration in this stack that covers its name",
        )


POLICY = Policy(
    id="repository-scans-images",
    title="Repositories scan their images",
    description="A repository's images are scanned for vulnerabilities when they are pushed.",
    why="ECR scans only where it is told to. The switch is off unless `scanOnPush` is true or a "
    "scanning rule of the registry matches the repository's name.",
    remediation="Set imageScanningConfiguration.scanOnPush to true.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html",
    severity="high",
    scope="stack",
    types=repository.TYPES,
    also_reads=(scanning.TYPE,),
    checks=(scans,),
    standards={
        "AWS Security Hub": ("ECR.1",),
        "NIST SP 800-53 Rev. 5": ("RA-5",),
        "PCI DSS 4.0.1": ("6.2.3",),
        "CIS Amazon EKS": ("5.1.1",),
    },
    notes="Where the stack itself configures the registry's scanning, its rules decide and this "
    "policy leaves the repository to `scan-rules-cover-repository`. A scanning configuration that "
    "another stack owns cannot be seen from here: set `scanOnPush` as well (enhanced scanning "
    "ignores it, and it holds if that configuration goes away).",
)
