"""What a wheel has beyond the packages that it installs as they are.

Rooms with common names get their place inside `container_registry`; the policy pack and the plug-in
are folders that the engine can start from. Nothing else is changed on the way into a wheel.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PLACE: Final = "container_registry"
#: Imported from there; and `usage_reporter`, which is only zipped, so its modules stay as they are.
_ROOMS: Final = ("components", "operations", "plugin")
_ZIPPED: Final = "usage_reporter"
#: The local AWS alone: the engine and the plug-in of a checkout stay there.
_LOCAL: Final = ("__init__.py", "disk.py", "private.py", "process.py", "aws")
#: From `lib/python3.X/site-packages/container_registry/policy_pack` up to the environment.
_ENVIRONMENT: Final = "../../../../.."
_PREPARATION: Final = (
    "It is installed already: `container-registry policy-pack` prints this folder."
)


class Rooms(BuildHookInterface):  # type: ignore[type-arg]
    """Prepares the files in a temporary folder, for as long as the build takes."""

    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files; an editable install has them in the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from tools.pack.layout import lay_out
        from tools.release.relocate import in_environment, relocate

        self._folder = Path(tempfile.mkdtemp())
        names = {room: f"{_PLACE}.{room}" for room in (*_ROOMS, "local")}
        for room in _ROOMS:
            relocate(root / room, self._folder / room, names)
        started = self._folder / "plugin" / "PulumiPlugin.yaml"
        project = in_environment(started.read_text(encoding="utf-8"), _ENVIRONMENT)
        started.write_text(project, encoding="utf-8")
        relocate(root / _ZIPPED, self._folder / _ZIPPED, {})
        relocate(root / "local", self._folder / "local", names, _LOCAL)
        lay_out(self._folder / "policy_pack", virtualenv=_ENVIRONMENT, preparation=_PREPARATION)
        for folder in self._folder.iterdir():
            build_data["force_include"][str(folder)] = f"{_PLACE}/{folder.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
