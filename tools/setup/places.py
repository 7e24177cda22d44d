"""Where the set-up reads and writes: the checkout, and one cache for each user."""

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCAL: Final = ROOT / ".local"
LOG: Final = LOCAL / "setup.log"
VENV: Final = ROOT / ".venv"
REQUIREMENTS: Final = ROOT / "requirements.txt"
#: Pinned apart from the program's own packages: each is fetched only where it is needed.
UV_PIN: Final = ROOT / "tools" / "setup" / "uv.txt"
GO_PIN: Final = ROOT / "tools" / "setup" / "go.txt"
#: Each folder with a `go.mod` and `go.sum` in here pins one program of Pulumi.
GO_MODULES: Final = ROOT / "tools"


def cache() -> Path:
    """The user's cache, after the XDG base directory specification."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "container-registry"
