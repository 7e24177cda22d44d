"""Unit tests of programs that use the components: no engine, no AWS, milliseconds.

`deploy` runs a program against Pulumi's mocks and hands back what it registered as plain data. It
returns only when every registration is done, so a test asserts on finished facts and never inside
an `apply` that might not run. The one part of `container_registry` that imports Pulumi; nothing
else here imports it.
"""

from container_registry.testing.program import (
    ACCOUNT,
    DEFAULT_CALLS,
    PARTITION,
    PROJECT,
    REGION,
    Calls,
    deploy,
)
from container_registry.testing.recorded import Recorded, Resource

__all__ = [
    "ACCOUNT",
    "DEFAULT_CALLS",
    "PARTITION",
    "PROJECT",
    "REGION",
    "Calls",
    "Recorded",
    "Resource",
    "deploy",
]
