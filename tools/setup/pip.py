"""pip in the virtual environment: by hash only, and quick to give up where there is no network."""

from pathlib import Path

from tools.setup import places
from tools.setup.run import run


def pip_install(pins: Path, *options: str | Path) -> None:
    """Install what `pins` names, and nothing else.

    Raises:
        CommandError: a package could not be fetched, or is not the one that was pinned.
    """
    run(
        (
            *(places.VENV / "bin" / "python", "-m", "pip", "install", "-r", pins),
            *("--require-hashes", "--no-compile", "--disable-pip-version-check", "--no-input"),
            *("--retries", "2", "--timeout", "20"),
            *options,
        )
    )
