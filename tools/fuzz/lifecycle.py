"""`python -m tools.fuzz.lifecycle --seconds N`: the lifecycle library on inputs made at random.

Policies that ECR takes, the same with one to three things broken, and texts cut and stirred.
Each is held against the independent statement of ECR's constraints in `tests.ecr_lifecycle`; what
is
taken is analysed, explained and evaluated against the oracle. A crash, or a disagreement in either
direction, ends the run with the input and exit code 1.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from ecr_lifecycle import (
    Assumptions,
    Image,
    InvalidImages,
    InvalidRetention,
    InvalidStreams,
    analyze,
    build,
    evaluate,
    explain,
    parse,
    read_images,
    read_retention,
    read_streams,
    validate,
)
from ecr_lifecycle.rendering import to_object

oracle: Any = import_module("tests.ecr_lifecycle.oracle")
specification: Any = import_module("tests.ecr_lifecycle.specification")
"""The independent statements are tests, which carry no types."""

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TAGS = ("a", "ab", "b", "prod", "prod-1", "v1", "v1.2.3", "beta-1", "latest")
PATTERNS = ("*", "a*", "*b", "prod*", "*-1", "v*.*.*", "latest", "*a*b*", "é*", "x y", "-a*", "/")
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 5.0, 1.5, 90, 89, 10**6, 2**31, 10**40, float("nan"),
    float("inf"), "", "*", "any", "days", "hours", "standard", "archive", "glacier", "tagged",
    "\ud800", "a" * 400, "*1*2*3*4*5", [], ["a"], ["a", "a"], [None], {}, {"type": "expire"},
    "expire", "1",
)  # fmt: skip
SPRINKLES = ('"', "{", "}", "[", ",", ":", "\\", "\x00", "\ufeff", "NaN", "1e999", "\ud800")
KEYS = (
    "rules", "rulePriority", "description", "selection", "action", "tagStatus", "tagPatternList",
    "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber", "type",
    "targetStorageClass", "extra", "",
)  # fmt: skip


class Maker:
    """Makes inputs from one seeded source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (nothing here is a secret)

    def policy(self) -> dict[str, Any]:
        """A policy that ECR takes."""
        rules = self._class("standard") + self._class("archive")
        if not rules:
            return self.policy()
        for priority, rule in enumerate(rules, start=self.chance.randint(1, 5)):
            rule["rulePriority"] = priority * self.chance.choice((1, 1, 10))
        if len({rule["rulePriority"] for rule in rules}) < len(rules) or not specification.accepts(
            {"rules": rules}
        ):
            return self.policy()
        self.chance.shuffle(rules)
        return {"rules": rules}

    def _class(self, storage_class: str) -> list[dict[str, Any]]:
        pick = self.chance.choice
        statuses = ["tagged"] * self.chance.randint(0, 3) + ["untagged"] * self.chance.randint(0, 1)
        self.chance.shuffle(statuses)
        statuses += ["any"] * self.chance.randint(0, 1)
        rules = []
        for status in statuses:
            selection: dict[str, Any] = {"tagStatus": status}
            if status == "tagged":
                key = pick(("tagPatternList", "tagPrefixList"))
                selection[key] = self.chance.sample(PATTERNS, self.chance.randint(1, 3))
            rules.append(self._rule(selection, storage_class))
        return rules

    def _rule(self, selection: dict[str, Any], storage_class: str) -> dict[str, Any]:
        pick = self.chance.choice
        action: dict[str, Any] = {"type": "expire"}
        if storage_class == "archive":
            selection |= {"storageClass": "archive", "countType": "sinceImageTransitioned"}
            selection |= {"countUnit": "days", "countNumber": pick((90, 91, 365, 36500))}
        else:
            count_type = pick(("imageCountMoreThan", "sinceImagePushed", "sinceImagePulled"))
            selection |= {"countType": count_type, "countNumber": pick((1, 2, 3, 10, 100_000))}
            if count_type != "imageCountMoreThan":
                selection["countUnit"] = "days"
            if count_type == "sinceImagePulled" or pick((True, False)):
                action = {"type": "transition", "targetStorageClass": "archive"}
        rule: dict[str, Any] = {"rulePriority": 0, "selection": selection, "action": action}
        return rule | ({"description": pick(("", "설명", "x" * 90))} if pick((0, 1)) else {})

    def broken(self, document: Any) -> Any:
        """`document` with one to three values replaced, removed, added or repeated."""
        changed = deepcopy(document)
        for _ in range(self.chance.randint(1, 3)):
            self._break(changed)
        return changed

    def _break(self, document: Any) -> None:
        place = self.chance.choice(list(_containers(document)))
        odd = deepcopy(self.chance.choice(ODD))
        if isinstance(place, dict):
            key = self.chance.choice((*place, self.chance.choice(KEYS)))
            if key in place and self.chance.random() < 0.3:
                del place[key]
            else:
                place[key] = odd
        elif place and self.chance.random() < 0.6:
            place[self.chance.randrange(len(place))] = odd
        else:
            place.append(deepcopy(self.chance.choice(place)) if place else odd)

    def stirred(self, text: str) -> str:
        """`text` cut, repeated, nested and sprinkled."""
        start, end = sorted(self.chance.randrange(len(text) + 1) for _ in range(2))
        sprinkle = self.chance.choice(SPRINKLES)
        return self.chance.choice(
            (
                text[:start] + text[end:],
                text[:start] + sprinkle + text[start:],
                text[:end] + text[start:],
                "[" * self.chance.randint(1, 5000) + text,
                text + " " * self.chance.choice((1, 30_000, 31_000)),
            )
        )

    def images(self) -> list[Image]:
        """A small repository with lists, artifacts, archived and restored images."""
        pick, names = self.chance.choice, [f"i{n}" for n in range(self.chance.randint(0, 8))]
        ages = (0, 1, 1.5, 2, 3, 5, 11, 91, 92, 400)

        def ago() -> datetime:
            return NOW - timedelta(days=pick(ages))

        return [
            Image(
                name=name,
                tags=tuple(self.chance.sample(TAGS, self.chance.randint(0, 3))),
                pushed_at=ago(),
                storage_class=pick(("standard", "standard", "archive")),
                last_pulled_at=pick((None, ago())),
                archived_at=pick((None, ago())),
                activated_at=pick((None, None, ago())),
                references=tuple(self.chance.sample(names, min(2, len(names)))) * pick((0, 0, 1)),
                subject=pick((None, None, None, *names)),
            )
            for name in names
        ]

    def assumptions(self) -> Assumptions:
        """One way to read the open points."""
        flags: dict[str, Any] = {
            name: self.chance.choice((True, False))
            for name, value in vars_of(Assumptions()).items()
            if isinstance(value, bool)
        }
        return Assumptions(**flags)


