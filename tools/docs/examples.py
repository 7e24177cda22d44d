"""A command line of `registryctl` and a run of it, on a scripted AWS and in a folder of its own."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from click.testing import CliRunner

from operations.cli import main as registryctl
from operations.cli import options


@dataclass(frozen=True)
class Example:
    """A command line that was run.

    Attributes:
        words: the words after `registryctl`.
        aws: the AWS that answers.
        stdin: what is piped into it.
        piped: the command that would pipe it.
        files: texts of files in the folder that it runs in, by name.
    """

    words: str
    aws: Callable[[], Any]
    stdin: Any = None
    piped: str = "pulumi stack export"
    files: Mapping[str, str] = field(default_factory=dict)


def run(example: Example) -> Any:
    """An example's run, in a folder of its own."""
    aws = example.aws()
    stdin = None if example.stdin is None else json.dumps(example.stdin)
    with (
        mock.patch.object(options, "Aws", return_value=aws),
        TemporaryDirectory() as folder,
        _inside(folder),
    ):
        for name, text in example.files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        words = [word.strip("'") for word in example.words.split()]
        return CliRunner().invoke(registryctl, words, input=stdin, prog_name="registryctl")


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
