from pathlib import Path

import pytest

from container_registry.settings import SECRET, SettingsError, load_stack_file, read_stack_file
from container_registry.settings.stack_file import open_stack_file, parse_stack_file
from ecr_lifecycle.finding import Finding


def write(folder: Path, text: str) -> Path:
    path = folder / "Pulumi.dev.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def under(key: str, value: str) -> str:
    return f"config:\n  n:{key}: {value}\n"


def refused(text: str) -> list[Finding]:
    """What is said of the text, by the reader alone."""
    try:
        return [finding for _, finding in parse_stack_file(text, "Pulumi.dev.yaml").refused]
    except SettingsError as error:
        return list(error.findings)


def test_the_config_mapping_is_given_with_secrets_hidden(tmp_path: Path) -> None:
    text = "config:\n  a:b: 1\n  a:c:\n    - secure: v1:abc\n    - {x: {secure: v1:d}}\n"
    assert read_stack_file(write(tmp_path, text)) == {
        "a:b": 1,
        "a:c": [SECRET, {"x": SECRET}],
    }


def test_a_secret_never_shows_its_text() -> None:
    assert repr(SECRET) == str(SECRET) == "[secret]"


@pytest.mark.parametrize(
    "value",
    ["{secure: {tier: x}}", "{secure: 5}", "{secure: [x]}", "{secure: v1:x, other: y}"],
)
def test_what_only_looks_like_a_secret_is_none(value: str) -> None:
    config = parse_stack_file(under("k", value), "x").config
    assert config["n:k"] != SECRET
    assert "secure" in config["n:k"]


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("config: [", "2:1", "is not YAML"),
        ("config:\n\t- x", "2:1", "is not YAML"),
        ("config: \x00", "1:9", "holds the character U+0000"),
        ("# \u202e\nconfig: {}", "1:3", "holds the character U+202E"),
        ("config:\n  a:b: x\x1b[2J", "2:9", "holds the character U+001B"),
        ("", "", "has no `config` mapping"),
        ("config: 5", "", "has no `config` mapping"),
        ("- config", "", "has no `config` mapping"),
        ("config:\n  n:a:\n    feed: {}\n    feed: {}\n", "4:5", "the key 'feed' is given twice"),
        ("config:\n  a:b: 1\nconfig:\n  a:b: 1\n", "3:1", "the key 'config' is given twice"),
        ("config:\n  a:b: 1\n  'a:b': 2\n", "3:3", "the key 'a:b' is given twice"),
        ("config: {}\n---\nconfig: {}\n", "2:1", "holds two YAML documents"),
        ("%YAML 1.1\n---\nconfig: {}\n", "1:1", "has a YAML directive"),
        ("config: {}\nConfig: {}\n", "2:1", "is not a key of a stack file"),
        ("config: {}\nencryptionSalt: x\n", "2:1", "is not a key of a stack file"),
        ("config: {}\nencryptionsalt: 5\n", "2:1", "must be a text"),
        ("config: {}\nenvironment: [prod]\n", "2:1", "takes settings from Pulumi ESC"),
        (under("k", "[" * 40 + "]" * 40), "2:31", "is nested more than 24 levels deep"),
        (under("k", '"\\/"'), "2:8", "is not YAML for Pulumi"),
        ("x" * 300_000, "", "has more than 262,144 characters"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, place: str, problem: str) -> None:
    first, *_ = refused(text)
    assert str(first.where).startswith(f"Pulumi.dev.yaml:{place}" if place else "Pulumi.dev.yaml")
    assert problem in first.problem
    assert first.impact
    assert first.fix


