"""What an evaluation costs: `python -m tools.bench.lifecycle`.

Every figure is a ratio of two measurements of one run, taken in turns, the best of several, in CPU
time with the garbage collector off (as `timeit` does it). A bound that is missed gives exit code 1.

- 100,000 images, the quota of a repository, under 10 rules, against `sorted` by push time.
- The same from 10,000 to 100,000 images: how the time grows. Ten repositories of 10,000 are
  evaluated one after the other, so that both sides go through as much memory and take as long.
- 50 rules of patterns with four `*`, on tags made to mislead a matcher that goes back, against
  tags of the same length that are refused at once; and on tags twice as long.
- Memory that an evaluation takes for each image.
- `evaluate` on the answer of `aws ecr describe-images` for a full repository, 60 MB: with --json
  against `json.load` of the file, as a table against --json, and the peak of the process.
- `audit` of 1,000 repositories of 200 images on loopback, each call 50 ms: against the least time
  that its threads could need, which is calls times 50 ms by threads.
"""

import gc
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from ecr_lifecycle import Image, Policy, Retention, RetentionClass, Rule, Selection, build, evaluate
from ecr_lifecycle.live import read_registry
from ecr_lifecycle.live.registry import WORKERS
from tools.bench import fleet

NOW = datetime(2026, 11, 20, tzinfo=UTC)
QUOTA = 100_000
KINDS = ("v", "prod-", "release-", "main-", "feature-", "pr-", "dev-", "staging-", "sha-", "")
ROUNDS = 5
LATENCY: Final = 0.05


