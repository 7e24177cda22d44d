"""What holds for every template: each value is quoted for the syntax of its file."""

import re
from pathlib import Path

import pytest

from operations.kit import render
from operations.kit.parts import PARTS
from operations.kit.render import NotPlain, expression, pinned, plain, sh, yaml

FOLDER = Path(render.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.j2"))
_VALUE = re.compile(r"<%=(.*?)%>")
FILTERS = ("yaml", "sh", "plain", "pinned", "expression", "cel")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_value_passes_a_filter_of_its_syntax(path):
    for value in _VALUE.findall(path.read_text("utf-8")):
        assert value.rpartition("|")[2].strip() in FILTERS, value


def test_every_template_is_of_a_part_or_imported_by_one():
    used = {file.template for part in PARTS for file in part.files}
    imported = {
        name
        for path in TEMPLATES
        for name in re.findall(r'<% (?:import|include|from) "([^"]+)"', path.read_text("utf-8"))
    }
    assert {str(path.relative_to(FOLDER)) for path in TEMPLATES} == used | imported


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_script_stops_at_the_first_error(path):
    if path.name.endswith(".sh.j2"):
        text = path.read_text("utf-8")
        assert text.startswith("#!/usr/bin/env bash\n")
        assert "\nset -euo pipefail\n" in text
        assert "|| true" not in text
        assert "|| exit 0" not in text


@pytest.mark.parametrize(
    "text", ["a b", "a;b", "$(x)", "`x`", "a\nb", '"', "'", "#", "{", "*", "\\"]
)
def test_what_would_have_to_be_quoted_is_not_plain(text):
    with pytest.raises(NotPlain):
        plain(text)


@pytest.mark.parametrize(
    "text", ["no", "0123", "1e3", "a: b", "a #b", "- x", "true", "", "x\ny", "ü"]
)
def test_yaml_reads_a_text_back_as_the_same_text(text):
    from yaml import safe_load

    assert safe_load(f"key: {yaml(text)}") == {"key": text}
    assert safe_load(f"key: {yaml([text, 'a'])}") == {"key": [text, "a"]}


def test_the_shell_reads_a_text_back_as_one_word():
    import shlex

    for text in ("a b", "$(id)", "it's", "", "a\nb"):
        assert shlex.split(f"x {sh(text)}") == ["x", text]


@pytest.mark.parametrize("text", ["github.ref == 'a' # b", "true: x", "a\nb", "${{ x }}"])
def test_an_expression_stays_one(text):
    with pytest.raises(NotPlain):
        expression(text)


def test_an_action_by_its_tag_is_refused():
    with pytest.raises(NotPlain):
        pinned("actions/checkout@v7 # v7.0.1")
