"""A lifecycle policy may archive images, and count from their last pull or their archiving.

ECR user guide, "Lifecycle policy properties": the action `transition` with the target storage
class `archive`, the count types `sinceImagePulled` and `sinceImageTransitioned`, and the storage
class of a selection. moto takes such rules for invalid; what it checks else stays.
"""

from moto.ecr import policy_validation as moto


def patch() -> None:
    """Adds the words that moto's validator lacks."""
    moto.VALID_ACTION_TYPE_VALUES |= {"transition"}
    # A new set: moto's valid properties are the very object of the required ones.
    moto.VALID_ACTION_PROPERTIES = moto.VALID_ACTION_PROPERTIES | {"targetStorageClass"}
    moto.VALID_SELECTION_COUNT_TYPE_VALUES |= {"sinceImagePulled", "sinceImageTransitioned"}
    moto.VALID_SELECTION_PROPERTIES |= {"storageClass"}
