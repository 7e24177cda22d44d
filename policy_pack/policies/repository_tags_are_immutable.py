"""A release's tag always means the same image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.wildcards import matches
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.values import revealed
from policy_pack.subjects import lifecycle, repository

FILTERS: Final = ("imageTagMutabilityExclusionFilters",)
TEMPLATES: Final = (lifecycle.TEMPLATE, lifecycle.NATIVE_TEMPLATE)
RELEASES = Setting(
    name="releaseTags",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 50},
    default=["v1.2.3", "1.2.3", "prod-1", "sha-0123abc"],
    description="Sample tags of releases, which no exclusion filter may match.",
)
MOVING = Setting(
    name="movingTags",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 50},
    default=[
        "latest*", "edge*", "nightly*", "canary*", "dev*", "main", "master", "snapshot*",
        "*-SNAPSHOT", "*-snapshot", "*cache*", "pr-*", "branch-*", "feature-*", "ci-*", "test*",
        "tmp*", "sha256-*",
    ],
    description="Tags, or patterns of tags, that may move. An exclusion filter must be one of "
    "them, "
    "or within one. `sha256-*` are cosign's: it writes an attestation's tag again with each one, "
    "and what is behind them is signed.",
)  # fmt: skip
_MOST_FILTERS: Final = 5
"""ECR takes no more ([ECR API reference], `ImageTagMutabilityExclusionFilters`)."""


def immutable(case: Case) -> Iterator[Violation]:
    """IMMUTABLE, or IMMUTABLE_WITH_EXCLUSION for the tags that are meant to move."""
    if _is_for_caches_alone(case):
        return
    found = case.resource.get("imageTagMutability", default="MUTABLE")
    if found not in ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"):
        yield Violation(
            path=("imageTagMutability",),
            problem=f"imageTagMutability is {str(found)[:60]!r}",
            impact="a push with a tag that exists replaces the image behind it: what was tested "
            "and "
            "what runs tomorrow under the same name may differ, and nothing shows it",
            fix="`imageTagMutability: IMMUTABLE`, or `IMMUTABLE_WITH_EXCLUSION` with a filter for "
            "the tags that move, such as latest",
        )


def exclusions_spare_releases(case: Case) -> Iterator[Violation]:
    """Every exclusion filter is for tags that may move, and none matches the tag of a release."""
    if _is_for_caches_alone(case):
        return
    if case.resource.get("imageTagMutability") != "IMMUTABLE_WITH_EXCLUSION":
        return
    found = case.resource.get(*FILTERS, default=[])
    for index, entry in enumerate(found[:_MOST_FILTERS] if isinstance(found, list) else []):
        text = str((entry.get("filter") if isinstance(entry, Mapping) else None) or "")
        why = _why_not(text, case.settings)
        if why:
            yield Violation(
                path=(*FILTERS, index),
                problem=f"the exclusion filter {text[:80]!r} {why}",
                impact="images with these tags can be overwritten as if the repository were "
                "mutable",
                fix="a filter for nothing but the moving tags, such as `latest`; or the tags in "
                "this "
                "policy's setting `movingTags`, if they are meant to move",
            )


def _why_not(text: str, settings: Mapping[str, Any]) -> str:
    released = next((tag for tag in settings["releaseTags"] if matches(text, str(tag))), None)
    if released is not None:
        return f"matches the release tag {released!r}"
    if text and not any(matches(str(moving), text) for moving in settings["movingTags"]):
        return "is for tags that are not on the list of those that may move"
    return ""


def _is_for_caches_alone(case: Case) -> bool:
    """A template whose repositories follow an upstream: their tags must be able to move.

    Source: Amazon ECR user guide, "Sync an upstream registry with an Amazon ECR private registry",
    considerations.
    """
    if case.resource.type not in TEMPLATES:
        return False
    name = "appliedFors" if case.resource.type == lifecycle.TEMPLATE else "appliedFor"
    return bool(revealed(case.resource.marked(name)) == ["PULL_THROUGH_CACHE"])


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
    types=(*repository.TYPES, *TEMPLATES),
    checks=(immutable, exclusions_spare_releases),
    level="advisory",
    settings=(RELEASES, MOVING),
    standards={
        "AWS Security Hub": ("ECR.2",),
        "NIST SP 800-53 Rev. 5": ("CA-9(1)", "CM-2", "CM-8(1)"),
    },
    notes="MUTABLE_WITH_EXCLUSION is refused: its filters name what may not move, and everything "
    "else moves. checkov and trivy refuse IMMUTABLE_WITH_EXCLUSION as well; here it is accepted "
    "for "
    "tags that move by their nature, because `latest` has to move. A filter such as `v2*`, "
    "`release-*` or `stable` is for releases, and refused.",
)
