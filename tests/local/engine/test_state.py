"""The state as the file backend keeps it, and what takes the place of one that is cut."""

import json

import pytest

from local.engine import damage
from local.engine.errors import EngineError
from local.engine.state import State, UnreadableStateError

URN = "urn:pulumi:dev::p::aws:ecr/repository:Repository::one"
STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"


def checkpoint(*resources, **more):
    return json.dumps({"version": 3, "checkpoint": {"latest": {"resources": resources, **more}}})


WHOLE = checkpoint(
    {"urn": STACK, "type": "pulumi:pulumi:Stack", "outputs": {"registryUrl": "url"}},
    {"urn": URN, "type": "aws:ecr/repository:Repository", "id": "one"},
)
#: What a full disk, a crash or an editor may leave.
DAMAGED = {
    "empty": b"",
    "cut": WHOLE[: len(WHOLE) // 2].encode(),
    "nulls": b"\0" * 4096,
    "no text": b"\xff\xfe\x00\x01",
    "another document": b"[]",
    "no checkpoint": b'{"version": 3}',
    "a list in its place": b'{"checkpoint": []}',
    "resources of another form": b'{"checkpoint": {"latest": {"resources": [1]}}}',
    "resources that are no list": b'{"checkpoint": {"latest": {"resources": {"a": 1}}}}',
    "deep": b'{"checkpoint": ' + b"[" * 100_000,
}


@pytest.fixture
def file(checkout):
    path = checkout.state / ".pulumi" / "stacks" / "p" / "dev.json"
    path.parent.mkdir(parents=True)
    path.write_text(WHOLE)
    checkout.stack_directory("dev").mkdir(parents=True)
    return path


@pytest.fixture
def state(checkout, file):
    return State(checkout, "dev")


@pytest.fixture
def said():
    return []


def test_a_whole_state_is_read(state, file):
    assert state.file == file
    assert [resource["urn"] for resource in state.resources()] == [STACK, URN]
    assert state.outputs() == {"registryUrl": "url"}
    assert not state.is_pending


def test_a_stack_that_was_never_up_has_nothing(checkout):
    never = State(checkout, "never")
    assert (never.file, never.resources(), never.outputs()) == (None, [], {})
    assert not never.is_pending


def test_a_new_stack_is_whole(state, file):
    for text in ('{"version": 3, "checkpoint": {}}', '{"checkpoint": {"latest": null}}'):
        file.write_text(text)
        assert state.resources() == []


def test_an_operation_that_was_cut_off_is_seen(state, file):
    file.write_text(checkpoint(pending_operations=[{"type": "creating"}]))
    assert state.is_pending


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_the_last_whole_state_takes_the_place_of_a_damaged_one(
    checkout, state, file, said, content
):
    state.keep()
    file.write_bytes(content)
    with pytest.raises(UnreadableStateError):
        state.resources()
    assert damage.mend_state(checkout, "dev", said.append)
    assert file.read_text() == WHOLE
    assert str(file) in said[0]
    assert file.stat().st_mode & 0o077 == 0


def test_the_last_whole_state_takes_the_place_of_one_that_is_gone(checkout, state, file, said):
    state.keep()
    file.unlink()
    file.parent.rmdir()
    assert damage.mend_state(checkout, "dev", said.append)
    assert file.read_text() == WHOLE
    assert "is gone" in said[0]


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_state_without_another_is_named_with_the_way_out(
    checkout, state, file, said, content
):
    file.write_bytes(content)
    with pytest.raises(EngineError) as refused:
        damage.mend_state(checkout, "dev", said.append)
    assert str(file) in refused.value.message
    assert "make down STACK=dev" in refused.value.message
    assert file.read_bytes() == content, "it is evidence until then"


def test_a_whole_state_is_left_alone(checkout, state, said):
    state.keep()
    assert not damage.mend_state(checkout, "dev", said.append)
    assert said == []


def test_an_empty_or_damaged_state_is_not_kept_over_a_whole_one(checkout, state, file):
    state.keep()
    file.write_text(checkpoint())
    state.keep()
    file.unlink()
    assert state.restore()
    assert file.read_text() == WHOLE


def test_the_backends_backup_is_newer_than_the_copy(checkout, state, file):
    state.keep()
    newer = WHOLE.replace("{", "{ ", 1)
    file.with_name("dev.json.bak").write_text(newer)
    file.write_text("")
    assert state.restore()
    assert file.read_text() == newer


@pytest.mark.parametrize("backup", ["", checkpoint()], ids=["cut", "empty"])
def test_a_backup_without_resources_does_not_take_the_copys_place(state, file, backup):
    state.keep()
    file.with_name("dev.json.bak").write_text(backup)
    file.write_text("")
    assert state.restore()
    assert file.read_text() == WHOLE


def test_the_backup_of_a_first_write_that_was_cut_serves(state, file):
    file.with_name("dev.json.bak").write_text(checkpoint())
    file.write_text("")
    assert state.restore()
    assert file.read_text() == checkpoint()


def test_all_of_a_stack_is_removed_and_nothing_of_another(checkout, state, file):
    backend = checkout.state / ".pulumi"
    own = [
        file.with_name("dev.json.bak"),
        file.with_name("dev.json.attrs"),
        backend / "backups" / "p" / "dev" / "dev.1.json",
        backend / "history" / "p" / "dev" / "dev-1.history.json",
        backend / "locks" / "organization" / "p" / "dev" / "1.json",
    ]
    others = [
        file.with_name("dev2.json"),
        file.with_name("my.dev.json"),
        backend / "backups" / "p" / "dev2" / "x.json",
        backend / "meta.yaml",
    ]
    for path in (*own, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    state.remove()
    assert not [path for path in (file, *own) if path.exists()]
    assert [path for path in others if not path.exists()] == []


@pytest.mark.parametrize("content", [b"", b"version", b"\xff", b"version: 7\n"])
def test_what_the_cli_keeps_for_all_stacks_is_put_back(checkout, state, content):
    meta = checkout.state / ".pulumi" / "meta.yaml"
    meta.write_bytes(content)
    workspaces = checkout.pulumi_home / "workspaces"
    workspaces.mkdir(parents=True)
    (workspaces / "cut-workspace.json").write_bytes(content)
    (workspaces / "whole-workspace.json").write_text('{"stack": "dev"}')
    damage.mend_shared(checkout)
    assert meta.read_text() == "version: 1\n"
    assert [path.name for path in workspaces.iterdir()] == ["whole-workspace.json"]