def ten_rules(size: int) -> Policy:
    """Rules of every kind, under which about half of a repository of `size` images goes."""
    counted = tuple(RetentionClass(kind, (f"{kind}*",), keep=size // 20) for kind in KINDS[:6])
    aged = tuple(RetentionClass(kind, (f"{kind}*",), days=600) for kind in KINDS[6:8])
    return build(Retention(classes=counted + aged, keep_any=size // 2))


def repository(size: int) -> list[Image]:
    """Images of ten kinds, one of them untagged, in no order of their push times."""
    return [
        Image(
            name=f"sha256:{number:064x}",
            tags=(f"{KINDS[number % 10]}{number:x}",) if KINDS[number % 10] else (),
            pushed_at=NOW - timedelta(seconds=number * 7_368_787 % 100_000_007),
        )
        for number in range(size)
    ]


def fifty_rules() -> Policy:
    """Four `*` in each pattern, and parts that nearly fit everywhere in a run of one letter."""
    return Policy(
        tuple(
            Rule(
                priority=number,
                selection=Selection(
                    tag_status="tagged",
                    tag_patterns=(f"*{'a' * number}b*{'a' * number}b*{'a' * number}b*",),
                    count_type="imageCountMoreThan",
                    count_number=10,
                ),
            )
            for number in range(1, 51)
        )
    )


def tagged(make: Callable[[int], str]) -> list[Image]:
    """A full repository of images with one tag each."""
    return [
        Image(name=str(number), tags=(make(number),), pushed_at=NOW - timedelta(seconds=number))
        for number in range(QUOTA)
    ]


def best(rounds: int, *tasks: Callable[[], object]) -> list[float]:
    """The least CPU seconds of each task, run in turns."""
    least = [float("inf")] * len(tasks)
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for index, task in enumerate(tasks):
                start = time.process_time()
                task()
                least[index] = min(least[index], time.process_time() - start)
    finally:
        gc.enable()
    return least


def speed() -> Sequence[tuple[str, float, float]]:
    """Against `sorted`, and how the time grows."""
    small, large = [repository(QUOTA // 10) for _ in range(10)], repository(QUOTA)
    by_push = attrgetter("pushed_at")
    few, many = ten_rules(QUOTA // 10), ten_rules(QUOTA)
    tenths, full, ordered = best(
        ROUNDS,
        lambda: [evaluate(few, each, NOW) for each in small],
        lambda: evaluate(many, large, NOW),
        lambda: sorted(large, key=by_push),
    )
    return (
        ("100,000 images under 10 rules : sorted by push time", full / ordered, 6),
        ("100,000 images : 10,000 images", 10 * full / tenths, 12),
    )


def hostility() -> Sequence[tuple[str, float, float]]:
    """Patterns on tags that almost match, and on tags twice as long."""
    policy = fifty_rules()
    kind, hostile, longer = (
        tagged(lambda number: f"{number:0>64}"),
        tagged(lambda number: f"{number:0>6}" + "a" * 57 + "b"),
        tagged(lambda number: f"{number:0>6}" + "a" * 121 + "b"),
    )
    refused, misled, doubled = best(
        2,
        lambda: evaluate(policy, kind, NOW),
        lambda: evaluate(policy, hostile, NOW),
        lambda: evaluate(policy, longer, NOW),
    )
    return (
        ("50 rules of four *, hostile tags : tags refused at once", misled / refused, 3),
        ("50 rules of four *, hostile tags of 128 : of 64 characters", doubled / misled, 2),
    )


def memory() -> Sequence[tuple[str, float, float]]:
    """The peak that an evaluation adds, and what the images take themselves."""
    tracemalloc.start()
    images = repository(QUOTA)
    own, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    evaluate(ten_rules(QUOTA), images, NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (
        ("bytes of an image", own / QUOTA, 600),
        ("bytes that the evaluation adds for each image", (peak - own) / QUOTA, 200),
    )


def command() -> Sequence[tuple[str, float, float]]:
    """The command itself, on a full repository, in a process that does nothing else."""
    with TemporaryDirectory() as folder:
        images, policy = Path(folder) / "images.json", Path(folder) / "policy.json"
        images.write_text(json.dumps(described(QUOTA), indent=4), encoding="utf-8")
        policy.write_text(ten_rules(QUOTA).to_json(), encoding="utf-8")
        arguments = ["evaluate", "--policy", str(policy), "--images", str(images)]
        arguments += ["--now", NOW.isoformat()]
        done = subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS, json.dumps(arguments), str(images)],
            capture_output=True,
            text=True,
            check=True,
        )
        told, shown, loaded, peak = json.loads(done.stderr.splitlines()[-1])
    return (
        ("evaluate --json of 100,000 images : json.load of the file", told / loaded, 2.5),
        ("evaluate as a table : --json", shown / told, 1.5),
        ("MB of the process, at most", peak, 350),
    )


_IN_A_PROCESS: Final = """
import json, re, sys, time
from click.testing import CliRunner
from ecr_lifecycle.cli import main

arguments, images = json.loads(sys.argv[1]), sys.argv[2]

def least(task):
    found = []
    for _ in range(3):
        start = time.process_time()
        task()
        found.append(time.process_time() - start)
    return min(found)

told = least(lambda: CliRunner().invoke(main, [*arguments, "--json"]))
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1000
shown = least(lambda: CliRunner().invoke(main, arguments))

def load():
    with open(images, "rb") as file:
        json.load(file)

print(json.dumps([told, shown, least(load), peak]), file=sys.stderr)
"""


def described(size: int) -> dict[str, Any]:
    """The answer of DescribeImages for `repository(size)`, as the AWS CLI prints it."""
    return {
        "imageDetails": [
            {
                "registryId": "111111111111",
                "repositoryName": "feed-server",
                "imageDigest": image.name,
                **({"imageTags": list(image.tags)} if image.tags else {}),
                "imageSizeInBytes": 250_000_000,
                "imagePushedAt": image.pushed_at.isoformat(),
                "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
                "artifactMediaType": "application/vnd.oci.image.config.v1+json",
                "lastRecordedPullTime": image.pushed_at.isoformat(),
                "imageStatus": "ACTIVE",
            }
            for image in repository(size)
        ]
    }


def audit() -> Sequence[tuple[str, float, float]]:
    """A fleet on loopback, in a process of its own, that answers after 50 ms."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    with fleet.serving() as url:
        start = time.monotonic()
        registry = read_registry("eu-west-1", endpoint_url=url)
        wall = time.monotonic() - start
    calls = 1 + 2 * len(registry.records)
    return (("audit of 1,000 repositories : the ideal", wall / (calls * LATENCY / WORKERS), 1.25),)


def main() -> int:
    """Measure, print, and fail if a bound is missed."""
    table = Table("lifecycle", "measured", "bound")
    missed = 0
    for name, measured, bound in (*speed(), *hostility(), *memory(), *command(), *audit()):
        late = measured > bound
        missed += late
        table.add_row(name, f"{measured:.1f}", f"{bound:g}", style="red" if late else None)
    Console().print(table)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
