"""The stack in the backend, by the Pulumi CLI: made in a folder apart, whole or not at all.

Owns the order of the calls. An address reaches `pulumi` on its standard input, never as a word of a
command line, which every user of the machine can read.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from container_registry.settings import NAMESPACE
from tools.init.wanted import Wanted
from tools.setup import places

#: What the official CLI brings, and the one that set-up builds doesn't.
HOST: Final = "pulumi-language-python"


class PulumiError(Exception):
    """A call of `pulumi` failed; the text is the whole message."""


def make(wanted: Wanted, text: str) -> str:
    """Log in, make the stack, encrypt the addresses; the finished text of the stack file.

    Raises:
        PulumiError: the backend or the secrets provider refused. No stack is left behind.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copy(places.ROOT / "Pulumi.yaml", work)
        file = work / wanted.file
        file.write_text(text, encoding="utf-8")
        _pulumi(work, "login", wanted.backend)
        provider = ("--secrets-provider", wanted.secrets_provider)
        _pulumi(work, "stack", "init", wanted.stack, "--no-select", *provider)
        try:
            for number, address in enumerate(wanted.alerts):
                key = f"{NAMESPACE}:alertAddresses[{number}]"
                setting = ("config", "set", "--stack", wanted.stack, "--secret", "--path", key)
                _pulumi(work, *setting, said=address)
        except PulumiError:
            _pulumi(work, "stack", "rm", wanted.stack, "--yes")
            raise
        return file.read_text(encoding="utf-8")


def has_host() -> bool:
    """Whether plain `pulumi` can run a program in Python here."""
    return shutil.which("pulumi") is not None and shutil.which(HOST) is not None


def _pulumi(work: Path, *words: str, said: str = "") -> None:
    cli = shutil.which("pulumi") or str(places.VENV / "bin" / "pulumi")
    try:
        answer = subprocess.run(
            (cli, *words, "--non-interactive"),
            cwd=work,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise PulumiError(f"`{cli}` cannot be started: {error.strerror}") from error
    if answer.returncode != 0:
        why = (answer.stderr or answer.stdout).strip().replace("\n", "\n    ")
        raise PulumiError(f"`pulumi {' '.join(words)}` failed:\n    {why}")
