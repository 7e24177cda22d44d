"""How a command of the engine room fails: one message for people, exit code 1."""

from typing import IO, Any

import click


class EngineError(click.ClickException):
    """The command cannot go on; the text is the whole message."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to stderr, as the set-up prints its own."""
        click.echo(f"error: {self.format_message()}", file=file, err=file is None)
