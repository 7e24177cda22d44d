"""The preview of one repository: what goes next, who uses it, and where ECR sees it differently."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ecr_lifecycle import Assumptions, InvalidPolicy, parse
from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import unknown
from operations.images import StoredImage
from operations.preview.ecr import Acted, ecr_preview, policy_of
from operations.preview.ours import Difference, acted, as_images, differences
from operations.usage.look import look_into
from operations.usage.use import Use
from operations.waiting import Deadline


@dataclass(frozen=True)
class Going:
    """An image that goes with the next run.

    Attributes:
        image: the image.
        action: `EXPIRE` or `TRANSITION`.
        rule: the priority of the rule.
        uses: who uses it; None where it is not used, empty where it only hangs on one that is.
    """

    image: StoredImage
    action: str
    rule: int
    uses: tuple[Use, ...] | None


@dataclass(frozen=True)
class Preview:
    """What happens next in a repository.

    Attributes:
        repository: its name.
        images: how many it holds.
        has_policy: whether it has a lifecycle policy.
        going: what goes, images in use first.
        differences: where ECR and the evaluation disagree; None where ECR was not asked.
    """

    repository: str
    images: int
    has_policy: bool
    going: tuple[Going, ...] = ()
    differences: tuple[Difference, ...] | None = None

    @property
    def in_use(self) -> tuple[Going, ...]:
        """What goes although it is in use."""
        return tuple(one for one in self.going if one.uses is not None)


def preview(
    aws: Aws,
    repository: str,
    uses: Iterable[Use],
    now: datetime,
    deadline: Deadline | None,
    policy: str | None = None,
) -> Preview:
    """What happens next, by ECR where it is asked (with a deadline), else by the evaluation.

    `policy` is a policy to try in place of the one that is there.

    Raises:
        CouldNotFindOut: something may not be read, or the policy is none that ECR takes.
    """
    contents = look_into(aws, repository, uses)
    text = policy if policy is not None else policy_of(aws, repository)
    if text is None:
        return Preview(repository, len(contents.images), has_policy=False)
    try:
        parsed = parse(text)
    except InvalidPolicy as error:
        raise unknown(
            "invalid-policy",
            Where(resource=repository),
            f"the lifecycle policy is none that ECR takes: {error}",
            "`ecr-lifecycle validate` says what is wrong with it",
        ) from error
    images = as_images(contents.images, contents.manifests)
    said: Acted = acted(parsed, images, now, Assumptions())
    found: tuple[Difference, ...] | None = None
    if deadline is not None:
        ecr = ecr_preview(aws, repository, text, deadline)
        found, said = tuple(differences(ecr, parsed, images, now)), {**said, **ecr}
    going = [
        Going(image, *said[image.digest], _uses(contents.used.get(image.digest)))
        for image in contents.images
        if image.digest in said
    ]
    going.sort(key=lambda one: (one.uses is None, one.image.pushed_at, one.image.digest))
    return Preview(repository, len(contents.images), True, tuple(going), found)


def _uses(found: list[Use] | None) -> tuple[Use, ...] | None:
    return None if found is None else tuple(found)
