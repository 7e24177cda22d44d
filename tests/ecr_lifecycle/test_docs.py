"""docs/lifecycle.md: every snippet runs and prints what the page says; the pictures are current."""

import contextlib
import io
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import ecr_lifecycle
from ecr_lifecycle.cli import main
from tools.docs import lifecycle as draw

PAGE = Path(__file__).parents[2] / "docs/lifecycle.md"
CODE = re.compile(r'(?:report|dangerous|ineffective|wasteful|style)\(\s*"([a-z-]+)"')
FENCE = re.compile(r"^```(\w+) ?([\w.]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def transcript(commands):
    """What a terminal shows for the `$` lines of a block."""
    shown = []
    for line in commands.splitlines():
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            assert words[:3] == ["python", "-m", "ecr_lifecycle"]
            result = CliRunner().invoke(main, words[3:])
            assert result.exit_code in {0, 1}, result.output
            shown.append(f"{line}\n{result.output}")
    return "".join(shown)


def test_every_snippet_of_the_page_runs_and_prints_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    namespace: dict[str, Any] = {}
    printed, ran = io.StringIO(), set()
    for language, name, body in FENCE.findall(PAGE.read_text()):
        ran.add(language)
        match language:
            case "json":
                Path(name).write_text(body)
            case "python":
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(body, str(PAGE), "exec"), namespace)
            case "output":
                assert body == printed.getvalue()
            case "console":
                assert body == transcript(body)
            case _:
                assert language == "text", "a kind of snippet that nothing runs"
    assert ran == {"json", "python", "output", "console", "text"}


@pytest.mark.parametrize("name", draw.SCENES)
def test_each_picture_is_the_one_that_its_scene_draws(name):
    picture = PAGE.parent / f"lifecycle/{name}.svg"
    assert picture.read_text() == draw.draw(draw.SCENES[name])
    assert f"lifecycle/{name}.svg" in PAGE.read_text(), "the page shows it"


def test_the_table_of_what_keep_keeps_is_what_the_pushes_leave():
    assert PAGE.read_text() == draw.with_table(PAGE.read_text())


def test_every_finding_and_assumption_is_on_the_page():
    page = PAGE.read_text()
    sources = (Path(ecr_lifecycle.__file__).parent / "analysis").rglob("*.py")
    codes = {code for source in sources for code in CODE.findall(source.read_text())}
    assert {"keeps-too-few", "and-of-tags", "archive-never-filled"} <= codes
    names = {field.name for field in fields(ecr_lifecycle.Assumptions)}
    assert {name for name in codes | names if f"`{name}`" not in page} == set()
