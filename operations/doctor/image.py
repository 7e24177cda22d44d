"""The image itself: its repository, and its tag or digest; if it is gone, what became of it.

Owns the causes of `name unknown` (no such repository) and `manifest unknown` (no such image), which
are told apart. Sources: ECR API reference, DescribeImages (only active images without a filter);
ECR user guide, "Archiving images".
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.doctor.case import Case
from operations.doctor.notes import Notes
from operations.doctor.trail import History, read_history
from operations.failures import CouldNotFindOut, asking, code_of
from operations.repositories import repositories_of

UNKNOWN: Final = "pulls end in `manifest unknown` or `Requested image not found`"


@dataclass
class Found:
    """The image, once it is found: its description, and CloudTrail's history."""

    detail: Mapping[str, Any] | None = None
    history: History | None = None

    @property
    def digest(self) -> str:
        """Its digest; empty where it was not found."""
        return str(self.detail["imageDigest"]) if self.detail else ""


def repository(case: Case, notes: Notes) -> None:
    """Whether there is such a repository, here or in another Region."""
    if not case.repository:
        notes.skip("no repository is named")
        return
    if case.settings is not None:
        notes.say(f"{case.arn} is there")
        return
    elsewhere = [r for r in case.others if _has(case.aws.elsewhere(r), case)]
    hints = [f"{', '.join(elsewhere)} has it"] if elsewhere else []
    if not case.reference.account:
        try:
            names = repositories_of(case.aws, (), None)
            close = difflib.get_close_matches(case.repository, names, n=3)
            hints += [f"there is {', '.join(close)}"] if close else []
        except CouldNotFindOut:
            hints.append("the names of the others may not be listed")
    notes.bad(
        "repository-missing",
        case.repository,
        f"registry {case.account} in {case.aws.region} has no such repository"
        + "".join(f"; {hint}" for hint in hints),
        "pushes and pulls end in `name unknown: The repository with name ... does not exist`",
        f"use the registry of {elsewhere[0]}"
        if elsewhere
        else "check the name, Region and account; or make the repository",
    )


def _has(aws: Aws, case: Case) -> bool:
    try:
        aws.client("ecr").describe_repositories(
            repositoryNames=[case.repository], **case.registry_id
        )
    except (ClientError, BotoCoreError):
        return False  # a hint that is lost, no verdict
    return True


def image(case: Case, found: Found, notes: Notes) -> None:
    """Whether the tag or the digest is there; if not, what became of it."""
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    if not case.named:
        notes.skip("no image is named: give NAME:TAG or NAME@sha256:...")
        return
    wanted = case.reference
    key = {"imageDigest": wanted.digest} if wanted.digest else {"imageTag": wanted.tag}
    found.detail = _detail(case, case.aws, key)
    if found.detail is not None:
        if str(found.detail.get("imageStatus") or "ACTIVE") != "ACTIVE":
            _archived(case, found, notes)
        else:
            pushed = found.detail["imagePushedAt"].astimezone(UTC)
            notes.say(f"{wanted} is {found.digest}, pushed on {pushed:%Y-%m-%d %H:%M} UTC")
        return
    archived = _in_archive(case)
    if archived is not None:
        found.detail = archived
        _archived(case, found, notes)
        return
    _gone(case, found, key, notes)


def _detail(case: Case, aws: Aws, key: Mapping[str, str]) -> Mapping[str, Any] | None:
    with asking(Where(resource=str(case.reference)), "ecr:DescribeImages"):
        try:
            answer = aws.client("ecr").describe_images(
                repositoryName=case.repository, imageIds=[key], **case.registry_id
            )
        except ClientError as error:
            if code_of(error) in ("ImageNotFoundException", "RepositoryNotFoundException"):
                return None
            raise
    return next(iter(answer["imageDetails"]), None)


def _in_archive(case: Case) -> Mapping[str, Any] | None:
    with asking(Where(resource=case.repository), "ecr:DescribeImages"):
        pages = (
            case.aws.client("ecr")
            .get_paginator("describe_images")
            .paginate(
                repositoryName=case.repository,
                filter={"imageStatus": "ARCHIVED"},
                **case.registry_id,
            )
        )
        for page in pages:
            for one in page["imageDetails"]:
                tags = one.get("imageTags") or ()
                if case.reference.tag in tags or one["imageDigest"] == case.reference.digest:
                    return dict(one)
    return None


def _archived(case: Case, found: Found, notes: Notes) -> None:
    notes.bad(
        "image-archived",
        str(case.reference),
        f"{found.digest} is archived",
        f"{UNKNOWN} until it is restored, which takes up to 20 minutes",
        f"aws ecr update-image-storage-class --repository-name {case.repository} "
        f"--image-id imageDigest={found.digest} --target-storage-class STANDARD",
    )


def _gone(case: Case, found: Found, key: Mapping[str, str], notes: Notes) -> None:
    wanted = str(case.reference)
    ends = []
    try:
        found.history = read_history(
            case.aws, case.repository, case.account, case.days, datetime.now(UTC)
        )
        ends = found.history.of(case.reference.tag, case.reference.digest)
    except CouldNotFindOut as error:
        notes.unseen += error.findings
    elsewhere = []
    for region in case.others:
        try:
            if _detail(case, case.aws.elsewhere(region), key) is not None:
                elsewhere.append(region)
        except CouldNotFindOut as error:
            notes.unseen += error.findings
    if ends:
        end = ends[0]
        notes.bad(
            "image-expired" if end.rule else "image-deleted",
            wanted,
            f"it is not there: {end}",
            UNKNOWN,
            "push it again; then keep such images: `registryctl preview` shows what goes next, "
            "`ecr-lifecycle explain` why"
            if end.rule
            else "push it again, and ask who deleted it",
        )
    elif elsewhere:
        notes.bad(
            "image-elsewhere",
            wanted,
            f"it is not in {case.aws.region}, and it is in {', '.join(elsewhere)}",
            UNKNOWN,
            f"pull from the registry of {elsewhere[0]}, or replicate it",
        )
    else:
        close = difflib.get_close_matches(case.reference.tag, _tags(case), n=3)
        looked = f"CloudTrail shows no end of it in the last {case.days} days"
        notes.bad(
            "image-missing",
            wanted,
            "the repository has no such image"
            + (f"; {looked}" if found.history is not None else "")
            + (f"; there is {', '.join(close)}" if close else ""),
            UNKNOWN,
            "push it: most likely it never was; or it ended before, see --days",
        )


def _tags(case: Case) -> list[str]:
    """The repository's tags; none where they may not be listed, which costs a hint alone."""
    if not case.reference.tag:
        return []
    try:
        pages = (
            case.aws.client("ecr")
            .get_paginator("list_images")
            .paginate(
                repositoryName=case.repository,
                filter={"tagStatus": "TAGGED"},
                **case.registry_id,
            )
        )
        return [str(one["imageTag"]) for page in pages for one in page["imageIds"]]
    except ClientError:
        return []
