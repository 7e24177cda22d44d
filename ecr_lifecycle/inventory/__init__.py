"""The images of a repository, read from what people have: a list by ages, or AWS's own output."""

from ecr_lifecycle.inventory.fields import InvalidImages, moment
from ecr_lifecycle.inventory.gaps import blind_spots
from ecr_lifecycle.inventory.images import read_images
from ecr_lifecycle.inventory.manifests import Links, read_manifests

__all__ = ["InvalidImages", "Links", "blind_spots", "moment", "read_images", "read_manifests"]
