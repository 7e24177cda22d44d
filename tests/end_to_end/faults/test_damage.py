"""Files of `.local` that were cut or overwritten: `make up` mends them, or says that `down` does.

`make faults` damages each file alone and in each way; without it all are damaged at once.
"""

import itertools
import os

import pytest

#: What a full disk, a crash and a stray editor leave.
WAYS = {
    "empty": b"",
    "cut": None,
    "garbage": b"\xff\x00garbage{",
    "another document": b"[]",
    "another object": b'{"stack": [5]}',
}
FILES = {
    "the state": ".local/state/.pulumi/stacks/*/small.json",
    "its backup": ".local/state/.pulumi/stacks/*/small.json.bak",
    "the backend's version": ".local/state/.pulumi/meta.yaml",
    "the workspace": ".local/pulumi/workspaces/*.json",
    "which AWS it is": ".local/stacks/small/instance",
    "what was applied": ".local/stacks/small/applied",
    "the copy of the project": ".local/stacks/small/project/Pulumi.yaml",
    "the copy of the settings": ".local/stacks/small/project/Pulumi.small.yaml",
    "the lock": ".local/locks/small.lock",
    "the lock's holder": ".local/locks/small.holder",
    "the plug-in's notes": ".local/stacks/small/journal",
    "the CLI's lock": ".local/state/.pulumi/locks/organization/container-registry/small/1.json",
}
EACH = [([name], way) for name, way in itertools.product(FILES, WAYS)]
CASES = EACH if os.environ.get("FAULTS") == "all" else [(list(FILES), "cut")]


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small")
    return machine


@pytest.fixture
def up(machine):
    brought_up = machine.engine("up", "small")
    assert brought_up.returncode == 0, brought_up.stderr
    return machine


def damage(machine, name, way):
    files = list(machine.root.glob(FILES[name])) or [machine.root / FILES[name]]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.read_bytes() if file.exists() else b'{"pid": 1, "urn'
        file.write_bytes(whole[: len(whole) // 2] if WAYS[way] is None else WAYS[way])


@pytest.mark.parametrize(("names", "way"), CASES, ids=lambda value: str(value)[:40])
def test_one_up_mends_it_and_loses_nothing(up, names, way):
    identities = {r["urn"]: r.get("id") for r in up.state("small")["resources"]}
    for name in names:
        damage(up, name, way)
    mended = up.engine("up", "small")
    assert mended.returncode == 0, mended.stderr
    assert "Traceback" not in mended.stderr
    assert {r["urn"]: r.get("id") for r in up.state("small")["resources"]} == identities
    again = up.engine("up", "small")
    assert "no changes" in again.stderr
    assert "repaired" not in again.stderr, "it is whole again"


@pytest.mark.parametrize("way", [*WAYS] if os.environ.get("FAULTS") == "all" else ["cut"])
def test_a_state_of_which_no_copy_is_left_is_named_and_down_takes_it_away(up, way):
    damage(up, "the state", way)
    damage(up, "its backup", way)
    (up.root / ".local/stacks/small/last-state.json").unlink()
    refused = up.engine("up", "small")
    assert refused.returncode == 1
    assert "small.json cannot be read" in refused.stderr
    assert "`make down STACK=small`" in refused.stderr
    down = up.engine("down", "small")
    assert down.returncode == 0, down.stderr
    assert not list(up.root.glob(".local/st*/**/*small*"))


def test_a_state_that_was_removed_comes_back(up):
    (state,) = up.root.glob(FILES["the state"])
    state.unlink()
    mended = up.engine("up", "small")
    assert mended.returncode == 0, mended.stderr
    assert "the state is gone" in mended.stderr
    assert "create" not in mended.stderr.split("preview of small:")[1]
