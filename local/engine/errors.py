"""How a command of the engine room fails: one message for people, an exit code that is not 0."""

from typing import IO, Any

import click


class EngineError(click.ClickException):
    """The command cannot go on; the text is the whole message."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to stderr, as the set-up prints its own."""
        click.echo(f"error: {self.format_message()}", file=file, err=file is None)


class InterruptedCommandError(EngineError):
    """The user ended the command; the exit code is that of a process that SIGINT ended."""

    exit_code = 130

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what became of it: it is no error."""
        click.echo(self.format_message(), file=file, err=file is None)


class StackAtWorkError(EngineError):
    """A `pulumi` of somebody is at work on the stack."""
