"""Untagged signatures under a rule that selects untagged images: what is assumed of them."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import show, style
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.tag_scheme import TagScheme


def untagged_signatures(overlaps: Overlaps, scheme: TagScheme | None) -> Iterator[Finding]:
    """Where signatures are artifacts with a subject, which reading of AWS's text keeps them."""
    owner = overlaps.owner(())
    if scheme is None or scheme.signatures != "referrers":
        return
    if owner is None or owner.action.type != "expire" or not overlaps.can_act(owner):
        return
    subject = ExampleImage(name="release", tags=("v1.2.3",), pushed_days_ago=1.5)
    signature = ExampleImage(name="signature", pushed_days_ago=1.5, subject="release")
    yield style(
        "untagged-signatures",
        owner,
        f"rule {owner.priority} selects untagged images, and a signature is one",
        "assumed is that it stays while its image does (subjects_hold_their_artifacts), because "
        "AWS ties its end to its subject's; if ECR reads it otherwise, the signatures of images "
        "that stay are deleted",
        "run ECR's own preview on a signed repository, or `evaluate --assume "
        "subjects_hold_their_artifacts=no` to see what would go",
        show(overlaps.policy, signature, subject),
    )
