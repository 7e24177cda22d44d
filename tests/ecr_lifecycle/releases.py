"""Thirty pushes under a stack's `keep`, and which of them are whole in the end.

`case` gives the policy and the tags, so that a registry can be put through the same.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from container_registry.settings import load, read_stack_file
from ecr_lifecycle import Assumptions, Policy, TagScheme, build, evaluate
from ecr_lifecycle.pushes import Shape, push

STACKS = ("dev", "staging", "prod", "migration", "adopt")
KEPT = (1, 5, 20)
PUSHES = 30
KINDS = {
    "one platform": Shape(),
    "two platforms": Shape(platforms=2),
    "two platforms, provenance and SBOM": Shape(platforms=2, attestations=True),
    "the same, signed by cosign under a tag": Shape(
        platforms=2, attestations=True, signature="tags"
    ),
    "the same, signed as a referrer (notation, cosign with OCI 1.1)": Shape(
        platforms=2, attestations=True, signature="referrers"
    ),
}
ROOT = Path(__file__).parents[2]
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A policy, the tags of the pushes, oldest first, and the scheme that they follow."""

    policy: Policy
    tags: tuple[str, ...]
    scheme: TagScheme


def case(stack, keep, scheme=...):
    """What `keep: N` becomes in a stack's file, and thirty releases as its scheme tags them."""
    settings = load(read_stack_file(ROOT / f"Pulumi.{stack}.yaml"), stack)
    declared = settings.lifecycle_scheme()
    classes = {
        name: each if each.keep is None else each.model_copy(update={"keep": keep})
        for name, each in settings.retention.classes.items()
    }
    retention = settings.retention.model_copy(update={"keep": keep, "classes": classes})
    pattern = next(
        pattern for each in declared.classes if each.release for pattern in each.patterns
    )
    policy = build(retention.to_retention(declared if scheme is ... else scheme))
    tags = tuple(pattern.replace("*", str(number)) for number in range(1, PUSHES + 1))
    return Case(policy, tags, declared)


def whole_releases(policy, tags, shape, assumptions=None, every=timedelta(days=1)):
    """Which releases are complete, and what is left over, days after the last push.

    A run follows each push; then some more, until nothing goes any more.
    """
    repository: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    now = START
    for tag in tags:
        left = push(f"image {tag}", (tag,), now, shape)
        parts[tag] = [part.image.name for part in left]
        repository |= {part.image.name: part.image for part in left}
        now += every
        run(policy, repository, now, assumptions)
    for _ in range(6):
        now += timedelta(days=1)
        run(policy, repository, now, assumptions)
    whole = [tag for tag in tags if all(name in repository for name in parts[tag])]
    belonging = {name for tag in whole for name in parts[tag]}
    return whole, sorted(set(repository) - belonging)


def run(policy, repository, now, assumptions):
    for name in evaluate(policy, repository.values(), now, assumptions or Assumptions()).expire:
        del repository[name]
