"""What a stack of many services takes, against release 0.1.0: `python -m tools.bench.scale [N...]`.

Each size is previewed and brought up by the real engine on a local AWS of its own, by this checkout
and by the release's commit, one after the other in the same run: resources, rules, alarms, seconds.
Seconds are this machine's; the ratios compare. A file backend writes the whole state at each step,
which is most of what an update of many resources takes.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.table import Table

from tests.support.stacks import write

ROOT: Final = Path(__file__).parents[2]
RELEASE: Final = "2562376"
SIZES: Final = (50, 200)
#: Bring up no more than this many: the release takes half an hour for 200.
MOST_BROUGHT_UP: Final = 50
#: What the stack may take, by number of services beyond which it holds.
MOST_SHARED: Final = 60
MOST_OF_A_SERVICE: Final = 6
MOST_RULES: Final = 20
MOST_ALARMS: Final = 12
_NAME: Final = "scale"


class Taken(NamedTuple):
    """What one stack took."""

    resources: int
    rules: int
    alarms: int
    preview: float
    up: float | None


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
    }


def checkouts(folder: Path) -> dict[str, Path]:
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
    return {"release 0.1.0": then, "now": now}


def taken(checkout: Path, services: int) -> Taken:
    """Preview, and bring up where that is not too long."""
    write(checkout, _NAME, configuration(services))
    _salted(checkout)
    preview, shown = _engine(checkout, "preview")
    created = re.search(r"(\d+) create", shown)
    lines = set(re.findall(r"^\s*\+ (\S+) (\S+)", shown, re.MULTILINE))
    counts = Counter(kind for kind, _ in lines)
    up = _engine(checkout, "up")[0] if services <= MOST_BROUGHT_UP else None
    if up is not None:
        _engine(checkout, "down")
    return Taken(
        int(created[1]) if created else sum(counts.values()),
        counts["aws:cloudwatch/eventRule:EventRule"],
        counts["aws:cloudwatch/metricAlarm:MetricAlarm"],
        preview,
        up,
    )


def _salted(checkout: Path) -> None:
    """Give the stack file the salt of another: the release asks for one."""
    other = (checkout / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    salt = re.search(r"^encryptionsalt: .*$", other, re.MULTILINE)
    if salt:
        with (checkout / f"Pulumi.{_NAME}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"{salt[0]}\n")


def _engine(checkout: Path, verb: str) -> tuple[float, str]:
    command = [sys.executable, "-m", "local.engine", verb, "--stack", _NAME]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{verb} in {checkout} failed:\n{(done.stdout + done.stderr)[-3000:]}")
    return time.perf_counter() - started, done.stdout + done.stderr


def main(*sizes: int) -> int:
    """Print the table; 1 where a count is beyond its bound."""
    console = Console()
    table = Table("services", "", "resources", "rules", "alarms", "preview, s", "up, s")
    good = True
    with tempfile.TemporaryDirectory() as name:
        places = checkouts(Path(name))
        for services in sizes or SIZES:
            found = {label: taken(place, services) for label, place in places.items()}
            for label, one in found.items():
                up = "-" if one.up is None else f"{one.up:.1f}"
                table.add_row(
                    *(str(services), label, str(one.resources), str(one.rules), str(one.alarms)),
                    *(f"{one.preview:.1f}", up),
                )
            now = found["now"]
            good &= now.resources <= MOST_SHARED + MOST_OF_A_SERVICE * services
            good &= now.rules <= MOST_RULES and now.alarms <= MOST_ALARMS
            console.print(json.dumps({"services": services, **_ratios(found)}))
    console.print(table)
    console.print(
        f"at most {MOST_SHARED} shared, {MOST_OF_A_SERVICE} a service, {MOST_RULES} rules, "
        f"{MOST_ALARMS} alarms: {'yes' if good else 'NO'}"
    )
    return 0 if good else 1


def _ratios(found: dict[str, Taken]) -> dict[str, float]:
    then, now = found["release 0.1.0"], found["now"]
    ratios = {
        "resources": now.resources / then.resources,
        "preview": now.preview / then.preview,
    }
    if now.up is not None and then.up is not None:
        ratios["up"] = now.up / then.up
    return {name: round(ratio, 2) for name, ratio in ratios.items()}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
