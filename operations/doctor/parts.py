"""What hangs on an image that was found: the images that an index lists, and its tag.

Sources: OCI image specification, "Image Index"; ECR user guide, "Image tag mutability": exclusion
filters turn the repository's rule round for the tags that they match.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecr_lifecycle.finding import Severity, Where
from ecr_lifecycle.wildcard import matches
from operations.batches import batched
from operations.doctor.case import Case
from operations.doctor.image import UNKNOWN, Found
from operations.doctor.notes import Notes
from operations.failures import asking
from operations.images import Manifest, read_manifests


def parts(case: Case, found: Found, notes: Notes) -> None:
    """Whether all that an index lists is there."""
    if not found.digest:
        notes.skip("no image was found")
        return
    if str((found.detail or {}).get("imageStatus") or "ACTIVE") != "ACTIVE":
        notes.skip("the image is archived")
        return
    manifest = read_manifests(case.aws, case.repository, [found.digest], case.reference.account)[
        found.digest
    ]
    if not manifest.children:
        notes.skip("it is one image, not an index")
        return
    missing = _missing(case, manifest)
    platforms = {
        str(child["digest"]): "/".join(
            str(part)
            for name in ("os", "architecture", "variant")
            if (part := (child.get("platform") or {}).get(name))
        )
        for child in manifest.value["manifests"]
    }
    if missing:
        notes.bad(
            "child-missing",
            f"{case.repository}@{found.digest}",
            "the index lists images that are not there: "
            + ", ".join(f"{one} ({platforms.get(one) or 'no platform'})" for one in missing),
            f"on those platforms {UNKNOWN}",
            "push the index again with all its platforms",
        )
    else:
        notes.say(f"all {len(manifest.children)} images of the index are there")


def _missing(case: Case, manifest: Manifest) -> list[str]:
    gone: list[str] = []
    for batch in batched(manifest.children, 100):
        with asking(Where(resource=case.repository), "ecr:BatchGetImage"):
            answer = case.aws.client("ecr").batch_get_image(
                repositoryName=case.repository,
                imageIds=[{"imageDigest": digest} for digest in batch],
                **case.registry_id,
            )
        there = {str(one["imageId"]["imageDigest"]) for one in answer.get("images", ())}
        gone += [one for one in batch if one not in there]
    return gone


def mutability(case: Case, found: Found, notes: Notes) -> None:
    """Whether a second push of the tag is taken."""
    if case.settings is None or not case.reference.tag:
        notes.skip("no tag is named" if case.settings else case.no_repository)
        return
    if may_move(case.settings, case.reference.tag):
        notes.say(f"the tag {case.reference.tag} may move")
        return
    if found.digest:
        notes.bad(
            "tag-immutable",
            str(case.reference),
            f"the tag is taken by {found.digest}, and the repository's tags are immutable",
            "another push of it ends in `tag invalid: ... already exists and cannot be "
            "overwritten because the repository is immutable`",
            "push another tag, a release's own; or except tags that move, such as latest",
            Severity.INEFFECTIVE if case.push else Severity.STYLE,
        )
    else:
        notes.say("tags are immutable, and this one is free")


def may_move(settings: Mapping[str, Any], tag: str) -> bool:
    """Whether the tag may be pushed again; a filter turns the repository's rule round."""
    mode = str(settings.get("imageTagMutability", "MUTABLE"))
    filters: Iterable[Mapping[str, Any]] = settings.get("imageTagMutabilityExclusionFilters") or ()
    excepted = any(matches(str(one.get("filter")), tag) for one in filters)
    return mode.startswith("MUTABLE") != excepted
