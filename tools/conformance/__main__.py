"""`make conformance`: 0 failures with `--oci`, and by default exactly those of `expected.txt`."""

import sys
from pathlib import Path
from typing import Final

from rich.console import Console

from tools.clients.programs import CONFORMANCE
from tools.conformance.suite import Outcome, run_suite

EXPECTED: Final = Path(__file__).with_name("expected.txt")


def expected(text: str) -> dict[str, str]:
    """The tests that fail by default, each with the switch of its deviation."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: switch for switch, _, name in (line.partition("  ") for line in lines)}


def main() -> int:
    """Runs the suite both ways."""
    console = Console(stderr=True, highlight=False, markup=False)
    binary = CONFORMANCE.provide()
    plain, default = run_suite(binary, "--oci"), run_suite(binary)
    wanted = set(expected(EXPECTED.read_text(encoding="utf-8")))
    _tell(console, "--oci", plain, set())
    _tell(console, "as ECR", default, wanted)
    return 1 if plain.failed or set(default.failed) != wanted else 0


def _tell(console: Console, title: str, outcome: Outcome, wanted: set[str]) -> None:
    failed = set(outcome.failed)
    console.print(
        f"  {title}: {outcome.total} tests, {len(failed)} failed ({len(wanted)} expected), "
        f"{outcome.skipped} skipped"
    )
    for name in sorted(failed - wanted):
        console.print(f"    failed: {name}")
    for name in sorted(wanted - failed):
        console.print(f"    passed, although a deviation is said to fail it: {name}")


if __name__ == "__main__":
    sys.exit(main())
