"""Every relative link of the documentation leads to a file, and every anchor to a heading."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tools.docs.markdown import ROOT, anchor

DOCUMENTS = sorted(chain(ROOT.glob("*.md"), (ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`\n]+`")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def links(text: str) -> list[str]:
    prose = CODE.sub("code", FENCE.sub("", text))
    return [target for target in LINK.findall(prose) if "://" not in target]


def headings(path: Path) -> set[str]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {anchor(found) for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def broken(document: Path, text: str) -> list[str]:
    found = []
    for target in links(text):
        path, _, fragment = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        there = file.exists() and file.is_relative_to(ROOT)
        if not there or (fragment and fragment not in headings(file)):
            found.append(target)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_resolves(document):
    assert broken(document, document.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_noticed():
    text = "[a](README.md) [b](nowhere.md) [c](README.md#nothing) [d](https://example.com/x)"
    assert broken(ROOT / "README.md", text) == ["nowhere.md", "README.md#nothing"]
