"""A program of Pulumi that is built from its Go module, once for this user.

The build is pinned by a `go.mod` and a `go.sum` in this project. The program stays in the user's
cache and is linked into `.venv/bin`, so that one PATH entry brings it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from tools.setup import pins, places
from tools.setup.console import Step, step
from tools.setup.go import provide_go
from tools.setup.lock import held
from tools.setup.run import CommandError, run


@dataclass(frozen=True)
class GoProgram:
    """What is built, from which module."""

    name: str
    executable: str
    pinned_in: Path
    module: str
    package: str
    version_variable: str
    takes: str

    @property
    def version(self) -> str:
        """The pinned version."""
        pattern = rf"^require {self.module.replace('.', chr(92) + '.')} v([\d.]+)$"
        return pins.read(self.pinned_in / "go.mod", pattern)

    @property
    def binary(self) -> Path:
        """Where the program is, once it is built."""
        return places.cache() / f"{self.pinned_in.name}-{self.version}" / self.executable

    @property
    def link(self) -> Path:
        """Where the virtual environment finds it."""
        return places.VENV / "bin" / self.executable

    def provide(self) -> None:
        """Build it unless it is there, and link it.

        Raises:
            SetupError: there is no Go, no network, or the build fails.
        """
        binary = self.binary
        if not binary.is_file():
            lock = places.cache() / f"{self.pinned_in.name}.lock"
            with held(lock, f"another build of {self.name}"):
                if not binary.is_file():
                    self._build(binary)
        if not (self.link.is_symlink() and self.link.readlink() == binary):
            self.link.unlink(missing_ok=True)
            self.link.symlink_to(binary)

    def _build(self, binary: Path) -> None:
        go = provide_go(self.name, self.version, self.pinned_in)
        partial = binary.with_name(f"{self.executable}.partial")
        title = f"building {self.name} {self.version}, once for this user ({self.takes})"
        with step(title) as progress:
            try:
                progress.detail = "fetching its modules"
                listed = self._go(go, "list", "-deps", self.package)
                packages = [line for line in listed.splitlines() if not line.startswith("go: ")]
                counter = _Counter(progress, len(packages))
                flags = ("-ldflags", self._linker_flags())
                self._go(go, "build", "-v", "-o", partial, *flags, self.package, on_line=counter)
            except CommandError as failed:
                raise failed.failure(self.name) from failed
        partial.replace(binary)

    def _go(self, *command: str | Path, on_line: "_Counter | None" = None) -> str:
        heard = on_line or (lambda _: None)
        return run(command, cwd=self.pinned_in, env=_environment(), on_line=heard)

    def _linker_flags(self) -> str:
        return f"-s -w -X {self.version_variable}={self.version}"


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
