"""The Pulumi CLI: the one on PATH if it is recent enough, else one built once for this user.

A CLI from the cache is linked into `.venv/bin`; the user's own is left where it is. The host of
programs in YAML is built the same way, and only where somebody runs such programs.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tools.setup import pins, places
from tools.setup.go_program import GoProgram

CLI: Final = GoProgram(
    name="the Pulumi CLI",
    executable="pulumi",
    pinned_in=places.GO_MODULES / "pulumi",
    module="github.com/pulumi/pulumi/pkg/v3",
    package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version_variable="github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    takes="6 to 12 min",
)
YAML: Final = GoProgram(
    name="Pulumi's YAML host",
    executable="pulumi-language-yaml",
    pinned_in=places.GO_MODULES / "pulumi-yaml",
    module="github.com/pulumi/pulumi-yaml",
    package="github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    version_variable="github.com/pulumi/pulumi-yaml/pkg/version.Version",
    takes="1 to 4 min",
)


def provide_cli() -> None:
    """Make `pulumi` available to the virtual environment.

    Raises:
        SetupError: it must be built and there is no Go, no network, or the build fails.
    """
    said = _said_on_path("pulumi", "version")
    version = re.match(r"v?(\d+\.\d+\.\d+)", said or "")
    if version is not None and pins.numbers(version[1]) >= pins.numbers(CLI.version):
        CLI.link.unlink(missing_ok=True)
        return
    CLI.provide()


def provide_yaml_host() -> None:
    """Make `pulumi-language-yaml` available to the virtual environment.

    Raises:
        SetupError: it must be built and there is no Go, no network, or the build fails.
    """
    if _elsewhere(YAML.executable) is None:
        YAML.provide()


def _elsewhere(program: str) -> str | None:
    """The user's own program, if there is one."""
    paths = [entry for entry in os.get_exec_path() if Path(entry) != places.VENV / "bin"]
    return shutil.which(program, path=os.pathsep.join(paths))


def _said_on_path(program: str, *words: str) -> str | None:
    found = _elsewhere(program)
    if found is None:
        return None
    return subprocess.run(
        [found, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
    ).stdout
