"""The Pulumi CLI: the one on PATH if it is recent enough, else one built once for this user.

The build is pinned by `tools/pulumi/go.mod` and `go.sum`. A CLI from the cache is linked into
`.venv/bin`, so that one PATH entry brings it; the user's own is left where it is.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.setup import pins, places
from tools.setup.console import Step, step
from tools.setup.go import provide_go
from tools.setup.lock import held
from tools.setup.run import CommandError, run

_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
_LINK = places.VENV / "bin" / "pulumi"


def provide_cli() -> None:
    """Make `pulumi` available to the virtual environment.

    Raises:
        SetupError: it must be built and there is no Go, no network, or the build fails.
    """
    if _recent_on_path():
        _LINK.unlink(missing_ok=True)
        return
    binary = places.cache() / f"pulumi-{pinned()}" / "pulumi"
    if not binary.is_file():
        with held(places.cache() / "pulumi.lock", "another build of the Pulumi CLI"):
            if not binary.is_file():
                _build(binary)
    if not (_LINK.is_symlink() and _LINK.readlink() == binary):
        _LINK.unlink(missing_ok=True)
        _LINK.symlink_to(binary)


def pinned() -> str:
    """The version to build, and the oldest that is accepted."""
    return pins.read(places.MODULE / "go.mod", pins.PULUMI)


def _recent_on_path() -> bool:
    elsewhere = [entry for entry in os.get_exec_path() if Path(entry) != _LINK.parent]
    found = shutil.which("pulumi", path=os.pathsep.join(elsewhere))
    if found is None:
        return False
    said = subprocess.run(
        [found, "version"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
    )
    version = re.match(r"v?(\d+\.\d+\.\d+)", said.stdout)
    return version is not None and pins.numbers(version[1]) >= pins.numbers(pinned())


def _build(binary: Path) -> None:
    go = provide_go()
    partial = binary.with_name("pulumi.partial")
    with step(f"building the Pulumi CLI {pinned()}, once for this user (6 to 12 min)") as progress:
        try:
            progress.detail = "fetching its modules"
            listed = run((go, "list", "-deps", _PACKAGE), cwd=places.MODULE, env=_environment())
            packages = [line for line in listed.splitlines() if not line.startswith("go: ")]
            run(
                (go, "build", "-v", "-o", partial, "-ldflags", _linker_flags(), _PACKAGE),
                cwd=places.MODULE,
                env=_environment(),
                on_line=_Counter(progress, len(packages)),
            )
        except CommandError as failed:
            raise failed.failure("the Pulumi CLI") from failed
    partial.replace(binary)


def _linker_flags() -> str:
    return f"-s -w -X {_VERSION_VARIABLE}={pinned()}"


def _environment() -> dict[str, str]:
    """Nothing but the pinned modules: no other toolchain, no change of `go.mod`, no C compiler."""
    return {
        **os.environ,
        "CGO_ENABLED": "0",
        "GOFLAGS": "-mod=readonly -trimpath",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }


class _Counter:
    """`go build -v` names each package that it compiles."""

    def __init__(self, progress: Step, packages: int) -> None:
        self._progress = progress
        self._packages = packages
        self._compiled = 0

    def __call__(self, _: str) -> None:
        self._compiled += 1
        self._progress.detail = f"{self._compiled} of {self._packages} packages"
