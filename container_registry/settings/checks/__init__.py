"""What no single setting can know: checks across settings.

They read the raw mapping, so that they speak although another setting is wrong, and skip malformed
values: `explain` reports those already.
"""

from collections.abc import Callable
from typing import Final

from container_registry.settings.checks import (
    access,
    iam,
    messages,
    monitoring,
    places,
    registry,
    repeated,
    services,
    shared,
    sizes,
    tags,
)
from container_registry.settings.checks.given import Given
from container_registry.settings.fault import Faults

__all__ = ["CHECKS", "Given"]

CHECKS: Final[tuple[Callable[[Given], Faults], ...]] = (
    services.check,
    shared.check,
    access.check,
    iam.check,
    tags.check,
    places.check,
    registry.check,
    monitoring.check,
    messages.check,
    repeated.check,
    sizes.check,
)
