"""The plug-in for a release: one folder that needs nothing of this project beside it.

Owns its layout: what a language host starts, the rooms that it is made of, and the Python packages
that it needs, in the versions of the lock. `pulumi install` makes the environment from them.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tools.release.relocate import in_environment
from tools.release.sbom import read_lock
from tools.setup.places import ROOT

NAME: Final = "container-registry-plugin"
ROOMS: Final = ("components", "container_registry", "ecr_lifecycle", "plugin", "usage_reporter")
_STARTED: Final = ("__main__.py", "PulumiPlugin.yaml", "schema.json")
_README: Final = """\
# Plug-in container-registry

The components for every Pulumi language. Once, in this folder: `pulumi install`, or
`python3 -m venv venv && venv/bin/pip install -r requirements.txt`. Then in a project:

```sh
pulumi package add PATH/TO/container-registry-plugin
```

In YAML, in `Pulumi.yaml`: `packages: {container-registry: PATH/TO/container-registry-plugin}`.
"""


def build_plugin(folder: Path, dependencies: Iterable[str]) -> Path:
    """Write the plug-in into a folder, and return it."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=_unused)
    for name in _STARTED:
        shutil.copyfile(ROOT / "plugin" / name, folder / name)
    project = (ROOT / "plugin" / "PulumiPlugin.yaml").read_text(encoding="utf-8")
    (folder / "PulumiPlugin.yaml").write_text(in_environment(project, "venv"), encoding="utf-8")
    lock = read_lock()
    pins = (f"{name}=={lock[name].version}\n" for name in sorted(dependencies))
    (folder / "requirements.txt").write_text("".join(pins), encoding="utf-8")
    (folder / "README.md").write_text(_README, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    return folder


def _unused(_: str, names: list[str]) -> set[str]:
    return {"__pycache__", "pyproject.toml"} & set(names)
