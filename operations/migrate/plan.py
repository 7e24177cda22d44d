"""What a migration would do, before it does it.

Owns the counting of tags, platforms, bytes and pulls, and what the target would refuse, or expire
at once: a tag that an immutable repository has with another digest, and images that its lifecycle
policy deletes as soon as they arrive. Migrated images have the push time of their arrival, in the
order of their copying: rules by age forget their age.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from ecr_lifecycle import Assumptions, Image, parse
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.wildcard import matches
from operations.aws import Aws
from operations.failures import asking, code_of, unknown
from operations.migrate.there import There, look
from operations.migrate.tree import Part
from operations.preview.ecr import policy_of
from operations.preview.ours import acted


@dataclass(frozen=True)
class Planned:
    """One tag of the plan.

    Attributes:
        tag: the tag.
        digest: its digest.
        platforms: how many images an index has; 1 for an image.
        bytes: of all of its blobs, each counted once.
        pulls: manifests that are fetched, which is what registries count.
    """

    tag: str
    digest: str
    platforms: int
    bytes: int
    pulls: int


@dataclass(frozen=True)
class Plan:
    """What would be copied, and what speaks against it.

    Attributes:
        tags: what would be copied.
        bytes: of all blobs, each counted once.
        missing: those of them that the target lacks, as far as it tells.
        findings: what the target would refuse or expire.
        limits: the source's rate limit, as it tells it.
    """

    tags: tuple[Planned, ...]
    bytes: int
    missing: int
    findings: tuple[Finding, ...]
    limits: Mapping[str, str]

    @property
    def pulls(self) -> int:
        """Manifests that are fetched in all."""
        return sum(one.pulls for one in self.tags)


def plan(
    trees: Mapping[str, tuple[Part, ...]], aws: Aws, into: str, limits: Mapping[str, str]
) -> tuple[Plan, There]:
    """The plan for the trees of tags, in the order of copying, and what the target has.

    Raises:
        CouldNotFindOut: the target may not be read, or is not there.
    """
    planned = tuple(_planned(tag, parts) for tag, parts in trees.items())
    every = {blob.digest: blob.size for p in trees.values() for part in p for blob in part.blobs}
    settings = _settings(aws, into)
    there = look(aws, into, every)
    findings = [
        *_refused(planned, there.tags, settings, into),
        *_expired(aws, into, trees),
    ]
    missing = sum(size for digest, size in every.items() if digest in there.absent)
    return Plan(planned, sum(every.values()), missing, tuple(findings), dict(limits)), there


def _planned(tag: str, parts: Iterable[Part]) -> Planned:
    listed = list(parts)
    blobs = {blob.digest: blob.size for part in listed for blob in part.blobs}
    top = next(part.document for part in listed if part.tag == tag)
    return Planned(
        tag=tag,
        digest=top.digest,
        platforms=len(top.children) or 1,
        bytes=sum(blobs.values()),
        pulls=len({part.document.digest for part in listed}),
    )


def _settings(aws: Aws, repository: str) -> Mapping[str, Any]:
    where = Where(resource=repository)
    with asking(where, "ecr:DescribeRepositories"):
        try:
            answer = aws.client("ecr").describe_repositories(repositoryNames=[repository])
        except ClientError as error:
            if code_of(error) == "RepositoryNotFoundException":
                raise unknown(
                    "no-repository",
                    where,
                    "the target has no such repository",
                    "name the service in the stack's settings and bring it up first",
                    "nothing was copied",
                ) from error
            raise
    found: Mapping[str, Any] = answer["repositories"][0]
    return found


def _refused(
    planned: Iterable[Planned], there: Mapping[str, str], settings: Mapping[str, Any], into: str
) -> Iterable[Finding]:
    """Tags that are there with another digest: no copy overwrites them."""
    mode = str(settings.get("imageTagMutability", "MUTABLE"))
    exceptions = [
        str(one.get("filter")) for one in settings.get("imageTagMutabilityExclusionFilters") or ()
    ]
    for one in planned:
        if there.get(one.tag, one.digest) == one.digest:
            continue
        excepted = any(matches(each, one.tag) for each in exceptions)
        mutable = mode.startswith("MUTABLE") != excepted
        yield Finding(
            code="tag-is-there",
            severity=Severity.DANGEROUS if mutable else Severity.INVALID,
            where=Where(resource=f"{into}:{one.tag}"),
            problem=f"the target has this tag with another digest, {there[one.tag]}",
            impact="the copy would move the tag away from the image that has it"
            if mutable
            else "ECR refuses it: the repository's tags are immutable",
            fix="leave it out with --exclude, or copy it --anyway"
            if mutable
            else "leave it out with --exclude; or copy it to a repository of its own",
        )


def _expired(aws: Aws, into: str, trees: Mapping[str, tuple[Part, ...]]) -> Iterable[Finding]:
    """What the target's policy deletes as soon as it has arrived."""
    text = policy_of(aws, into)
    if text is None:
        return
    start = datetime.now(UTC)
    images: dict[str, Image] = {}
    for parts in trees.values():
        for part in parts:
            document = part.document
            before = images.get(document.digest)
            tags = {*(before.tags if before else ()), part.tag} - {""}
            images[document.digest] = Image(
                name=document.digest,
                pushed_at=start + timedelta(seconds=len(images)),
                tags=tuple(sorted(tags)),
                references=document.children,
                subject=(document.value.get("subject") or {}).get("digest"),
            )
    now = start + timedelta(seconds=len(images) + 1)
    gone = acted(parse(text), images.values(), now, Assumptions())
    for tag, parts in trees.items():
        digest = next(part.document.digest for part in parts if part.tag == tag)
        if digest in gone:
            action, rule = gone[digest]
            yield Finding(
                code="expires-at-once",
                severity=Severity.DANGEROUS,
                where=Where(resource=f"{into}:{tag}"),
                problem=f"rule {rule} of the lifecycle policy takes it with its next run "
                f"({action.lower()})",
                impact="the image is copied, and gone within 24 hours",
                fix="raise the count of that rule, or leave the tag out with --exclude",
            )
