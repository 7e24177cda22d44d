"""The numbers that ECR sets. Each names its source; nothing here is a choice of ours.

Sources: **[B]** the botocore 1.44 model of ECR; **[PROP]** AWS's "Lifecycle policy properties";
**[EVAL]** AWS's "Lifecycle policy evaluation rules"; **[ARCH]** AWS's "Archive an image";
**[M]** the answer of a real API call; **[Q]** the service quotas.
"""

from typing import Final

MIN_TEXT: Final = 100
"""Characters of a policy's text, at least ([B] LifecyclePolicyText)."""

MAX_TEXT: Final = 30_720
"""Characters of a policy's text, at most ([B] LifecyclePolicyText)."""

MAX_RULES: Final = 50
"""Rules of a policy ([M] "array is too long: must have at most 50 elements")."""

MAX_WILDCARDS: Final = 4
"""`*` in one pattern ([M] "Total number of * must not exceed 4")."""

MIN_ARCHIVE_DAYS: Final = 90
"""Days in the archive before a rule may delete ([ARCH])."""

ARCHIVE_SAVES_TB: Final = 150
"""TB in a Region's archive from which on a GB there costs less (ECR pricing: the archive is $0.10 a
GB-month up to 150 TB, as the standard class is, and $0.07 above; restoring is $0.03 a GB)."""

ARTIFACT_HOURS: Final = 24
"""Hours that an artifact must have been in its storage class before a cleanup (ECR user guide,
"Sign images in Amazon ECR", considerations, 2026)."""

MAX_TAG: Final = 300
"""Characters of a tag ([B] ImageTag)."""

MANY_PREFIXES: Final = 10
"""Entries of a `tagPrefixList` that nobody has seen refused; there are hints of more being so."""

MAX_IMAGES: Final = 100_000
"""Images in a repository ([Q] L-03A36CE1)."""

TAG_STATUSES: Final = ("tagged", "untagged", "any")
COUNT_TYPES: Final = (
    "imageCountMoreThan",
    "sinceImagePushed",
    "sinceImagePulled",
    "sinceImageTransitioned",
)
STORAGE_CLASSES: Final = ("standard", "archive")
ACTIONS: Final = ("expire", "transition")

MAX_INTEGER: Final = 2**31 - 1
"""The integers of ECR's model are Smithy's, of 32 bits ([B] LifecyclePolicyRulePriority)."""
