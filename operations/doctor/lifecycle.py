"""Images that went too early: what the lifecycle policy did, does next, and can't mean.

Owns the look at the events, at the rules, and at the named image under them. The rules are
`ecr_lifecycle`'s.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Final

from ecr_lifecycle import Assumptions, InvalidPolicy, parse
from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.finding import Severity
from operations.doctor.case import Case
from operations.doctor.image import Found
from operations.doctor.notes import Notes
from operations.doctor.trail import read_history
from operations.images import read_images, read_manifests
from operations.preview.ecr import policy_of
from operations.preview.ours import acted, as_images

#: What is read as an OR, and is an AND: images fall to a later rule than their tags suggest.
_MISREAD: Final = ("and-of-tags",)


def events(case: Case, found: Found, notes: Notes) -> None:
    """What CloudTrail says of the ends of images."""
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    now = datetime.now(UTC)
    history = found.history or read_history(case.aws, case.repository, case.account, case.days, now)
    found.history = history
    if not history.is_whole:
        notes.could_not(
            "history-not-whole",
            "CloudTrail",
            f"the last {case.days} days have more events than are read",
            "give fewer --days",
        )
    rules = Counter(one.rule for one in history.ends)
    deleted = rules.pop(0, 0)
    for rule, count in sorted(rules.items()):
        notes.say(f"rule {rule} expired {count} in the last {case.days} days")
    if deleted:
        notes.say(f"{deleted} were deleted by hand or by a program")
    if not history.ends:
        notes.say(f"no image ended in the last {case.days} days")


def policy(case: Case, found: Found, notes: Notes) -> None:
    """What the lifecycle policy can't mean, and what it does to the image next."""
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    text = policy_of(case.aws, case.repository, case.reference.account)
    if text is None:
        notes.skip("the repository has no lifecycle policy: no image expires")
        return
    for one in analyze(text):
        if one.severity in (Severity.INVALID, Severity.DANGEROUS) or one.code in _MISREAD:
            notes.bad(
                one.code,
                f"{case.repository}: {one.where}",
                one.problem,
                one.impact,
                one.fix,
                one.severity,
            )
    try:
        rules = parse(text)
    except InvalidPolicy:
        return
    images = read_images(case.aws, case.repository, case.reference.account)
    indexes = [one.digest for one in images if one.is_index]
    manifests = read_manifests(case.aws, case.repository, indexes, case.reference.account)
    now = datetime.now(UTC)
    going = acted(rules, as_images(images, manifests), now, Assumptions())
    if found.digest in going:
        action, rule = going[found.digest]
        notes.bad(
            "goes-next",
            str(case.reference),
            f"rule {rule} of the lifecycle policy takes it next ({action.lower()})",
            "the image is gone within 24 hours",
            "`ecr-lifecycle explain` says why; `registryctl protect` keeps what is in use",
        )
        return
    notes.say(f"{len(going)} of {len(images)} images go next")
