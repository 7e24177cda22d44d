"""Records on a disk that is full for a while."""

import errno
from pathlib import Path

import pytest

from local.aws.oci.files import Files


@pytest.fixture
def disk(monkeypatch):
    """A switch: while it holds something, every write finds the disk full."""
    full: list[bool] = []
    write = Path.write_text

    def write_text(path, text, **options):
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, text, **options)

    monkeypatch.setattr(Path, "write_text", write_text)
    return full


def test_what_did_not_fit_is_written_with_the_next_file_that_fits(disk, tmp_path, capsys):
    files, one, two = Files(), tmp_path / "one" / "a.json", tmp_path / "b.json"
    disk.append(True)
    files.write(one, "first")
    files.write(one, "second")
    assert not one.exists()
    assert capsys.readouterr().err.count("the disk is full") == 1
    disk.clear()
    files.write(two, "third")
    assert (one.read_text(), two.read_text()) == ("second", "third")
    assert not list(tmp_path.rglob("*.new"))


@pytest.mark.parametrize("gone", ["one/a.json", "one"])
def test_what_was_removed_is_owed_no_more(disk, tmp_path, gone):
    files, one = Files(), tmp_path / "one" / "a.json"
    disk.append(True)
    files.write(one, "first")
    files.remove(tmp_path / gone)
    disk.clear()
    files.write(tmp_path / "b.json", "third")
    assert not one.exists()


def test_another_error_is_no_full_disk(tmp_path):
    place = tmp_path / "file"
    place.write_text("a file")
    with pytest.raises(NotADirectoryError):
        Files().write(place / "a.json", "first")
