"""What was asked for arrives whole, or the exit code says that it didn't.

Owns what a closed, full or torn standard output looks like to the user: one message, no traceback,
and never the exit code of a verdict.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Final

import click

#: What writing fails with; other errors of the system are those of a network.
_OF_WRITING: Final = frozenset(
    {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
)


class Commands(click.Group):
    """Commands whose exit code says whether their answer was delivered."""

    undelivered: ClassVar[int] = 2

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the command line; `--help` and `--version` are answered here."""
        with _delivered(self.undelivered):
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with _delivered(self.undelivered):
            return super().invoke(ctx)


@contextmanager
def _delivered(code: int) -> Iterator[None]:
    if sys.stdout is None:
        _say("standard output is closed")
        raise click.exceptions.Exit(code)
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno not in _OF_WRITING:
            raise
        _drop_the_rest(sys.stdout)
        if error.errno != errno.EPIPE:  # else whoever read it has seen enough, and wants no words
            _say(f"the output can't be written: {error.strerror}")
        raise click.exceptions.Exit(code) from None


def _drop_the_rest(stream: Any) -> None:
    """What is left in the buffer goes nowhere: Python would fail of it at the end, with 120."""
    with suppress(OSError, AttributeError, ValueError):  # a stream that is closed, or no file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _say(what: str) -> None:
    try:
        click.echo(
            f"error: {what}.\n"
            "  Impact: the answer is not there, or not whole.\n"
            "  Fix: make room or write it elsewhere, then run the same command again.",
            err=True,
        )
    except OSError:  # standard error is no better, and the exit code says it too
        _drop_the_rest(sys.stderr)
