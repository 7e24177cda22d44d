"""Counts that count other things than releases, whose pushes then delete releases."""

from collections.abc import Iterator
from math import ceil
from typing import Final

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.release_tags import LEAST_KEPT, owned_releases, sweeps_the_rest
from ecr_lifecycle.analysis.report import dangerous, enough_newer, ineffective, show, style
from ecr_lifecycle.analysis.selections import sample_tag, selects_every_tagged
from ecr_lifecycle.example import Example, ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.pushes import Shape, signature_tag
from ecr_lifecycle.tag_scheme import SIGNATURE_TAGS, TagClass, TagScheme

USUAL_PUSH: Final = Shape(platforms=2, attestations=True)
"""What `docker buildx build --push` leaves for two platforms; provenance is on by default."""

A_CEILING: Final = 100
"""Entries from which on a count is a ceiling far above what is wanted, rather than the retention:
20 releases of the usual push."""

_MOST_SHOWN: Final = 10


def counts_other_things(
    rule: Rule, overlaps: Overlaps, scheme: TagScheme | None
) -> Iterator[Finding]:
    """A count that releases share: with other classes, with parts of pushes, with signatures."""
    if rule.selection.counts_days or not overlaps.can_act(rule):
        return
    if scheme is not None:
        yield from _other_classes(rule, overlaps, scheme)
    owned = [each for each in owned_releases(rule, overlaps, scheme) if not each.moves]
    if not owned or sweeps_the_rest(rule, overlaps, scheme):
        return
    if rule.selection.count_number < LEAST_KEPT:
        return  # too few of anything, which is a finding of its own
    if rule.selection.tag_status == "any":
        yield _parts(rule, overlaps, owned[0].tag)
    elif selects_every_tagged(rule.selection):
        yield from _signatures(rule, overlaps, owned[0].tag, scheme)


def _other_classes(rule: Rule, overlaps: Overlaps, scheme: TagScheme) -> Iterator[Finding]:
    owned = [
        (each, pattern)
        for each, pattern in _patterns(scheme)
        if overlaps.owner((sample_tag(pattern),)) is rule
    ]
    releases = [pattern for each, pattern in owned if each.release]
    others = [(each, pattern) for each, pattern in owned if not each.release]
    if not releases or not others:
        return
    other, pattern = others[0]
    tag = sample_tag(releases[0])
    image = ExampleImage(name="release", tags=(tag,), pushed_days_ago=30)
    yield dangerous(
        "crowds-out-releases",
        rule,
        f"rule {rule.priority} counts releases and {other.name} images together",
        f"after {rule.selection.count_number} pushes of {pattern} the release {tag} is deleted, "
        "however few releases there are",
        f"give {releases[0]} a rule of its own above rule {rule.priority}",
        show(overlaps.policy, image, *enough_newer(rule, sample_tag(pattern))),
    )


def _parts(rule: Rule, overlaps: Overlaps, tag: str) -> Finding:
    number = rule.selection.count_number
    stay = ceil(number / USUAL_PUSH.entries)
    report = dangerous if stay < LEAST_KEPT else style if number >= A_CEILING else ineffective
    return report(
        "counts-parts",
        rule,
        f"rule {rule.priority} counts {number} entries, tagged or not: a push by buildx for two "
        f"platforms with provenance is {USUAL_PUSH.entries} of them",
        f"of releases pushed so, {stay} stay{'s' if stay == 1 else ''}",
        'count what bears a tag ("tagStatus": "tagged", "tagPatternList": ["*"]), or give releases '
        "a rule of their own above this one",
        _pushed(overlaps, tag, stay),
    )


def _pushed(overlaps: Overlaps, tag: str, stay: int) -> Example:
    """A release, and as many newer ones as push it out."""
    images: list[ExampleImage] = []
    for number in range(min(stay, _MOST_SHOWN) + 1):
        name = "release" if number == 0 else f"newer-{number}"
        ago = 10 - number / 2
        parts = [f"{name} {part}" for part in ("amd64", "arm64", "provenance 1", "provenance 2")]
        index = ExampleImage(
            name=name,
            tags=(tag if number == 0 else f"{tag}-{number}",),
            pushed_days_ago=ago,
            references=tuple(parts),
        )
        children = [ExampleImage(name=part, pushed_days_ago=ago + 0.01) for part in parts]
        images += [index, *children]
    return show(overlaps.policy, *images)


def _signatures(
    rule: Rule, overlaps: Overlaps, tag: str, scheme: TagScheme | None
) -> Iterator[Finding]:
    signed = "unsaid" if scheme is None else scheme.signatures
    if signed in {"none", "referrers"}:
        return
    number = rule.selection.count_number
    newer = [
        ExampleImage(
            name=f"newer-{each}",
            tags=(f"{tag}-{each}" if each % 2 else signature_tag(f"newer-{each - 1}"),),
            pushed_days_ago=20 - each / 10,
        )
        for each in range(1, min(number, _MOST_SHOWN * 2) + 1)
    ]
    release = ExampleImage(name="release", tags=(tag,), pushed_days_ago=30)
    half = number // 2
    report = dangerous if signed == "tags" else style
    yield report(
        "counts-signatures",
        rule,
        f"rule {rule.priority} counts every tag, also the tags {SIGNATURE_TAGS} under which cosign "
        "writes signatures",
        f"of images that are signed so, {half} stay of the {number}, whichever rule has the "
        "signatures",
        f"give {SIGNATURE_TAGS} and each release pattern a rule of its own above this one (`build` "
        "does, from a tag scheme), or sign by artifacts with a subject: notation, cosign with OCI "
        "1.1",
        show(overlaps.policy, release, *newer),
    )


def _patterns(scheme: TagScheme) -> Iterator[tuple[TagClass, str]]:
    for each in scheme.classes:
        for pattern in each.patterns:
            yield each, pattern