@pytest.mark.parametrize(
    ("text", "impact", "fix"),
    [
        ("config: {a:b: 1}\n---\nmore: 1\n", "what follows would have no effect", "`---`"),
        (under("k", "{a: " * 30 + "1" + "}" * 30), "would have no effect", "pasted"),
        (f"config: {{}}\n#{'-' * 262_144}", "no setting is checked", "split"),
        ("config: {}\n# a\u2067b\n", "people see another file than Pulumi reads", "remove"),
        ("config: {}\n# a\x0cb\n", "no setting can be read", "remove"),
        ("config: {a:b: [}\n", "no setting can be read", "correct the line"),
        ("other: {}\n", "there is no setting, so no Region, no account", "write `config:`"),
        ("Config: {a:b: 1}\n", "Pulumi ignores it without a word", "write `config`"),
    ],
)
def test_the_impact_is_that_of_the_very_fault(text: str, impact: str, fix: str) -> None:
    (said,) = refused(text)
    assert impact in said.impact
    assert fix in said.fix


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("1234567890123456", "write at most 15 digits"),
        ("-0", "write 0;"),
        ("7e3", "write a plain decimal number"),
    ],
)
def test_a_number_is_mended_by_what_is_wrong_with_it(written: str, fix: str) -> None:
    (said,) = refused(under("k", written))
    assert said.fix.startswith(fix)
    assert f'"{written}"' in said.fix


def test_a_mapping_of_settings_is_no_secret_whatever_its_key_is() -> None:
    assert parse_stack_file("config: {secure: v1:abc}\n", "x").config == {"secure": "v1:abc"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2026-11-27", "a date"),
        ("2026-1-2", "a date"),
        ("2026-11-27T10:00:00Z", "a date"),
        ("0x2A", "a hexadecimal number"),
        ("-0xff", "a hexadecimal number"),
        ("0o52", "an octal number"),
        ("0052", "an octal number"),
        ("0b11", "a binary number"),
        ("2e5", "a number by some readers and a text by others"),
        ("+9", "a number by some readers and a text by others"),
        (".25", "a number by some readers and a text by others"),
        ("4_000", "a number by some readers and a text by others"),
        ("9007199254740993000", "a number with more digits than are kept"),
        ("-0", "a negative zero"),
        ("-0.00", "a negative zero"),
        ("12:30:00", "a number of base 60"),
        ("0.12345678901234567", "a number with more digits than are kept"),
        ("-.Inf", "a number without a value"),
        (".NaN", "a number without a value"),
        ("Yes", "a boolean by some readers and a text by others"),
        ("off", "a boolean by some readers and a text by others"),
        ("<<", "a merge key"),
    ],
)
def test_a_word_that_readers_take_differently_is_refused_as_value_and_as_key(
    written: str, kind: str
) -> None:
    (as_value,) = refused(under("k", f"[a, {written}]"))
    assert (as_value.where.line, as_value.where.column) == (2, 12)
    assert (as_value.problem, as_value.found) == (f"is read as {kind}", written)
    assert as_value.where.path == "n:k[1]"
    (as_key,) = refused(f"config:\n  n:k:\n    {written}: x\n")
    assert (as_key.where.line, as_key.where.column) == (3, 5)
    assert f"the key `{written}` is" in as_key.problem
    assert not refused(under("k", f'[a, "{written}"]'))
    assert not refused(f"config:\n  n:k:\n    '{written}': x\n")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("&x {a: b}", "has the anchor `&x`"),
        ("*x", "is the alias `*x`"),
        ("!!binary aGk=", "has the YAML tag `!!binary`"),
        ("!!timestamp 2026-11-27", "has the YAML tag `!!timestamp`"),
        ("!!str 5", "has the YAML tag `!!str`"),
        ("!mine x", "has the YAML tag `!mine`"),
        ('"a\\tb"', "holds the character U+0009"),
        ('"a\\u0007"', "holds the character U+0007"),
        ('"a\\u2028"', "holds the character U+2028"),
        ("|\n    a\n", "holds a line break"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(written: str, problem: str) -> None:
    (said,) = refused(under("k", written))
    assert said.problem == problem
    assert said.where.path == "n:k"
    assert said.where.line == 2


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("? [a]\n    ", "a key here is no text"),
        ("? {a: b}\n    ", "a key here is no text"),
        ("5", "the key `5` is read as a number"),
        ("true", "the key `true` is read as a boolean"),
        ("~", "the key `~` is read as nothing"),
        ("''", "a key here is empty"),
        ("!!str x", "has the YAML tag `!!str`"),
        ("&a x", "has the anchor `&a`"),
        ('"a\\nb"', "holds a line break"),
    ],
)
def test_a_key_that_is_no_text_is_refused(key: str, problem: str) -> None:
    (said,) = refused(f"config:\n  n:k:\n    {key}: {{z: [1, {{q: x}}]}}\n    w: v\n")
    assert said.problem == problem
    assert said.where.line == 3


