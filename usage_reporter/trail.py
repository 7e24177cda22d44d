"""Whether a CloudTrail trail logs management events of this region.

EventBridge gets `AWS API Call via CloudTrail` events only while one does (EventBridge user guide),
so without it the rules on deleted repositories and changed policies are silent.
"""

from collections.abc import Mapping
from typing import Any


def logging(cloudtrail: Any) -> bool:
    """Whether any trail that covers this region is logging writes.

    Args:
        cloudtrail: boto3 client.

    Raises:
        ClientError: the trails can't be read.
    """
    trails = cloudtrail.describe_trails(includeShadowTrails=True)["trailList"]
    return any(_logs(cloudtrail, trail) for trail in trails)


def _logs(cloudtrail: Any, trail: Mapping[str, Any]) -> bool:
    arn = trail["TrailARN"]
    if not cloudtrail.get_trail_status(Name=arn)["IsLogging"]:
        return False
    if trail.get("IsOrganizationTrail"):
        # Its selectors belong to the organisation's management account.
        return True
    selectors = cloudtrail.get_event_selectors(TrailName=arn)
    basic = selectors.get("EventSelectors") or []
    advanced = selectors.get("AdvancedEventSelectors") or []
    return any(map(_writes, basic)) or any(map(_management, advanced))


def _writes(selector: Mapping[str, Any]) -> bool:
    kinds = {"All", "WriteOnly"}
    return bool(selector.get("IncludeManagementEvents")) and selector.get("ReadWriteType") in kinds


def _management(selector: Mapping[str, Any]) -> bool:
    fields = {one["Field"]: one.get("Equals", []) for one in selector["FieldSelectors"]}
    return "Management" in fields.get("eventCategory", []) and "true" not in fields.get(
        "readOnly", []
    )
