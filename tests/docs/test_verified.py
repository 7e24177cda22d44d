"""What rests on a document names it, with the month in which it was read."""

import re
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "docs" / "verified.md").read_text(encoding="utf-8")


def test_each_claim_names_its_document_and_when_it_was_read() -> None:
    section = TEXT.partition("## What rests on a document alone\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", section, re.MULTILINE)[2:]
    assert len(rows) > 20
    for claim, document, read in rows:
        assert len(document) > 10, claim
        assert re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", read), claim


def test_no_room_is_named_that_is_gone() -> None:
    root = Path(__file__).parents[2]
    for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.py)?)`", TEXT):
        assert (root / path).exists() or path.startswith(("aws-", "internal/")), path