def test_a_lone_surrogate_is_refused_whatever_parser_reads_it() -> None:
    (said,) = refused(under("k", '"\\ud800"'))
    assert "U+D800" in said.problem or "is not YAML" in said.problem


def test_bombs_and_self_references_are_never_followed() -> None:
    lines = "".join(
        f"  n:{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert len(refused(f"config:\n  n:a: &a [x]\n{lines}")) == 10
    assert [one.code for one in refused(under("k", "&k {again: *k}"))] == ["anchor"]


def test_ten_thousand_problems_are_counted_and_some_shown() -> None:
    text = "config:\n" + "".join(f"  n:k{n}: 0x{n:x}\n" for n in range(10_000))
    message = str(SettingsError("Pulumi.dev.yaml", refused(text)))
    assert "10000 problems" in message
    assert "and 9900 more" in message
    assert len(message) < 40_000


def test_what_is_said_of_a_long_word_is_short() -> None:
    (said,) = refused(under("k", "0x" + "f" * 100_000))
    assert len(said.fix) < 200
    assert len(str(SettingsError("x", [said]))) < 1_000


def test_a_byte_order_mark_is_left_out_as_pulumi_does(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"\xef\xbb\xbfconfig: {a:b: 1}\n")
    assert read_stack_file(path) == {"a:b": 1}


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"config:\r\n  a:b: c\r\n")
    assert read_stack_file(path) == {"a:b": "c"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Pulumi\.x\.yaml: there is no such stack file"):
        read_stack_file(tmp_path / "Pulumi.x.yaml")


def test_a_file_that_is_not_utf8_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"config:\n  a: \xff\xfe")
    with pytest.raises(SettingsError, match=r"dev\.yaml:2:6: is not UTF-8 text"):
        read_stack_file(path)


@pytest.mark.parametrize("kind", ["folder", "device", "link"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    with pytest.raises(SettingsError, match=r"is no file|cannot be read") as error:
        read_stack_file(path)
    assert error.value.findings[0].fix == "put a stack file there"


def test_every_problem_has_its_line_and_those_of_the_file_and_the_settings_come_together(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path,
        "config:\n"
        "  aws:region: ap-northeast-2\n"
        '  aws:allowedAccountIds: ["111111111111"]\n'
        "  container-registry:services:\n"
        "    Feed: {tire: x}\n"
        "  container-registry:retention:\n"
        "    keep: 0\n"
        "    untaggedDays: 0x1\n"
        "  container-registry:tags: {Project: 2026-11-27}\n",
    )
    with pytest.raises(SettingsError) as error:
        load_stack_file(path, "dev")
    assert [(f.where.line, f.where.column, f.where.path) for f in error.value.findings] == [
        (5, 5, "container-registry:services.Feed"),
        (5, 12, "container-registry:services.Feed.tire"),
        (7, 5, "container-registry:retention.keep"),
        (8, 19, "container-registry:retention.untaggedDays"),
        (9, 38, "container-registry:tags.Project"),
    ]


def test_what_the_reader_refuses_is_not_called_missing_too(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "config:\n"
        "  aws:region: &r ap-northeast-2\n"
        '  aws:allowedAccountIds: ["111111111111"]\n'
        "  container-registry:services: {[a]: {}}\n"
        "  container-registry:endpoints: {vpcId: *r}\n",
    )
    with pytest.raises(SettingsError) as error:
        load_stack_file(path, "dev")
    assert [finding.code for finding in error.value.findings] == ["anchor", "key-no-text", "alias"]


def test_a_file_can_be_opened_although_parts_of_it_are_refused(tmp_path: Path) -> None:
    file = open_stack_file(write(tmp_path, "config: {a:b: 1, a:c: *x}\nencryptionsalt: v1:y\n"))
    assert file.config == {"a:b": 1}
    assert file.others == {"encryptionsalt": "v1:y"}
    assert [path for path, _ in file.refused] == [("a:c",)]
    with pytest.raises(SettingsError):
        read_stack_file(tmp_path / "Pulumi.dev.yaml")
