"""What the output of DescribeImages leaves out, where that changes an evaluation."""

from collections.abc import Collection, Iterable

from ecr_lifecycle.inventory.manifests import Links
from ecr_lifecycle.words import counted


def gaps(lists: Iterable[str], statuses: Collection[object], links: Links) -> list[str]:
    """Warnings, from the digests of the manifest lists and the statuses that images have."""
    blind = sum(not links.references(digest) for digest in lists)
    warnings = []
    if blind:
        warnings.append(
            f"{counted(blind, 'manifest list')} without a manifest: what they reference looks like "
            "leftovers here, and ECR would keep it. Give --manifests."
        )
    if statuses and set(statuses) <= {None, "ACTIVE"}:
        warnings.append(
            "No archived images: DescribeImages shows them with --filter imageStatus=ANY only."
        )
    return warnings
