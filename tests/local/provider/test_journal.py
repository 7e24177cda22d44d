"""The plug-in's notes: what they keep of a creation that was cut off at any point."""

import json

import pytest

from local.provider.journal import VARIABLE, Begun, Journal, read, text

URN = "urn:pulumi:dev::p::aws:ecr/repository:Repository::one"


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def test_a_creation_is_known_before_and_after_aws_has_answered(journal):
    journal.note(URN)
    assert read(journal.file) == {URN: Begun(URN)}
    journal.note(URN, id="one")
    assert read(journal.file) == {URN: Begun(URN, "one")}


def test_what_aws_refused_because_somebody_has_it_is_not_ours(journal):
    journal.note(URN)
    journal.note(URN, failed=True)
    assert read(journal.file) == {}


def test_the_known_objects_of_a_replacement_stay_with_it(journal):
    journal.note(URN, known=["old"])
    journal.note(URN, id="new")
    assert read(journal.file) == {URN: Begun(URN, "new", ("old",))}


def test_a_line_that_was_cut_counts_as_none(journal):
    journal.note(URN)
    content = journal.file.read_bytes()
    for end in range(1, len(content) - 1):
        journal.file.write_bytes(content + content[:end])
        assert read(journal.file) == {URN: Begun(URN)}
    for odd in (b"\xff\n", b"[]\n", b"{}\n", b'{"urn": 1}\n', b"[" * 100_000):
        journal.file.write_bytes(odd + b"\n" + content)
        assert read(journal.file) == {URN: Begun(URN)}


def test_what_is_written_is_what_is_read(tmp_path):
    notes = {URN: Begun(URN, "one", ("old",)), "other": Begun("other")}
    file = tmp_path / "journal"
    file.write_text(text(notes.values()))
    assert read(file) == notes


def test_without_a_file_nothing_is_noted(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    journal = Journal.of_environment()
    journal.note(URN)
    assert journal.begun == {}


def test_the_plug_in_starts_from_what_the_one_before_left(monkeypatch, tmp_path):
    file = tmp_path / "journal"
    file.write_text(json.dumps({"urn": URN, "id": "one"}) + "\n")
    monkeypatch.setenv(VARIABLE, str(file))
    assert Journal.of_environment().begun == {URN: Begun(URN, "one")}
    assert read(tmp_path / "gone") == {}


def test_a_journal_is_the_users_alone(journal):
    journal.note(URN)
    assert journal.file.stat().st_mode & 0o077 == 0
