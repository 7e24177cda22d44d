"""The virtual environment `.venv`: exactly the packages of `requirements.txt`, by hash.

A stamp is written last. Without the right stamp the environment is made anew: what a cut-off
install left behind is never trusted, and uv's cache makes starting over a matter of seconds.
"""

import hashlib
import importlib
import os
import shutil
import sys
from pathlib import Path

from tools.setup import places
from tools.setup.console import SetupError, say, step
from tools.setup.pip import pip_install
from tools.setup.run import CommandError, run

_STAMP = places.VENV / ".complete"
#: A package that came as source would be built with tools that no lock pins.
_BUILT = ("--only-binary", ":all:")
_INSTALL = ("pip", "install", "--quiet", "--require-hashes", *_BUILT)


def provide_venv() -> None:
    """Make `.venv` what the lock says, unless its stamp says that it is.

    Raises:
        SetupError: python has no venv, or a package could not be installed.
    """
    if _STAMP.is_file() and _STAMP.read_text() == _stamp():
        return
    uv = users_uv()
    if uv is None or not _provide_with(uv):
        _provide()
    _STAMP.write_text(_stamp())


def users_uv() -> str | None:
    """The uv that the user has; then python3 needs neither venv nor pip."""
    elsewhere = [entry for entry in os.get_exec_path() if Path(entry) != places.VENV / "bin"]
    return shutil.which("uv", path=os.pathsep.join(elsewhere))


def _provide_with(uv: str) -> bool:
    """With the user's uv; whether that worked."""
    try:
        with step("creating the virtual environment, with uv"):
            shutil.rmtree(places.VENV, ignore_errors=True)
            python = ("--python", sys.executable)
            run((uv, "venv", "--quiet", *python, places.VENV), env=_uv_environment())
        with step("installing the Python packages"):
            locks = ("-r", places.REQUIREMENTS, "-r", places.UV_PIN)
            into = ("--python", places.VENV)
            run((uv, *_INSTALL, *into, *locks), env=_uv_environment())
    except CommandError as failed:
        if failed.no_network:
            raise failed.failure("the Python packages") from failed
        say("the uv on PATH does not work here; pip takes its place")
        return False
    return True


def _provide() -> None:
    """With python3's own venv and pip, which bring a uv of their own."""
    _require_modules()
    with step("creating the virtual environment"):
        shutil.rmtree(places.VENV, ignore_errors=True)
        _create()
    with step("installing the Python packages"):
        _install()


def _stamp() -> str:
    """What a complete environment depends on: the two locks, its interpreter and its place."""
    digest = hashlib.sha256(places.REQUIREMENTS.read_bytes() + places.UV_PIN.read_bytes())
    interpreter = (places.VENV / "bin" / "python").resolve()
    return f"{digest.hexdigest()} {interpreter} {places.VENV}\n"


def _require_modules() -> None:
    """Debian and Ubuntu deliver python3 without venv."""
    for module in ("venv", "ensurepip"):
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise SetupError(
                f"{sys.executable} has no {module!r}, without which there is no virtual"
                f" environment.\n  Debian and Ubuntu: sudo apt install python3-venv; or name"
                f" another interpreter: make up PYTHON=/path/to/python3"
            ) from error


def _create() -> None:
    try:
        run((sys.executable, "-m", "venv", places.VENV))
    except CommandError as failed:
        raise failed.failure("the virtual environment") from failed


def _install() -> None:
    """With uv, in seconds; with pip where uv has no build or does not reach pip's own index."""
    try:
        pip_install(places.UV_PIN, *_BUILT)
        uv = places.VENV / "bin" / "uv"
        into = ("--python", places.VENV, "-r", places.REQUIREMENTS)
        run((uv, *_INSTALL, *into), env=_uv_environment())
    except CommandError as uv:
        if not uv.no_network:
            say("uv does not work here; pip takes its place, which needs some minutes")
        try:
            pip_install(places.REQUIREMENTS, *_BUILT)
        except CommandError as failed:
            raise failed.failure("the Python packages") from failed


def _uv_environment() -> dict[str, str]:
    """The system's certificates, as pip and git use them, not those that uv brings."""
    return {**os.environ, "UV_SYSTEM_CERTS": "1"}
