"""Read `Pulumi.<stack>.yaml` without the engine.

Owns the check that the file is YAML and names no key twice; what the keys mean is `load`'s.
A secret stays what the file has: an encrypted text, handed on as `SECRET`.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

from container_registry.settings.problem import Problem, SettingsError


class Secret(str):
    """A value that the stack file has in encrypted form only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[secret]"


SECRET: Final = Secret("[secret]")


class _DuplicateKeyError(yaml.YAMLError):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


class _Loader(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys without a word; this one refuses."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise _DuplicateKeyError(str(key), key_node.start_mark.line + 1)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read_stack_file(path: Path) -> dict[str, Any]:
    """Give the `config` mapping of a stack file, secrets as `SECRET`.

    Raises:
        SettingsError: the file is missing, isn't YAML, has a key twice, or has no `config`.
    """
    config = _config(path, _parse(path))
    return {key: _reveal_nothing(value) for key, value in config.items()}


def _parse(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 (a SafeLoader)
    except FileNotFoundError as error:
        raise _refuse(
            path,
            "there is no such stack file",
            "the stack would have come up with no service",
            f"create {path.name}, or choose a stack whose file is there",
        ) from error
    except _DuplicateKeyError as error:
        raise _refuse(
            path,
            f"line {error.line}: the key '{error.key}' is given twice",
            "only the last of the two would have counted",
            "keep one of them; a service is named once",
        ) from error
    except UnicodeDecodeError as error:
        raise _refuse(
            path,
            "is not UTF-8 text",
            "no setting could have been read",
            "save it as UTF-8",
        ) from error
    except yaml.YAMLError as error:
        raise _refuse(
            path,
            f"is not YAML: {_where(error)}",
            "no setting could have been read",
            "mend the line; `pulumi config set` writes valid YAML",
        ) from error


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be parsed"
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem


def _config(path: Path, document: Any) -> dict[str, Any]:
    config = document.get("config") if isinstance(document, dict) else None
    if not isinstance(config, dict):
        raise _refuse(
            path,
            "has no `config` mapping",
            "the stack would have come up with no service",
            "write `config:` with the settings under it, each with its namespace",
        )
    return {str(key): value for key, value in config.items()}


def _reveal_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            return SECRET
        return {key: _reveal_nothing(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_reveal_nothing(item) for item in value]
    return value


def _refuse(path: Path, wrong: str, consequence: str, remedy: str) -> SettingsError:
    return SettingsError(path.name, [Problem(path.name, wrong, "", consequence, remedy)])
