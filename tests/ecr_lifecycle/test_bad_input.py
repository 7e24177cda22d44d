"""Files that are no input: one finding with file, line and column, exit code 2, soon."""

import json

import pytest
from click.testing import CliRunner

from ecr_lifecycle.cli import main
from tests.ecr_lifecycle.rules import GOOD

DETAIL = {
    "imageDigest": "sha256:a",
    "imagePushedAt": "2026-11-01T00:00:00+00:00",
    "imageStatus": "ARCHIVED",
}


def details(number):
    listed = [{**DETAIL, "imageDigest": f"sha256:{each:064x}"} for each in range(number)]
    return json.dumps({"imageDetails": listed}, indent=1)


LARGE = details(330_000)
HOSTILE = {
    "cut": ('{"rules": [\n  {"a": ', "2:9", "not JSON"),
    "empty": ("", "1:1", "not JSON"),
    "no JSON": ("rules:\n- a\n", "1:1", "not JSON"),
    "deep": ("[" * 100_000, "1:101", "nested"),
    "deep in objects": ('{"a":' * 50_000, "1:501", "nested"),
    "a key twice": ('{"rules": [],\n "rules": []}', "2:2", "written twice"),
    "half a pair": ('{"rules":\n  ["\\ud800"]}', "2:5", "surrogate"),
    "a later half": ('{"rules":\n  ["\\ud83d\\ude00", "\\udc00"]}', "2:21", "surrogate"),
    "not a number": ('{"rules": [1,\n NaN]}', "2:2", "NaN"),
    "infinity": ('{"rules": [1,\n -Infinity]}', "2:2", "Infinity"),
    "too long a number": ('{"rules": [1,\n ' + "9" * 5000 + "]}", "2:2", "too long"),
}
SCHEMES = ("analyze", "--scheme", "IT", "GOOD")
READERS = {
    "validate": ("validate", "IT"),
    "analyze": ("analyze", "IT"),
    "explain": ("explain", "IT"),
    "build": ("build", "IT"),
    "forecast": ("forecast", "--policy", "GOOD", "--pushes", "IT", "--price", "1"),
    "evaluate": ("evaluate", "--policy", "GOOD", "--images", "IT"),
    "diff": ("diff", "--old", "GOOD", "--new", "IT", "--images", "IMAGES"),
    "in use": ("evaluate", "--policy", "GOOD", "--images", "IMAGES", "--in-use", "IT"),
    "scheme": SCHEMES,
}


def run(arguments, tmp_path, data):
    files = {"IT": tmp_path / "it.json", "GOOD": tmp_path / "g.json", "IMAGES": tmp_path / "i.json"}
    files["IT"].write_bytes(data if isinstance(data, bytes) else data.encode())
    files["GOOD"].write_text(json.dumps(GOOD))
    files["IMAGES"].write_text("[]")
    return CliRunner().invoke(main, [str(files.get(each, each)) for each in arguments])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_json_is_one_error_with_its_place(reader, name, tmp_path):
    text, place, words = HOSTILE[name]
    result = run(READERS[reader], tmp_path, text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert isinstance(result.exception, SystemExit), "no traceback"
    assert f"it.json:{place}: " in result.stderr
    assert words in result.stderr
    assert result.stderr.count("Error") == 1


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_utf8_is_said_with_its_place(reader, tmp_path):
    result = run(READERS[reader], tmp_path, b'{\n "\xff": 1}')
    assert result.exit_code == 2
    assert "it.json:2:3: " in result.stderr


@pytest.mark.parametrize("reader", [each for each in READERS if each not in {"evaluate", "in use"}])
def test_fifty_megabytes_are_no_policy(reader, tmp_path):
    result = run(READERS[reader], tmp_path, LARGE)
    assert result.exit_code == 2
    assert "it.json:1:1: " in result.stderr


AT_THE_END = {
    "cut": (LARGE[:-40], "not JSON"),
    "a key twice": (
        LARGE.replace(
            '"imageStatus": "ARCHIVED"\n  }\n ]', '"imageStatus": "A","imageStatus": "B"\n  }\n ]'
        ),
        '"imageStatus" is written twice',
    ),
    "half a pair": (
        LARGE.replace('"imageStatus": "ARCHIVED"\n  }\n ]', '"imageStatus": "\\ud800"\n  }\n ]'),
        "surrogate",
    ),
}


@pytest.mark.parametrize("name", AT_THE_END)
def test_a_fault_at_the_end_of_fifty_megabytes_has_its_line(name, tmp_path):
    text, words = AT_THE_END[name]
    assert len(text) > 50_000_000
    result = run(READERS["evaluate"], tmp_path, text)
    assert result.exit_code == 2
    assert words in result.stderr
    line = int(result.stderr.split("it.json:")[1].split(":")[0])
    assert line > 330_000 * 5 - 20


def test_a_name_that_comes_twice_is_noticed_however_it_is_written(tmp_path):
    text = (
        '{"imageDetails": [{"imageDigest": "sha256:a", "imagePushedAt": 1, '
        '"image\\u0044igest": "b"}]}'
    )
    result = run(READERS["evaluate"], tmp_path, text)
    assert result.exit_code == 2
    assert "written twice" in result.stderr
