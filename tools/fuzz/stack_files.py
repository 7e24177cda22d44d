"""`python -m tools.fuzz.stack_files`: our reader of stack files against the real Pulumi CLI.

Texts made at random: words that YAML readers disagree on, in every style and nesting, and the
project's own stack files with a few characters changed. What our reader takes, the CLI must take
too, and read as the same values. What ours refuses is counted, not compared: it may be stricter.
A disagreement ends the run with the text and exit code 1.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from container_registry.settings import SettingsError
from container_registry.settings.stack_file import SECRET, StackFile, parse_stack_file
from container_registry.settings.yaml_text import NotYamlError, read
from tools.fuzz.pulumi_config import PulumiConfig

ROOT = Path(__file__).parents[2]
#: Cases in one file, for one question to the CLI.
BATCH = 50
#: One case in so many is a whole file of its own.
WHOLE = 20

WORDS = (
    "0", "-0", "+1", "7", "12", "007", "0123", "0888", "0x1F", "0xff", "0b101", "0o17", "1_000",
    "1e3", "1E-3", "1.5", "1.0", "-1.50", ".5", "5.", "1.2.3", "1e400", "123456789012345678",
    "111111111111", "99999999999999999999", "0.1234567890123456789", "190:20:30", "1:30", "12:60",
    "2024-01-01", "2024-1-1", "2024-01-01 10:00:00", "2024-01-01T10:00:00Z", "2024-13-45",
    "true", "True", "TRUE", "tRue", "false", "yes", "No", "ON", "off", "y", "n", "~", "null",
    "Null", "nULL", ".inf", "-.Inf", ".nan", ".NaN", "nan", "inf", "<<", "=", "!", "!!str 5",
    "!!int 5", "!!binary aGk=", "!x y", "&a b", "*a", "a b", "a: b", "a:b", "a #b", "a#b", "# c",
    "'5'", '"5"', "'it''s'", '"\\u00e9"', '"\\x41"', '"a\\tb"', '"a\\nb"', '"\\ud83d\\ude00"',
    '"\\/"', "'a\n    b'", '"a\n    b"', "a\n    b", "'", '"', "[", "]", "{", "}", "[]", "{}",
    "[a, b]",
    "{a: b}", "{a: , b}", "[a, ]", "[,]", "{a:b}", '{"a":b}', "[a:b]", "[a: b]", "{secure: v1:x}",
    "? a", "- a", "-", "--", "---", "...", "-a", "|", ">", "|-\n    a", ">-\n    a b\n    c",
    "|2\n      a",
    "%a", "@a", "`a", "é", "ß", "日本", "\U0001f600", "\u00a0", "a\u2028b", "\ufeff", "\x00",
    "\x7f", "\t", " ", "", "v1.2.3", "*", "feature-*", "10.0.0.0/16", "o-abc", "arn:aws:iam::1:x",
    "1,000", "1 000", "0x", "0b2", "0o9", "+.5", "-.5", "+.inf", "1__0", "_1", "1_", "0_1", "-0x1",
    "+0b1", "1e", "1e+", "e1", "0e0", "00", "-00", "0.0", "-0.0", "08.5", "1.e3",
    "12345678901234.5",
)  # fmt: skip
KEYS = (
    "a", "b", "a-b", "a/b", "a.b", "a:b", "'a'", '"a"', "no", "yes", "5", "0123", "0xff", "1e3",
    "true", "null", "~", "''", "é", "a b", "? a", "<<", "secure", "2024-01-01", "-a", "[a]",
    "{a: b}",
    "1.0", "190:20:30", "=", "x" * 130, "\"a\\tb\"", "*a", "&a b", "!!str 5", "a#b",
)  # fmt: skip
LETTERS = "aabbcxyzeEoO0011279....--__::/@+=*,#'\"&!%|>?~[]{}\\ é日 "
SPRINKLES = (
    ":", " ", "\n", "-", "'", '"', "#", "&", "*", "!", "|", ">", "%", "@", "{", "}", "[", "]", ",",
    "?", "\t", "0", "1e3", "no", "~", "\r\n", "\r", "\u0085", "\u2028", "\ufeff", "\\", "é", "  ",
)  # fmt: skip


class Maker:
    """Makes texts from one seeded source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (nothing here is a secret)

    def value(self, indent: int = 4, depth: int = 0) -> str:
        """The text of a value, as it stands behind `key:`."""
        pick, pad = self.chance.choice, " " * indent
        form = self.chance.randint(0, 9) if depth < 3 else 0
        if form < 4:
            return f" {self._word()}"
        if form < 7:
            members = (
                f"\n{pad}{pick(KEYS)}:{self.value(indent + 2, depth + 1)}"
                for _ in range(self.chance.randint(1, 3))
            )
            return "".join(members)
        if form < 9:
            entries = (
                f"\n{pad}-{self.value(indent + 2, depth + 1)}"
                for _ in range(self.chance.randint(1, 3))
            )
            return "".join(entries)
        return f" {self._flow(depth)}"

    def _word(self) -> str:
        draw = self.chance.random()
        if draw < 0.5:
            word = "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, 12)))
        else:
            word = self.chance.choice(WORDS)
        if draw > 0.9:
            word += self.chance.choice(WORDS)
        return word + self.chance.choice(("", "", "", " ", " # c"))

    def _flow(self, depth: int) -> str:
        pick = self.chance.choice
        inner = [
            self._flow(depth + 1) if depth < 3 and self.chance.random() < 0.3 else pick(WORDS)
            for _ in range(self.chance.randint(0, 3))
        ]
        if self.chance.random() < 0.5:
            return f"[{', '.join(inner)}]"
        colon = pick((": ", ": ", ":"))
        return "{" + ", ".join(f"{pick(KEYS)}{colon}{word}" for word in inner) + "}"

    def whole(self, models: Sequence[str]) -> str:
        """A stack file with a few characters changed."""
        text = self.chance.choice(models)
        for _ in range(self.chance.randint(1, 4)):
            at = self.chance.randrange(len(text))
            to = at + self.chance.choice((0, 0, 1, 2, 10))
            text = text[:at] + self.chance.choice((*SPRINKLES, *WORDS[:40])) + text[to:]
        return text


