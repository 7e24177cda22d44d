"""Whoever upgrades keeps what is live: today's program on what each release left in a state.

`changes.json` beside a release's states lists what has changed since, as `UPGRADING.md` tells it:
"TYPE NAME" by operation, `*` for any characters. A change that is not listed fails. What holds
data, or what others refer to by name, is never replaced or deleted, listed or not.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ecr_lifecycle.wildcard import matches
from tests.support.stacks import ROOT

HERE = Path(__file__).parent
RECORDED = sorted(HERE.glob("*/*.json.gz"))
#: Images, what decrypts them, who is told, and the ARNs that workflows and other accounts hold.
KEPT = {
    "aws:ecr/repository:Repository",
    "aws:iam/role:Role",
    "aws:kms/key:Key",
    "aws:sns/topic:Topic",
}
IN_PLACE = {"update"}
NEW = {"create"}


def changes(recorded: Path, folder: Path) -> list[tuple[str, str, str]]:
    """What today's program would change: operation, type, logical name."""
    stack = recorded.name.partition(".")[0]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.upgrades.preview", recorded.parent, stack, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return [(step[0], step[1], step[2]) for step in json.loads(ran.stdout.splitlines()[-1])]


def listed(recorded: Path) -> dict[str, list[str]]:
    """What may change since the release, by operation."""
    file = recorded.parent / "changes.json"
    found: dict[str, list[str]] = json.loads(file.read_text()) if file.exists() else {}
    return found


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda p: f"{p.parent.name}-{p.name[:-8]}")
def test_nothing_changes_on_what_a_release_left_but_what_is_told(
    recorded: Path, tmp_path: Path
) -> None:
    found = changes(recorded, tmp_path)
    lost = [step for step in found if step[1] in KEPT and step[0] not in IN_PLACE | NEW]
    assert not lost, "an upgrade must not replace or delete these"
    allowed = listed(recorded)
    untold = [
        step
        for step in found
        if not any(matches(known, f"{step[1]} {step[2]}") for known in allowed.get(step[0], ()))
    ]
    assert not untold, "list these in changes.json, and tell them in UPGRADING.md:\n" + "\n".join(
        map(" ".join, untold)
    )


def test_every_stack_of_the_project_has_a_recorded_state() -> None:
    stacks = {path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")}
    assert stacks <= {path.name.partition(".")[0] for path in RECORDED}


def test_no_recorded_state_holds_a_secret_or_a_machines_path() -> None:
    import gzip

    for recorded in RECORDED:
        text = gzip.decompress(recorded.read_bytes()).decode()
        for leaked in ("ciphertext", "stackTrace", "/root/", "/home/", "/work/", "/tmp/"):
            assert leaked not in text, f"{recorded.name} holds {leaked}"
