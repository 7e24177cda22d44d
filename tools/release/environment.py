"""A Python environment outside this checkout, as somebody has who knows nothing of it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup import places

#: How a wheel with an extra or none, or what a `requirements.txt` names, gets into an environment.
Install = Callable[["Environment", Path, str], None]


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and the folder that its owner works in."""

    venv: Path
    folder: Path

    @classmethod
    def fresh(cls, at: Path) -> "Environment":
        """An empty environment and an empty folder."""
        made = cls(at / "venv", at / "work")
        made.folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", made.venv], check=True)
        return made

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def variables(self) -> Mapping[str, str]:
        """All that a command sees of the world: nothing that leads back to this checkout."""
        search = (self.venv / "bin", "/usr/local/bin", "/usr/bin", "/bin")
        return {"PATH": os.pathsep.join(map(str, search)), "HOME": str(self.folder)}

    def run(self, *command: str | Path, expect: int = 0) -> str:
        """What a command prints, run in the folder.

        Raises:
            RuntimeError: it ends with another exit code than the expected one.
        """
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != expect:
            shown = " ".join(Path(word).name for word in map(str, command))
            raise RuntimeError(f"{shown}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def install_from_index(environment: Environment, source: Path, extra: str = "") -> None:
    """As `pip install` does it, with all dependencies; uv's cache makes it quick."""
    uv = places.VENV / "bin" / "uv"
    wheel = f"{source}[{extra}]" if extra else str(source)
    what = ("-r", str(source)) if source.suffix == ".txt" else (wheel,)
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", environment.python, *what],
        env={**os.environ, "UV_SYSTEM_CERTS": "1"},
        check=True,
    )
