"""The images of a repository, read from what people have: a list by ages, or AWS's own output."""

from ecr_lifecycle.inventory.fields import InvalidImages, moment
from ecr_lifecycle.inventory.images import read_images
from ecr_lifecycle.inventory.listing import Listing, read_listing
from ecr_lifecycle.inventory.manifests import Links, read_manifests

__all__ = [
    "InvalidImages",
    "Links",
    "Listing",
    "moment",
    "read_images",
    "read_listing",
    "read_manifests",
]
