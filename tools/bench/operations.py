"""What the commands of `registryctl` cost: `python -m tools.bench.operations`.

A loopback AWS has 1,000 repositories of 200 images and 1,000 services that run them, answers each
call after 50 ms, and refuses more than 200 a second. Each command runs as a process of its own,
whose start counts.

- How much of the ideal speed it has: calls times 50 ms by the calls that it makes at once, or calls
  by 200 a second where that is longer.
- How many times as fast it is as a loop of the AWS CLI that makes the same calls: seconds of one
  call of the CLI are measured in the same run, on a few of them.
- The memory of the process.
- `migrate` against `crane cp`: tools/bench/migration.py.

A bound that is missed gives exit code 1. About four minutes, most of them waiting for answers.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from operations.aws import WORKERS
from tools.bench import fleet, migration
from tools.bench.fleet import contents

ROOT: Final = Path(__file__).parents[2]
REPOSITORIES, LATENCY, RATE = 1000, 0.05, 200
#: Calls of the AWS CLI that are measured.
SAMPLE: Final = 8
LEAST_OF_IDEAL, LEAST_TIMES_CLI, MOST_MEGABYTES = 0.8, 10, 300
#: 1 where an image in use would be deleted: the fleet has such.
_GOOD: Final = (0, 1)


class Taken(NamedTuple):
    """One command."""

    name: str
    seconds: float
    calls: int
    megabytes: float

    @property
    def of_ideal(self) -> float:
        """The ideal time by the time it took."""
        return self.calls * max(LATENCY / WORKERS, 1 / RATE) / self.seconds


def main() -> int:
    """Measure, print, and fail if a bound is missed."""
    console = Console()
    good = [_commands(console), _migrations(console)]
    return 0 if all(good) else 1


def _commands(console: Console) -> bool:
    table = Table("registryctl", "s", "calls", "of the ideal", "times the AWS CLI", "MB")
    good = True
    with tempfile.TemporaryDirectory() as name, fleet.serving() as aws:
        folder = Path(name)
        (folder / "stack.json").write_text(json.dumps(_stack()), encoding="utf-8")
        of_cli = _of_cli(aws)
        for words in _runs(folder):
            one = _taken(words, aws)
            times = one.calls * of_cli / one.seconds
            good &= one.of_ideal >= LEAST_OF_IDEAL and times >= LEAST_TIMES_CLI
            good &= one.megabytes <= MOST_MEGABYTES
            table.add_row(
                *(one.name, f"{one.seconds:.1f}", str(one.calls), f"{one.of_ideal:.2f}"),
                *(f"{times:.0f}", f"{one.megabytes:.0f}"),
            )
    console.print(table)
    console.print(
        f"{SAMPLE} calls of the AWS CLI took {of_cli:.2f} s each\n"
        f"at least {LEAST_OF_IDEAL} of the ideal with {WORKERS} calls at once, {LEAST_TIMES_CLI} "
        f"times the CLI, at most {MOST_MEGABYTES} MB: {'yes' if good else 'NO'}"
    )
    return good


def _runs(folder: Path) -> Iterator[Sequence[str]]:
    yield "in-use", "--json"
    yield "preview", "--offline", "--json"
    yield "health", str(folder / "stack.json"), "--json"
    yield "report", str(folder / "report.html")


def _taken(words: Sequence[str], aws: str) -> Taken:
    _told(aws)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "operations", *words],
        cwd=ROOT,
        env=_environment(aws),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in _GOOD:
        raise SystemExit(f"registryctl {' '.join(words)}\n{said[-3000:]}")
    calls = sum(_told(aws)["calls"].values())
    return Taken(words[0], seconds, calls, usage.ru_maxrss / 1000)


def _told(aws: str) -> Any:
    """What was asked since the last look."""
    with urllib.request.urlopen(f"{aws}/told") as answer:  # noqa: S310 - loopback
        return json.load(answer)


def _of_cli(aws: str) -> float:
    """Seconds of one call of the AWS CLI, its start included, as a loop in a shell has it."""
    command = [str(Path(sys.executable).parent / "aws"), "ecr", "get-lifecycle-policy"]
    command += ["--endpoint-url", aws, "--output", "json", "--repository-name"]
    start = time.perf_counter()
    for name in contents.names(SAMPLE):
        subprocess.run([*command, name], env=_environment(aws), check=True, capture_output=True)
    return (time.perf_counter() - start) / SAMPLE


def _environment(aws: str) -> Mapping[str, str]:
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith("AWS_")},
        "AWS_ENDPOINT_URL": aws,
        "AWS_REGION": contents.REGION,
        "AWS_DEFAULT_REGION": contents.REGION,
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def _stack() -> dict[str, Any]:
    """A stack whose repositories are as the fleet's are."""

    def one(kind: str, **inputs: object) -> dict[str, object]:
        return {"urn": f"urn:pulumi:prod::bench::{kind}::x", "type": kind, "inputs": inputs}

    resources = [one("pulumi:providers:aws", region=contents.REGION)]
    for name in contents.names(REPOSITORIES):
        resources += [
            one(
                "aws:ecr/repository:Repository",
                name=name,
                imageTagMutability="IMMUTABLE",
                imageScanningConfiguration={"scanOnPush": True},
                encryptionConfigurations=[{"encryptionType": "AES256"}],
                tags={"Owner": "team"},
            ),
            one(
                "aws:ecr/lifecyclePolicy:LifecyclePolicy",
                repository=name,
                policy=json.dumps(contents.POLICY),
            ),
        ]
    return {"deployment": {"resources": resources}}


def _migrations(console: Console) -> bool:
    table = Table("registryctl migrate", "ratio", "at least")
    good = True
    for what, ratio, least in migration.rows():
        good &= ratio >= least
        table.add_row(what, f"{ratio:.2f}", f"{least:g}", style=None if ratio >= least else "red")
    console.print(table)
    return good


if __name__ == "__main__":
    sys.exit(main())
