"""`python -m tools.fuzz.properties --seconds N`: every property of the tests on ever new input.

The properties are tests, written with Hypothesis; here they run under its profile `fuzz`, each
round from another seed. A failure is made small by Hypothesis, and kept in `.hypothesis`, so that
the next `make test` begins with it. Exit code 1 then.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

ROOMS: Final = ("tests/ecr_lifecycle", "tests/container_registry")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run rounds until the time is up, or one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, help="of the first round; the next one is one more")
    given = parser.parse_args(arguments)
    first = random.randrange(2**31) if given.seed is None else given.seed  # noqa: S311
    end, rounds = time.monotonic() + given.seconds, 0
    while rounds == 0 or time.monotonic() < end:
        seed = first + rounds
        print(f"round {rounds + 1}, seed {seed}", flush=True)
        if failed := _round(seed):
            print(f"again: python -m tools.fuzz.properties --seed {seed}", file=sys.stderr)
            return failed
        rounds += 1
    return 0


def _round(seed: int) -> int:
    pytest = (sys.executable, "-m", "pytest", "-m", "hypothesis", "--no-header")
    return subprocess.run(
        [*pytest, f"--hypothesis-seed={seed}", *ROOMS],
        env={**os.environ, "HYPOTHESIS_PROFILE": "fuzz"},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
