"""Run another program for the set-up: its output to the log, its failure in words."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.setup import places
from tools.setup.console import SetupError

#: How pip, uv and go say that they cannot reach a server.
_NO_NETWORK = re.compile(
    r"name resolution|Name or service not known|dns error|no such host|error sending request"
    r"|Network is unreachable|Connection refused|connection refused|NewConnectionError"
    r"|ProxyError|proxyconnect|i/o timeout|timed out|client error \(Connect\)"
)
_TAIL = 12


class CommandError(Exception):
    """A program ended with an exit code other than 0."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output

    @property
    def no_network(self) -> bool:
        """Whether the output says that a server could not be reached."""
        return bool(_NO_NETWORK.search(self.output))

    def failure(self, what: str) -> SetupError:
        """The message for the user: the cause where it is known, the log's end where not."""
        if self.no_network:
            return SetupError(
                f"no network: {what} must be installed and its server cannot be reached.\n"
                f"  Connect (or set HTTPS_PROXY) and run the same command again: it goes on from"
                f" there.\n  The attempt is in {places.LOG}"
            )
        tail = "\n".join(f"  | {line}" for line in self.output.splitlines()[-_TAIL:])
        return SetupError(f"{what} could not be installed.\n{tail}\n  All of it is in {places.LOG}")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] = lambda _: None,
) -> str:
    """Run a command, hand on each line as it comes, return the output.

    Raises:
        CommandError: the exit code is not 0.
    """
    places.LOG.parent.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with (
        places.LOG.open("a") as log,
        subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        log.write(f"$ {' '.join(map(str, command))}\n")
        for line in process.stdout or ():
            log.write(line)
            lines.append(line)
            on_line(line.rstrip())
    if process.returncode != 0:
        raise CommandError("".join(lines))
    return "".join(lines)
