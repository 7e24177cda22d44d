"""How a repository is used, read from the registry: its last month of pushes, its mean image."""

from datetime import UTC, datetime, timedelta
from typing import Final

from container_registry.costs.storage import Use
from operations.aws import Aws
from operations.failures import CouldNotFindOut
from operations.images import read_images

_DAYS: Final = 30


def measured(aws: Aws, repository: str) -> Use | None:
    """The use of a repository; None where it is not there, empty, or may not be read."""
    try:
        images = read_images(aws, repository)
    except CouldNotFindOut:
        return None
    sizes = [one.size for one in images if not one.is_index and one.size]
    if not sizes:
        return None
    since = datetime.now(UTC) - timedelta(days=_DAYS)
    pushes = sum(bool(one.tags) and one.pushed_at >= since for one in images)
    return Use(pushes / _DAYS, sum(sizes) // len(sizes), f"its last {_DAYS} days")
