"""What our components cost: `python -m tools.bench.components`.

Two questions, each answered within one run. How much of the program's CPU time is spent in our own
Python, at 50, 100 and 200 services, and how does it compare with a flat program that registers the
same resources and one bare component per service? Does the real engine's preview of our program
grow linearly with the services?
"""

import cProfile
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pulumi
from rich.console import Console
from rich.table import Table

from components.service import compose_service
from components.shared import compose_shared
from container_registry.settings import Settings, load
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL
from tests.support.stacks import write

ROOT = Path(__file__).parents[2]
SIZES = (50, 100, 200)
MOST_OF_OWN = 0.10
#: From 50 to 200 services a linear preview takes four times as long, and less for its fixed part.
MOST_OF_GROWTH = 4.0
ROOMS = tuple(str(ROOT / room) for room in ("container_registry", "components", "ecr_lifecycle"))


def configuration(services: int) -> dict[str, object]:
    """A stack with every part of a service in use, and no lookup."""
    return {
        "aws:region": SEOUL.region,
        "aws:allowedAccountIds": [SEOUL.account],
        "container-registry:services": {
            f"service-{n}": {"github": {"repository": f"acme/service-{n}"}} for n in range(services)
        },
        "container-registry:retention": {"keep": 10},
        "container-registry:ci": {"branches": ["main"], "identityProvider": "own"},
        "container-registry:registry": {"owner": True},
        "container-registry:sharing": {"pullAccounts": ["222222222222"]},
    }


def ours(settings: Settings) -> None:
    """The program that the project is."""
    shared = compose_shared(settings, SEOUL)
    for service in settings.services:
        compose_service(service, settings, SEOUL, shared)


def flat(recorded: Recorded) -> Callable[[], None]:
    """The same registrations with their finished inputs, and a bare component per service."""
    custom = [r for r in recorded.resources if r.custom]
    services = [r for r in recorded.resources if r.type.endswith(":ContainerRegistry")]

    def program() -> None:
        for service in services:
            pulumi.ComponentResource("flat:index:Service", service.name)
        for resource in custom:
            pulumi.CustomResource(resource.type, resource.name, dict(resource.inputs))

    return program


def profiled(program: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of the program's thread, and of those the seconds in our own files."""
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    deploy(program)
    profile.disable()
    stats = pstats.Stats(profile).get_stats_profile()
    total, own = stats.total_tt, 0.0
    for (file, _, _), row in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        own += row[2] if file.startswith(ROOMS) else 0.0
    return total, own


def profile_table(console: Console) -> bool:
    """Our share of the CPU profile, and the ratio to the flat program."""
    table = Table("services", "resources", "CPU, s", "own Python", "to the flat program")
    passed = True
    for size in SIZES:
        settings = load(configuration(size), "dev")
        recorded = deploy(partial(ours, settings))
        total, own = profiled(partial(ours, settings))
        flat_total, _ = profiled(flat(recorded))
        passed &= own / total <= MOST_OF_OWN
        table.add_row(
            str(size),
            str(len(recorded.resources)),
            f"{total:.2f}",
            f"{own / total:.1%}",
            f"{total / flat_total:.2f}",
        )
    console.print(table)
    console.print(f"own Python at most {MOST_OF_OWN:.0%}: {'yes' if passed else 'NO'}")
    return passed


def preview_seconds(folder: Path, services: int) -> float:
    """Wall seconds of the real engine's first preview, in a checkout of its own."""
    write(folder, "bench", configuration(services))
    command = [sys.executable, "-m", "local.engine", "preview", "--stack", "bench"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def preview_table(console: Console) -> bool:
    """How the preview grows from the fewest to the most services."""
    table = Table("services", "preview, s", "per service, ms")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "checkout"
        shutil.copytree(
            ROOT, folder, ignore=shutil.ignore_patterns(".git", ".local", ".venv", "*cache*")
        )
        (folder / ".venv").symlink_to(ROOT / ".venv")
        preview_seconds(folder, 1)
        seconds = {size: preview_seconds(folder, size) for size in SIZES}
        command = [sys.executable, "-m", "local.engine", "down", "--stack", "bench"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for size, taken in seconds.items():
        table.add_row(str(size), f"{taken:.1f}", f"{taken / size * 1000:.0f}")
    console.print(table)
    growth = seconds[SIZES[-1]] / seconds[SIZES[0]]
    passed = growth <= MOST_OF_GROWTH
    answer = "yes" if passed else "NO"
    console.print(f"{growth:.2f} times from {SIZES[0]} to {SIZES[-1]} services, linear: {answer}")
    return passed


def main() -> int:
    """Print both tables; 1 where a bound is missed."""
    console = Console()
    results = [profile_table(console), preview_table(console)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
