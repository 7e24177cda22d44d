from pathlib import Path

import pytest

from container_registry.settings import SECRET, SettingsError, read_stack_file


def write(folder: Path, text: str) -> Path:
    path = folder / "Pulumi.dev.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_config_mapping_is_given_with_secrets_hidden(tmp_path: Path) -> None:
    text = "config:\n  a:b: 1\n  a:c:\n    - secure: v1:abc\n    - {x: {secure: v1:d}}\n"
    assert read_stack_file(write(tmp_path, text)) == {
        "a:b": 1,
        "a:c": [SECRET, {"x": SECRET}],
    }


def test_a_secret_never_shows_its_text() -> None:
    assert repr(SECRET) == str(SECRET) == "[secret]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("config: [", "is not YAML: line 1"),
        ("config:\n\t- x", "is not YAML: line 2, column 1"),
        ("config: \x00", "is not YAML"),
        ("", "has no `config` mapping"),
        ("config: 5", "has no `config` mapping"),
        ("- config", "has no `config` mapping"),
        (
            "config:\n  n:services:\n    feed: {}\n    feed: {}\n",
            "line 4: the key 'feed' is given twice",
        ),
        ("config:\n  a:b: 1\nconfig:\n  a:b: 1\n", "line 3: the key 'config' is given twice"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_stack_file(write(tmp_path, text))
    message = str(refused.value)
    assert message.startswith("Pulumi.dev.yaml: 1 problem; nothing was started.")
    assert said in message
    assert "Otherwise: " in message
    assert "Instead: " in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Pulumi\.x\.yaml: there is no such stack file"):
        read_stack_file(tmp_path / "Pulumi.x.yaml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"config: \xff\xfe")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        read_stack_file(path)
