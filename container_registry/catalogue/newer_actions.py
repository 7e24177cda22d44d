"""ECR's actions that AWS's service authorization reference does not list yet.

Generated from botocore's model by `python -m tools.catalogue`. Each with whether it reads, and
whether its request names a repository, so that a statement can.
"""

from typing import Final

NEWER: Final[dict[str, tuple[bool, bool]]] = {
    "DescribeReplicationBackfillResults": (True, False),
    "ListImageReferrers": (True, True),
    "ListReplicationBackfills": (True, False),
    "StartReplicationBackfill": (False, False),
    "StopReplicationBackfill": (False, False),
}
