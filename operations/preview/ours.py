"""Our evaluation of a lifecycle policy, and the assumption that a difference comes from. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from ecr_lifecycle import Assumptions, Image, Policy, evaluate
from operations.images import Manifest, StoredImage
from operations.preview.ecr import Acted

_OTHER_WORDS = {"exclusive": "inclusive", "last-listed": "first-listed"}


@dataclass(frozen=True)
class Difference:
    """An image of which ECR and the evaluation say different things.

    Attributes:
        digest: the image.
        ecr: what ECR says: `EXPIRE by rule 2`, or `stays`.
        ours: what the evaluation says.
        assumption: the field of `Assumptions` that, read the other way, gives ECR's answer; empty
            where none does.
    """

    digest: str
    ecr: str
    ours: str
    assumption: str = ""


def as_images(
    stored: Iterable[StoredImage], manifests: Mapping[str, Manifest]
) -> tuple[Image, ...]:
    """The images as the evaluation takes them."""
    return tuple(
        Image(
            name=one.digest,
            tags=one.tags,
            pushed_at=one.pushed_at,
            last_pulled_at=one.pulled_at,
            references=manifests[one.digest].children if one.digest in manifests else (),
            subject=one.subject or None,
            size_bytes=one.size,
        )
        for one in stored
    )


def acted(policy: Policy, images: Iterable[Image], now: datetime, assumed: Assumptions) -> Acted:
    """What a policy does next, in ECR's words."""
    evaluation = evaluate(policy, images, now, assumed)
    return {
        **{name: ("EXPIRE", rule) for name, rule in evaluation.expire.items()},
        **{name: ("TRANSITION", rule) for name, rule in evaluation.transition.items()},
    }


def differences(
    ecr: Acted, policy: Policy, images: Iterable[Image], now: datetime
) -> list[Difference]:
    """Where ECR and the evaluation disagree, and why."""
    listed = tuple(images)
    ours = acted(policy, listed, now, Assumptions())
    differing = [one.name for one in listed if ecr.get(one.name) != ours.get(one.name)]
    if not differing:
        return []
    others = {name: acted(policy, listed, now, read) for name, read in _readings()}
    return [
        Difference(
            digest=digest,
            ecr=_word(ecr.get(digest)),
            ours=_word(ours.get(digest)),
            assumption=next(
                (name for name, other in others.items() if other.get(digest) == ecr.get(digest)),
                "",
            ),
        )
        for digest in differing
    ]


def _readings() -> Iterator[tuple[str, Assumptions]]:
    """Each assumption read the other way, one at a time."""
    default = Assumptions()
    for field in fields(default):
        value = getattr(default, field.name)
        other: Any = (not value) if isinstance(value, bool) else _OTHER_WORDS[value]
        yield field.name, replace(default, **{field.name: other})


def _word(one: tuple[str, int] | None) -> str:
    return "stays" if one is None else f"{one[0]} by rule {one[1]}"
