"""What a stack of many services takes, against release 0.1.0: `python -m tools.bench.scale [N...]`.

Each size is previewed by the real engine on a local AWS of its own, and brought up where it has at
most 200 services; the release's commit does the same with the smallest size, in the same run. The
bounds are for two cores that do nothing else: resources, rules, alarms, seconds, memory, growth.
Seconds of CPU are printed, too, because they tell on a machine that is at work.

A file backend writes the whole state at each step. `update` is without these checkpoints
(`tools.bench.unsaved`); `up` is with them, as users have it.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from tests.support.stacks import write
from tools.bench.processes import Used, run

ROOT: Final = Path(__file__).parents[2]
RELEASE: Final = "2562376"
SIZES: Final = (50, 200, 1000)
#: Bring up no more than this many, and with checkpoints only the smallest size.
MOST_BROUGHT_UP: Final = 200
#: What the stack may take.
MOST_SHARED: Final = 60
MOST_OF_A_SERVICE: Final = 6
MOST_RULES: Final = 20
MOST_ALARMS: Final = 12
MOST_SERVICES_FOR_RULES: Final = 200
#: Seconds, by number of services.
MOST_OF_A_PREVIEW: Final[Mapping[int, float]] = {200: 20, 1000: 90}
MOST_OF_AN_UPDATE: Final[Mapping[int, float]] = {200: 60}
MOST_OF_THE_RELEASE: Final = 1 / 3
MOST_MEMORY: Final = 2 * 1024**3
#: CPU time a service may grow by so much from one size to the next.
MOST_GROWTH: Final = 1.15
_NAME: Final = "scale"


class Taken(NamedTuple):
    """What one stack took.

    Attributes:
        resources: what the engine would create.
        rules: event rules among them.
        alarms: metric alarms among them.
        preview: the preview.
        up: `make up`, checkpoints included, where it was tried.
        update: seconds of an update without checkpoints, where it was tried.
    """

    resources: int
    rules: int
    alarms: int
    preview: Used
    up: Used | None
    update: float | None


def configuration(services: int) -> dict[str, Any]:
    """A stack with CI roles and monitoring."""
    return {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": ["111111111111"],
        "container-registry:services": {
            f"service-{n}": {"github": {"repository": f"acme/service-{n}"}} for n in range(services)
        },
        "container-registry:retention": {"keep": 10},
        "container-registry:ci": {"branches": ["main"], "identityProvider": "own"},
        "container-registry:registry": {"owner": True},
        "container-registry:monitoring": {"budget": 20},
        # A thousand CI roles and the reporter's two are more than IAM's default.
        **({"container-registry:quotas": {"roles": 5000}} if services > 900 else {}),
    }


def checkouts(folder: Path) -> tuple[Path, Path]:
    """The files of this checkout and of the release, each with this virtual environment."""
    now, then = folder / "now", folder / "release"
    left_out = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", ".*_cache", "dist")
    shutil.copytree(ROOT, now, ignore=left_out, symlinks=True)
    then.mkdir()
    archive = subprocess.run(
        ["git", "archive", RELEASE], cwd=ROOT, capture_output=True, check=False
    )
    if archive.returncode:
        sys.exit(f"the commit {RELEASE} is not in this clone: {archive.stderr.decode().strip()}")
    subprocess.run(["tar", "-x"], cwd=then, input=archive.stdout, check=True)
    for checkout in (now, then):
        (checkout / ".venv").symlink_to(ROOT / ".venv")
    return now, then


def taken(checkout: Path, services: int, *, up: bool, update: bool = False) -> Taken:
    """Preview, and bring up where that is asked for."""
    write(checkout, _NAME, configuration(services))
    _salted(checkout)
    preview = _engine(checkout, "preview")
    created = re.search(r"(\d+) create", preview.printed)
    lines = set(re.findall(r"^\s*\+ (\S+) (\S+)", preview.printed, re.MULTILINE))
    counts = Counter(kind for kind, _ in lines)
    brought = _engine(checkout, "up") if up else None
    if up:
        _engine(checkout, "down")
    seconds = None
    if update:
        command = [sys.executable, "-m", "tools.bench.unsaved", _NAME]
        seconds = float(run(command, checkout).printed.splitlines()[-1])
        _engine(checkout, "down")
    return Taken(
        int(created[1]) if created else sum(counts.values()),
        counts["aws:cloudwatch/eventRule:EventRule"],
        counts["aws:cloudwatch/metricAlarm:MetricAlarm"],
        preview,
        brought,
        seconds,
    )


def _salted(checkout: Path) -> None:
    """Give the stack file the salt of another: the release asks for one."""
    other = (checkout / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    salt = re.search(r"^encryptionsalt: .*$", other, re.MULTILINE)
    if salt:
        with (checkout / f"Pulumi.{_NAME}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"{salt[0]}\n")


def _engine(checkout: Path, verb: str) -> Used:
    return run([sys.executable, "-m", "local.engine", verb, "--stack", _NAME], checkout)


def judged(found: Mapping[int, Taken], release: Taken | None) -> Iterator[tuple[str, float, float]]:
    """Each bound: what is bounded, what was found, the most that it may be."""
    for services, one in found.items():
        most = MOST_SHARED + MOST_OF_A_SERVICE * services
        yield f"resources of {services}", one.resources, most
        if services <= MOST_SERVICES_FOR_RULES:
            yield f"event rules of {services}", one.rules, MOST_RULES
            yield f"alarms of {services}", one.alarms, MOST_ALARMS
        if services in MOST_OF_A_PREVIEW:
            yield f"preview of {services}, s", one.preview.seconds, MOST_OF_A_PREVIEW[services]
        if services in MOST_OF_AN_UPDATE and one.update is not None:
            yield f"update of {services}, s", one.update, MOST_OF_AN_UPDATE[services]
        yield f"memory of {services}, GB", one.preview.memory / 1e9, MOST_MEMORY / 1e9
    # In smaller stacks what all services share decides, and there was little of that to spare.
    smallest = found.get(SIZES[0])
    if release is not None and smallest is not None and release.up and smallest.up:
        ratio = smallest.up.seconds / release.up.seconds
        yield "up, against the release", ratio, MOST_OF_THE_RELEASE
    sizes = sorted(found)
    for small, large in pairwise(sizes[1:]):
        # The first of three takes away what does not depend on the number of services.
        least = found[sizes[0]].preview.cpu
        slope = (found[small].preview.cpu - least) / (small - sizes[0])
        steeper = (found[large].preview.cpu - found[small].preview.cpu) / (large - small)
        yield f"CPU a service, {large} against {small}", steeper / slope, MOST_GROWTH


def main(*sizes: int) -> int:
    """Print the tables; 1 where a bound is missed."""
    console, wanted = Console(width=150), sizes or SIZES
    with tempfile.TemporaryDirectory() as name:
        now, then = checkouts(Path(name))
        release = taken(then, wanted[0], up=wanted[0] <= MOST_BROUGHT_UP)
        found = {
            services: taken(
                now,
                services,
                up=services == wanted[0] and services <= MOST_BROUGHT_UP,
                update=services <= MOST_BROUGHT_UP and services in MOST_OF_AN_UPDATE,
            )
            for services in wanted
        }
    rows = [(wanted[0], "release 0.1.0", release), *((n, "now", one) for n, one in found.items())]
    console.print(_table(rows))
    bounds = Table("bound", "found", "at most", "")
    good = True
    for what, number, most in judged(found, release):
        good &= number <= most
        bounds.add_row(what, f"{number:.2f}", f"{most:.2f}", "" if number <= most else "MISSED")
    console.print(bounds)
    return 0 if good else 1


def _table(rows: list[tuple[int, str, Taken]]) -> Table:
    table = Table(
        *("services", "", "resources", "rules", "alarms", "preview, s", "its CPU, s"),
        *("its memory, MB", "up, s", "up, CPU s", "update, s"),
    )
    for services, label, one in rows:
        up, cpu = ("-", "-") if one.up is None else (f"{one.up.seconds:.1f}", f"{one.up.cpu:.1f}")
        table.add_row(
            *(str(services), label, str(one.resources), str(one.rules), str(one.alarms)),
            *(f"{one.preview.seconds:.1f}", f"{one.preview.cpu:.1f}"),
            *(f"{one.preview.memory / 1e6:.0f}", up, cpu),
            "-" if one.update is None else f"{one.update:.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
