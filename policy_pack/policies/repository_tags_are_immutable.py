"""A release's tag always means the same image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from container_registry.iam.wildcards import matches
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import repository

FILTERS = ("imageTagMutabilityExclusionFilters",)
SETTING = Setting(
    name="releaseTags",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 50},
    default=["v1.2.3", "1.2.3", "prod-1", "sha-0123abc"],
    description="Sample tags of releases, which no exclusion filter may match.",
)


def immutable(case: Case) -> Iterator[Violation]:
    """IMMUTABLE, or IMMUTABLE_WITH_EXCLUSION for the tags that are meant to move."""
    found = case.resource.get("imageTagMutability", default="MUTABLE")
    if found not in ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"):
        yield Violation(
            path=("imageTagMutability",),
            problem=f"imageTagMutability is {found!r}",
            consequence="a push with a tag that exists replaces the image behind it: what was "
            "tested and what runs tomorrow under the same name may differ, and nothing shows it",
            remedy="image_tag_mutability='IMMUTABLE', or 'IMMUTABLE_WITH_EXCLUSION' with a filter "
            "for the tags that move, such as latest",
        )


def exclusions_spare_releases(case: Case) -> Iterator[Violation]:
    """No exclusion filter matches the tag of a release."""
    if case.resource.get("imageTagMutability") != "IMMUTABLE_WITH_EXCLUSION":
        return
    filters = case.resource.get(*FILTERS, default=[])
    for index, entry in enumerate(filters if isinstance(filters, list) else []):
        text = entry.get("filter") if isinstance(entry, Mapping) else None
        released = [
            tag for tag in case.settings["releaseTags"] if matches(str(text or ""), str(tag))
        ]
        if released:
            yield Violation(
                path=(*FILTERS, index),
                problem=f"the exclusion filter {text!r} matches the release tag {released[0]!r}",
                consequence="releases can be overwritten as if the repository were mutable",
                remedy="a filter for nothing but the moving tags, such as 'latest'",
            )


POLICY = Policy(
    id="repository-tags-are-immutable",
    title="Release tags are immutable",
    description="A tag of a release cannot be moved to another image.",
    why="A deployment names an image by its tag. If the tag can be moved, a rollback or a new node "
    "may get another image than the one that was tested.",
    remediation="Set imageTagMutability to IMMUTABLE or IMMUTABLE_WITH_EXCLUSION.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    severity="high",
    scope="resource",
    types=repository.TYPES,
    checks=(immutable, exclusions_spare_releases),
    level="advisory",
    settings=(SETTING,),
    standards={
        "AWS Security Hub": ("ECR.2",),
        "NIST SP 800-53 Rev. 5": ("CA-9(1)", "CM-2", "CM-8(1)"),
    },
    notes="MUTABLE_WITH_EXCLUSION is refused: its filters name what may not move, and everything "
    "else moves. checkov and trivy refuse IMMUTABLE_WITH_EXCLUSION as well; here it is accepted, "
    "because `latest` has to move.",
)
