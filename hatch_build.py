"""Adds the policy pack to the wheel, as a folder that the engine can start from.

The pack runs in the user's own Python environment, with the packages that the wheel installs.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: From `lib/python3.X/site-packages/container_registry/policy_pack` up to the environment.
_ENVIRONMENT: Final = "../../../../.."
_PREPARATION: Final = """\
It is installed already: `container-registry policy-pack` prints this folder."""


class PolicyPack(BuildHookInterface):  # type: ignore[type-arg]
    """Lays the pack out in a temporary folder, for as long as the build takes."""

    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the pack's files; an editable install has them in the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from tools.pack.layout import lay_out

        self._folder = Path(tempfile.mkdtemp())
        pack = self._folder / "policy_pack"
        lay_out(pack, virtualenv=_ENVIRONMENT, preparation=_PREPARATION)
        build_data["force_include"][str(pack)] = "container_registry/policy_pack"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
