"""The parts of the kit, in the order in which they are written."""

from typing import Final

from operations.kit.part import File, Part

IMAGE: Final = Part(
    "image",
    (File("image/dockerignore.j2", ".dockerignore"),),
)

PARTS: Final[tuple[Part, ...]] = (IMAGE,)
