"""Every repository's images are scanned when they are pushed."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.subjects import repository, scanning
from policy_pack.subjects.texts import is_on

SETTING = Setting(
    name="scannedElsewhere",
    schema={"type": "boolean"},
    default=False,
    description="Whether another stack configures the registry's scanning, with rules that cover "
    "every repository. Nothing is judged here then.",
)
PATH = ("imageScanningConfiguration", "scanOnPush")


def scans(case: Case) -> Iterator[Violation]:
    """`scanOnPush`, where no scanning configuration in the stack decides for the whole registry."""
    if case.settings["scannedElsewhere"]:
        return
    registry = scanning.of_registry(case.stack, case.resource)
    if registry is not None and scanning.decides(registry):
        return
    if not is_on(case.resource.get(*PATH)):
        hidden = scanning.left_alone(case.stack)
        if hidden is not None:
            raise UnknownProperty(hidden, ("rules",))
        yield Violation(
            path=PATH,
            problem="image scanning is off: imageScanningConfiguration.scanOnPush is not true",
            impact="images with known vulnerabilities are pushed and run, and nobody is told",
            fix="`imageScanningConfiguration: {scanOnPush: true}`; or a rule of a "
            "RegistryScanningConfiguration in this stack that covers the name; or this policy's "
            "setting `scannedElsewhere`, if another stack scans the registry",
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
    also_reads=scanning.TYPES,
    checks=(scans,),
    settings=(SETTING,),
    standards={
        "AWS Security Hub": ("ECR.1",),
        "NIST SP 800-53 Rev. 5": ("RA-5",),
        "PCI DSS 4.0.1": ("6.2.3",),
        "CIS Amazon EKS": ("5.1.1",),
    },
    notes="Where the stack itself configures the registry's scanning, its rules decide and this "
    "policy leaves the repository to `scan-rules-cover-repository`. A scanning configuration that "
    "another stack owns cannot be seen from here: say so by the setting `scannedElsewhere`.",
)