class Disagreement(Exception):  # noqa: N818
    """Our reader takes a text that the CLI refuses, or reads as something else."""


class Comparison:
    """Our reader and the CLI, side by side."""

    def __init__(self, cli: PulumiConfig) -> None:
        self.cli = cli
        self.seen: Counter[str] = Counter()
        self._waiting: list[str] = []

    def value(self, text: str) -> None:
        """Compare the text of one value, together with others."""
        if self._taken(_file([text])) is None:
            self.seen["values refused"] += 1
            return
        self.seen["values compared"] += 1
        self._waiting.append(text)
        if len(self._waiting) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Compare what is waiting."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._compare(waiting)

    def whole(self, text: str) -> None:
        """Compare a whole file."""
        ours = self._taken(text)
        self.seen["files refused" if ours is None else "files compared"] += 1
        if ours is not None:
            self._agree(text, ours)

    def _compare(self, values: list[str]) -> None:
        text = _file(values)
        ours = self._taken(text)
        if ours is None:
            raise Disagreement(f"taken one by one, refused together:\n{text}")
        if len(values) == 1 or self.cli.read(text) == _handed_on(ours):
            self._agree(text, ours)
            return
        for value in values:
            self._compare([value])
        raise Disagreement(f"right one by one, wrong together:\n{text}")

    def _agree(self, text: str, ours: StackFile) -> None:
        theirs, mine = self.cli.read(text), _handed_on(ours)
        if theirs != mine:
            raise Disagreement(f"Pulumi reads {theirs}\nwe read {mine}\nof {text!r}\n{text}")

    @staticmethod
    def _taken(text: str) -> StackFile | None:
        _both_parsers(text)
        try:
            file = parse_stack_file(text, "Pulumi.fuzz.yaml")
        except SettingsError:
            return None
        return None if file.refused or file.config.keys() != _known(file) else file


def _known(file: StackFile) -> set[str]:
    """The keys with a namespace and a value; the loader refuses the others."""
    return {k for k, v in file.config.items() if k.count(":") == 1 and v is not None}


def _both_parsers(text: str) -> None:
    """PyYAML with libyaml and without: where both take a text, they read the same."""
    found = []
    for parser in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        try:
            document = read(text, parser=parser)
        except NotYamlError:
            return
        if document.refusals:
            return
        found.append(document.value)
    if found[0] != found[1]:
        raise Disagreement(f"with libyaml {found[0]}\nwithout {found[1]}\nof {text!r}")


def _file(values: Sequence[str]) -> str:
    lines = "".join(f"  n:c{number}:{value}\n" for number, value in enumerate(values))
    return f"config:\n{lines}"


def _handed_on(file: StackFile) -> dict[str, Any]:
    """What we read, as the CLI hands it to a program: texts, and objects without secrets."""
    return {key: _text(value) for key, value in file.config.items() if not _holds_secret(value)}


def _text(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return value


def _holds_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_secret(item) for item in value.values())
    if isinstance(value, list):
        return any(_holds_secret(item) for item in value)
    return value is SECRET


def cases(seed: int, number: int) -> Iterator[tuple[str, str]]:
    """`(kind, text)` of each case of a run."""
    models = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("Pulumi.*.yaml"))]
    for index in range(number):
        maker = Maker(seed + index)
        if index % WHOLE == 0:
            yield "whole", maker.whole(models)
        else:
            yield "value", maker.value()


def compare(seed: int, number: int) -> Counter[str]:
    """Run the cases.

    Raises:
        Disagreement: with the text.
    """
    with tempfile.TemporaryDirectory() as directory:
        comparison = Comparison(PulumiConfig(Path(directory)))
        for kind, text in cases(seed, number):
            (comparison.whole if kind == "whole" else comparison.value)(text)
        comparison.flush()
    return comparison.seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the given number of texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    given = parser.parse_args(arguments)
    print(f"stack files: {given.cases} texts against the Pulumi CLI, from seed {given.seed}")
    try:
        seen = compare(given.seed, given.cases)
    except Disagreement as fault:
        print(fault, file=sys.stderr)
        return 1
    print(", ".join(f"{n} {kind}" for kind, n in sorted(seen.items())) + ", no disagreement")
    return 0


if __name__ == "__main__":
    sys.exit(main())
