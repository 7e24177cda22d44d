"""From where to where."""

from dataclasses import dataclass

from operations.oci.client import Registry


@dataclass(frozen=True)
class Ends:
    """The two repositories of a copy.

    Attributes:
        source: the registry that has the images.
        repository: their repository there.
        target: the registry that gets them.
        into: their repository there.
    """

    source: Registry
    repository: str
    target: Registry
    into: str