def vars_of(assumptions: Assumptions) -> dict[str, Any]:
    """The fields of a dataclass with slots."""
    return {name: getattr(assumptions, name) for name in assumptions.__slots__}


def _containers(value: Any) -> list[Any]:
    found = []
    if isinstance(value, dict | list):
        found.append(value)
        for inner in value.values() if isinstance(value, dict) else value:
            found += _containers(inner)
    return found


def check(maker: Maker, seen: Counter[str]) -> None:
    """One round: a valid policy, a broken one, a stirred text; each as text and as objects."""
    valid = maker.policy()
    broken = maker.broken(valid)
    for text in (json.dumps(valid), json.dumps(broken), maker.stirred(json.dumps(valid))):
        problems = validate(text)
        seen.update(problem.code for problem in problems)
        seen["taken" if not problems else "refused"] += 1
        agree(text, not problems, specification.accepts_text(text))
        json.dumps([to_object(finding) for finding in analyze(text)])
    if not validate(broken):
        valid = broken
    everything_of(valid, maker, seen)
    for reader, refusal in READERS:
        attempt(reader, refusal, maker.stirred(json.dumps(broken)))


READERS: tuple[tuple[Callable[[Any], Any], type[Exception]], ...] = (
    (lambda text: build(read_retention(text)), InvalidRetention),
    (read_streams, InvalidStreams),
    (lambda text: read_images(text, NOW), InvalidImages),
)


def attempt(reader: Callable[[Any], Any], refusal: type[Exception], text: str) -> None:
    """A reader returns a value or raises its own refusal."""
    try:
        reader(text)
    except refusal:
        return


def everything_of(document: dict[str, Any], maker: Maker, seen: Counter[str]) -> None:
    """Analysis, sentences, round trip and evaluation of a policy that ECR takes."""
    policy = parse(document)
    agree(document, parse(policy.to_json()) == policy, expected=True)
    explain(policy)
    seen.update(problem.code for problem in analyze(policy))
    images, assumptions = maker.images(), maker.assumptions()
    result = evaluate(policy, images, NOW, assumptions)
    got = dict(result.expire), dict(result.transition)
    agree((document, images, assumptions), got, oracle.evaluate(document, images, NOW, assumptions))
    agree(document, len(result.verdicts), len(images))


class Disagreement(Exception):  # noqa: N818
    """The library and the independent statement differ on an input."""


def agree(source: Any, got: Any, expected: Any) -> None:
    """Raise with the input if the two differ."""
    if got != expected:
        raise Disagreement(f"got {got}, expected {expected}, of {source!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    given = parser.parse_args(arguments)
    print(f"fuzzing lifecycle for {given.seconds:g} s from seed {given.seed}")
    end, rounds, seen = time.monotonic() + given.seconds, 0, Counter[str]()
    while time.monotonic() < end:
        maker = Maker(given.seed + rounds)
        try:
            check(maker, seen)
        except Exception as fault:
            print(f"seed {given.seed + rounds}: {type(fault).__name__}: {fault}", file=sys.stderr)
            raise
        rounds += 1
    print(
        f"{rounds} rounds, {seen.pop('taken')} texts taken, {seen.pop('refused')} refused, no fault"
    )
    print(
        f"{len(seen)} codes seen: " + ", ".join(f"{code} {n}" for code, n in sorted(seen.items()))
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
