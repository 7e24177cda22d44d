"""Read `Pulumi.<stack>.yaml` without the engine, and exactly as the engine does.

Owns the file: that it can be read, which keys stand beside `config`, and what is a secret. What the
settings mean is `load`'s. A secret stays what the file has: an encrypted text, handed on as
`SECRET`.
"""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from container_registry.settings.problem import SettingsError
from container_registry.settings.wording import nearest, spelled
from container_registry.settings.yaml_text import (
    LONGEST,
    UNREAD,
    Document,
    Mark,
    NotYamlError,
    Refusal,
    read,
)
from container_registry.settings.yaml_text import Path as Place
from ecr_lifecycle.finding import Finding, Severity, Where

#: What the Pulumi CLI reads in a stack file (`ProjectStack` in `workspace/project.go`, 3.250.0).
#: It ignores every other key without a word.
TOP_LEVEL: Final = ("config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider")


class Secret(str):
    """A value that the stack file has in encrypted form only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[secret]"


SECRET: Final = Secret("[secret]")


@dataclass(frozen=True)
class StackFile:
    """A stack file that could be read, whole or in part.

    Attributes:
        name: the file's name.
        config: the `config` mapping; secrets are `SECRET`.
        marks: where each value stands, by its path below `config`.
        refused: what the file may not have, with the paths that were left out of `config`.
        others: the keys beside `config`.
    """

    name: str
    config: dict[str, Any]
    marks: Mapping[Place, Mark] = field(default_factory=dict)
    refused: tuple[tuple[Place, Finding], ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)


def read_stack_file(path: Path) -> dict[str, Any]:
    """Give the `config` mapping of a stack file, secrets as `SECRET`.

    Raises:
        SettingsError: the file is missing, can't be read whole, or has no `config`.
    """
    file = open_stack_file(path)
    if file.refused:
        raise SettingsError(file.name, [finding for _, finding in file.refused])
    return file.config


def open_stack_file(path: Path) -> StackFile:
    """Read a stack file, and keep what can't be used of it as findings beside the rest.

    Raises:
        SettingsError: the file is missing, is no YAML, or has no `config`: there is no rest.
    """
    return parse_stack_file(_text(path), path.name)


def parse_stack_file(text: str, name: str) -> StackFile:
    """The same from the file's text."""
    try:
        document = read(text)
    except NotYamlError as error:
        raise _refuse(
            name, error.code, error.problem, error.impact, error.fix, error.mark
        ) from error
    top = document.value
    if not isinstance(top, dict) or not isinstance(top.get("config"), dict):
        raise SettingsError(name, [*_told(document, name), *_no_config(top, document, name)])
    # The mapping itself is no secret, whatever its only key is.
    config = {key: _with_secrets(value) for key, value in top["config"].items()}
    return StackFile(
        name=name,
        config=config,
        marks={place[1:]: m for place, m in document.marks.items() if place[:1] == ("config",)},
        refused=(
            *((r.path[1:], _finding(r, name)) for r in document.refusals),
            *(((), f) for f in _beside(top, document, name)),
        ),
        others={key: value for key, value in top.items() if key != "config"},
    )


def _text(path: Path) -> str:
    """The file's text. Owns that it is one: no device, no folder, not without end."""
    impact = UNREAD
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _refuse(path.name, "no-file", "is no file", impact, "put a stack file there")
            raw = file.read(4 * LONGEST)
        return raw.decode("utf-8")
    except FileNotFoundError as error:
        raise _refuse(
            path.name,
            "no-stack-file",
            "there is no such stack file",
            impact,
            f"create {path.name}, or choose a stack whose file is there",
        ) from error
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        mark = Mark(before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        raise _refuse(
            path.name, "not-utf-8", "is not UTF-8 text", impact, "save it as UTF-8", mark
        ) from error
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise _refuse(
            path.name, "unreadable", f"cannot be read: {why}", impact, _to_open(error)
        ) from error


def _to_open(error: OSError) -> str:
    """What to do about a file that doesn't open."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "check the permissions of the file and of its folders"
    if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG):
        return "put a stack file there"
    return "try again once the file can be opened"


def _beside(top: Mapping[str, Any], document: Document, name: str) -> list[Finding]:
    """What is wrong with the keys beside `config`."""
    found = []
    for key in top:
        mark = document.marks.get((key,), Mark(1, 1))
        where = Where(file=name, line=mark.line, column=mark.column, path=key)
        if key not in TOP_LEVEL:
            near = nearest(key, TOP_LEVEL)
            meant = f"write `{near}`" if near else "move settings under `config`, or remove it"
            found.append(
                Finding(
                    code="unknown-key",
                    severity=Severity.INVALID,
                    where=where,
                    problem="is not a key of a stack file",
                    impact="Pulumi ignores it without a word",
                    fix=meant,
                )
            )
        elif key == "environment":
            found.append(
                Finding(
                    code="environment-of-pulumi",
                    severity=Severity.INVALID,
                    where=where,
                    problem="takes settings from Pulumi ESC, which are not in this file",
                    impact="they would reach the program unchecked",
                    fix="write the settings under `config`",
                )
            )
        elif key != "config" and not isinstance(top[key], str):
            found.append(
                Finding(
                    code="no-text",
                    severity=Severity.INVALID,
                    where=where,
                    problem="must be a text",
                    impact="Pulumi cannot decrypt the stack's secrets with it",
                    fix="take the line back from version control",
                )
            )
    return found


def _with_secrets(value: Any) -> Any:
    """Pulumi's own rule: a mapping of the one key `secure`, with a text, is a secret."""
    if isinstance(value, dict):
        if set(value) == {"secure"} and isinstance(value["secure"], str):
            return SECRET
        return {key: _with_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_secrets(item) for item in value]
    return value


def _told(document: Document, name: str) -> list[Finding]:
    return [_finding(refusal, name) for refusal in document.refusals]


def _finding(refusal: Refusal, name: str) -> Finding:
    return Finding(
        code=refusal.code,
        severity=Severity.INVALID,
        where=Where(
            file=name,
            line=refusal.mark.line,
            column=refusal.mark.column,
            path=spelled(refusal.path[1:] if refusal.path[:1] == ("config",) else refusal.path),
        ),
        problem=refusal.problem,
        found=refusal.found,
        impact=refusal.impact,
        fix=refusal.fix,
    )


def _no_config(top: Any, document: Document, name: str) -> Iterator[Finding]:
    """One for the whole file, or for the key that was meant."""
    keys = top if isinstance(top, dict) else {}
    misspelt = [key for key in keys if key != "config" and nearest(key, TOP_LEVEL) == "config"]
    if "config" not in keys and misspelt:
        yield from _beside(keys, document, name)
        return
    yield Finding(
        code="no-config",
        severity=Severity.INVALID,
        where=Where(file=name),
        problem="has no `config` mapping",
        impact="there is no setting, so no Region, no account and no service",
        fix="write `config:` with the settings under it, each with its namespace",
    )


def _refuse(
    name: str, code: str, problem: str, impact: str, fix: str, mark: Mark | None = None
) -> SettingsError:
    line, column = (mark.line, mark.column) if mark else (None, None)
    where = Where(file=name, line=line, column=column)
    finding = Finding(
        code=code, severity=Severity.INVALID, where=where, problem=problem, impact=impact, fix=fix
    )
    return SettingsError(name, [finding])
