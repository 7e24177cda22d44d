"""The bounds of the scale bench: each is held, and one beyond it is missed."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tools.bench.processes import Used, run
from tools.bench.scale import Taken, judged


def taken(services: int, **changed: Any) -> Taken:
    """A stack at its bounds."""
    used = Used(changed.pop("seconds", 1.0), services * 0.05 + 3, 2 * 1024**3, "")
    values = {
        "resources": 60 + 6 * services,
        "rules": 20,
        "alarms": 12,
        "preview": used,
        "up": Used(30.0, 1.0, 0, "") if services == 50 else None,
        "update": 60.0 if services == 200 else None,
        **changed,
    }
    return Taken(**values)


def missed(*stacks: tuple[int, Taken], release: float = 90.0) -> list[str]:
    then = taken(50, up=Used(release, 1.0, 0, ""))
    return [what for what, number, most in judged(dict(stacks), then) if number > most]


ALL = {50: taken(50), 200: taken(200), 1000: taken(1000)}


def test_a_stack_at_its_bounds_is_good() -> None:
    assert missed(*ALL.items()) == []


@pytest.mark.parametrize(
    ("services", "changed", "what"),
    [
        (200, {"resources": 1261}, "resources of 200"),
        (200, {"rules": 21}, "event rules of 200"),
        (200, {"alarms": 13}, "alarms of 200"),
        (200, {"seconds": 20.1}, "preview of 200, s"),
        (1000, {"seconds": 90.1}, "preview of 1000, s"),
        (200, {"update": 60.1}, "update of 200, s"),
        (1000, {"preview": Used(1, 53, 2 * 1024**3 + 1, "")}, "memory of 1000, GB"),
        (1000, {"preview": Used(1, 80, 0, "")}, "CPU a service, 1000 against 200"),
    ],
)
def test_one_beyond_a_bound_is_missed(services: int, changed: dict[str, Any], what: str) -> None:
    assert missed(*{**ALL, services: taken(services, **changed)}.items()) == [what]


def test_an_up_of_more_than_a_third_of_the_releases_is_missed() -> None:
    assert missed(*ALL.items(), release=89.0) == ["up, against the release"]


def test_a_command_is_measured_with_what_it_starts(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(sum(range(10**6)))'])"
    )
    used = run([sys.executable, "-c", program], tmp_path)
    assert used.printed.strip() == "499999500000"
    assert used.cpu > 0
