"""ECR's operations that botocore knows and the service authorization reference does not yet."""

from pathlib import Path
from typing import Final

import botocore.session

from container_registry.catalogue import newer_actions
from container_registry.catalogue.actions import ACTIONS

FILE: Final = Path(newer_actions.__file__)
_READING: Final = ("Describe", "Get", "List", "BatchGet", "BatchCheck", "Validate")
_HEAD: Final = '''"""ECR's actions that AWS's service authorization reference does not list yet.

Generated from botocore's model by `python -m tools.catalogue`. Each with whether it reads, and
whether its request names a repository, so that a statement can.
"""

from typing import Final

NEWER: Final[dict[str, tuple[bool, bool]]] = {
'''


def newer() -> dict[str, tuple[bool, bool]]:
    """By name: whether it reads, and whether its request names a repository."""
    model = botocore.session.get_session().get_service_model("ecr")
    return {
        name: (
            name.startswith(_READING),
            "repositoryName" in (model.operation_model(name).input_shape or _Nothing()).members,
        )
        for name in sorted(model.operation_names)
        if name not in ACTIONS
    }


class _Nothing:
    members: Final[dict[str, object]] = {}


def text() -> str:
    """The module."""
    rows = "".join(f'    "{name}": {facts},\n' for name, facts in newer().items())
    return f"{_HEAD}{rows}}}\n"


def main() -> None:
    """Write the module."""
    FILE.write_text(text(), encoding="utf-8")
