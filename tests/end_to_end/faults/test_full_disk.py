"""The disk fills up in the middle of an update: on a real file system of its own, a small tmpfs.

Everything happens in a mount namespace, which is gone with its last process.
"""

import os
import subprocess
import sys

import pytest

MEGABYTES = 160
#: Events of an update after which the disk is full.
MOMENTS = range(1, 12, 2) if os.environ.get("FAULTS") == "all" else (11,)
SCRIPT = f"""
mount -t tmpfs -o size={MEGABYTES}m none .local || exit 90
{sys.executable} -m tests.end_to_end.killed disk "$1" 0 up --stack small 2> "$2/full"
echo "full: $?"
{sys.executable} -m local.engine up --stack small 2> "$2/refused"
echo "refused: $?"
rm -f .local/fill
{sys.executable} -m local.engine up --stack small 2> "$2/again"
echo "again: $?"
{sys.executable} -m local.engine preview --stack small > "$2/preview" 2> "$2/preview.err"
echo "preview: $?"
{sys.executable} -m local.engine down --stack small 2> "$2/down"
echo "down: $?"
"""


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small")
    (machine.root / ".local").mkdir(exist_ok=True)
    return machine


@pytest.mark.parametrize("event", MOMENTS)
def test_with_room_again_one_up_completes_what_a_full_disk_cut_off(machine, event, tmp_path):
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh", str(event), tmp_path],
        cwd=machine.root,
        env=machine.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    codes = dict(line.split(": ") for line in done.stdout.splitlines() if ": " in line)
    said = {each.name: each.read_text() for each in tmp_path.iterdir()}
    whole = "\n".join(f"== {name}\n{text}" for name, text in said.items()) + done.stderr
    assert codes["full"] != "0", whole
    assert codes["refused"] != "0", whole
    assert codes["again"] == "0", whole
    assert codes["preview"] == "0", whole
    assert codes["down"] == "0", whole
    assert "Traceback" not in whole
    for name in ("full", "refused"):
        assert "the disk is full" in said[name], whole
        assert "make up STACK=small" in said[name], whole
    assert "no changes" in said["preview.err"], whole
