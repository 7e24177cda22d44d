import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest

from local import process
from local.engine import repair
from local.engine.errors import EngineError
from local.engine.repair import take_over
from local.provider import journal

URN = "urn:pulumi:dev::p::aws:ecr/repository:Repository::one"


def operation(kind, type_="aws:ecr/repository:Repository"):
    return {"type": kind, "resource": {"urn": URN, "type": type_, "inputs": {"name": "one"}}}


@dataclass
class Stack:
    """What the repair sees of a stack."""

    checkout: object
    pending: list[Any]
    name: str = "dev"
    calls: list[Any] = field(default_factory=list)

    def export(self):
        return {"version": 3, "deployment": {"resources": [], "pending_operations": self.pending}}

    def replace_state(self, state):
        self.calls.append(state["deployment"])

    def refresh(self):
        self.calls.append("refresh")

    def unlock(self):
        self.calls.append("unlock")


class Pending:
    """What the repair sees of the state's file."""

    def __init__(self, stack):
        self.is_pending = bool(stack.pending)


@pytest.fixture
def said():
    return []


def test_a_create_that_happened_is_taken_over_with_its_id(monkeypatch, said):
    monkeypatch.setattr(repair, "find", lambda *_: "one")
    stack = Stack(None, [operation("creating")])
    repair.settle(stack, Pending(stack), said.append)
    state, then = stack.calls
    assert [(found["urn"], found["id"]) for found in state["resources"]] == [(URN, "one")]
    assert "pending_operations" not in state
    assert then == "refresh"
    assert "created when it was cut off, is taken over as one" in said[0]


def test_a_create_that_did_not_happen_is_forgotten_so_that_it_is_made_anew(monkeypatch, said):
    monkeypatch.setattr(repair, "find", lambda *_: None)
    stack = Stack(None, [operation("creating")])
    repair.settle(stack, Pending(stack), said.append)
    assert stack.calls[0]["resources"] == []
    assert "is made anew" in said[0]


@pytest.mark.parametrize("kind", ["updating", "deleting", "reading"])
def test_any_other_operation_is_settled_by_reading_anew(monkeypatch, said, kind):
    monkeypatch.setattr(repair, "find", lambda *_: pytest.fail("nothing to look for"))
    stack = Stack(None, [operation(kind)])
    repair.settle(stack, Pending(stack), said.append)
    assert stack.calls[-1] == "refresh"
    assert f"cut off while {kind}" in said[0]


def test_a_component_is_not_looked_for_in_aws(monkeypatch, said):
    monkeypatch.setattr(repair, "find", lambda *_: pytest.fail("it exists in the state alone"))
    stack = Stack(None, [operation("creating", "pulumi:pulumi:Stack")])
    repair.settle(stack, Pending(stack), said.append)
    assert said == []


def test_nothing_pending_touches_nothing(said):
    stack = Stack(None, [])
    repair.settle(stack, Pending(stack), said.append)
    assert stack.calls == []


def test_what_a_replacement_was_to_replace_is_left_to_be_deleted():
    resources: list[dict[str, Any]] = [
        {"urn": URN, "id": "old"},
        {"urn": URN + "-2", "id": "other"},
    ]
    take_over(resources, {"urn": URN, "id": "new", "inputs": {"name": "new"}})
    assert [(r["id"], r.get("delete", False)) for r in resources] == [
        ("old", True),
        ("other", False),
        ("new", False),
    ]
    assert resources[-1]["outputs"] == {"name": "new"}


def locked_by(checkout, process, stack="dev"):
    folder = checkout.state / ".pulumi" / "locks" / "organization" / "p" / stack
    folder.mkdir(parents=True)
    (folder / "1.json").write_text(json.dumps({"pid": process}))


def test_the_lock_of_a_process_that_is_gone_is_removed(checkout, said):
    locked_by(checkout, 2**22 - 1)
    stack = Stack(checkout, [])
    repair.unlock(stack, said.append)
    assert stack.calls == ["unlock"]
    assert "lock" in said[0]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff", b"[" * 99999])
def test_a_lock_that_cannot_be_read_is_nobodys(checkout, said, content):
    locked_by(checkout, 1)
    (lock,) = (checkout.state / ".pulumi" / "locks").glob("organization/p/dev/*.json")
    lock.write_bytes(content)
    stack = Stack(checkout, [])
    repair.unlock(stack, said.append)
    assert stack.calls == ["unlock"]


def notes(tmp_path, *lines):
    file = tmp_path / "journal"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return file


def test_what_was_made_and_is_in_no_state_stays_in_the_journal(tmp_path):
    file = notes(tmp_path, {"urn": URN}, {"urn": URN, "id": "one"}, {"urn": "other"})
    repair.take_stock(file, [{"urn": "third", "id": "3"}])
    assert journal.read(file) == {
        URN: journal.Begun(URN, "one"),
        "other": journal.Begun("other"),
    }
    assert file.stat().st_mode & 0o077 == 0


def test_what_is_in_the_state_is_settled_and_without_notes_there_is_no_journal(tmp_path):
    file = notes(tmp_path, {"urn": URN}, {"urn": URN, "id": "one"})
    repair.take_stock(file, [{"urn": URN, "id": "one"}])
    assert not file.exists()


def test_of_a_replacement_the_old_object_is_known(tmp_path):
    file = notes(tmp_path, {"urn": URN})
    repair.take_stock(file, [{"urn": URN, "id": "old"}])
    assert journal.read(file) == {URN: journal.Begun(URN, None, ("old",))}


def test_the_lock_of_another_program_with_that_process_number_is_removed(checkout, said):
    locked_by(checkout, os.getpid())
    stack = Stack(checkout, [])
    repair.unlock(stack, said.append)
    assert stack.calls == ["unlock"]


def test_a_pulumi_that_still_runs_is_not_disturbed(checkout, said, monkeypatch):
    monkeypatch.setattr(process, "works", lambda number, name: (number, name) == (42, "pulumi"))
    locked_by(checkout, 42)
    stack = Stack(checkout, [])
    with pytest.raises(EngineError, match="process 42"):
        repair.unlock(stack, said.append)
    assert stack.calls == []


def test_another_stacks_lock_is_left_alone(checkout, said):
    locked_by(checkout, 2**22 - 1, stack="prod")
    stack = Stack(checkout, [])
    repair.unlock(stack, said.append)
    assert (stack.calls, said) == ([], [])
