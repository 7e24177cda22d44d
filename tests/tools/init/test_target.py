"""Which stack file may go: never that of a stack, and none that is nowhere else without a word."""

import subprocess

import pytest

from tests.tools.init.given import RIGHT
from tools.init import main as command
from tools.init import stack, target
from tools.init.wanted import Wanted

TEXT = "config:\n  aws:region: eu-west-1\n"


def git(directory, *words):
    who = ("-c", "user.name=u", "-c", "user.email=u@example.com")
    subprocess.run(("git", *who, *words), cwd=directory, check=True, capture_output=True)


def refused(directory, **more):
    wanted = Wanted.of({**RIGHT, **more})
    return [one.problem for one in target.judge_file(directory, wanted)]


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "Pulumi.prod.yaml").write_text(TEXT)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def test_an_example_goes_where_git_has_the_very_same_text(clone):
    assert refused(clone) == []


def test_no_other_file_goes_without_the_word(clone):
    (clone / "Pulumi.prod.yaml").write_text(TEXT + "  # mine\n")
    assert refused(clone) == ["has a file already: Pulumi.prod.yaml"]
    assert refused(clone, OVERWRITE="yes") == []
    (clone / "Pulumi.live.yaml").write_text(TEXT)
    assert refused(clone, STACK="live") == ["has a file already: Pulumi.live.yaml"]


def test_without_git_nothing_goes_without_the_word(tmp_path):
    (tmp_path / "Pulumi.prod.yaml").write_text(TEXT)
    assert refused(tmp_path) == ["has a file already: Pulumi.prod.yaml"]


@pytest.mark.parametrize("key", ["secretsprovider", "encryptionsalt", "encryptedkey"])
def test_the_file_of_a_stack_never_goes(clone, key):
    (clone / "Pulumi.prod.yaml").write_text(f"{TEXT}{key}: x\n")
    git(clone, "commit", "-q", "-a", "-m", "two")
    for word in ("", "yes"):
        assert "holds the key of its secrets" in refused(clone, OVERWRITE=word)[0]


def test_a_file_is_written_whole_for_everybody_who_reads_the_checkout(tmp_path):
    file = tmp_path / "Pulumi.prod.yaml"
    target.put(file, TEXT)
    assert file.read_text() == TEXT
    assert file.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [file]


def test_all_problems_come_at_once_and_nothing_was_started(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(stack, "make", lambda *_: pytest.fail("something was started"))
    (tmp_path / "Pulumi.prod.yaml").write_text(TEXT)
    wrong = {**RIGHT, "ACCOUNT": "1", "ALERTS": "hush-hush", "BACKEND": "x", "SECRETS": "y"}
    assert command.main(wrong, tmp_path) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: make init: 5 problems; nothing was written.\n")
    for variable in ("STACK", "ACCOUNT", "ALERTS", "BACKEND", "SECRETS"):
        assert f"\n  {variable}: " in said.err
    assert "hush-hush" not in said.err
    assert (tmp_path / "Pulumi.prod.yaml").read_text() == TEXT
