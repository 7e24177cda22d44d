"""Whether a CloudTrail trail logs management events of this region.

EventBridge gets `AWS API Call via CloudTrail` events only while one does (EventBridge user guide),
so without it the rules on deleted repositories and changed policies are silent.
"""

from collections.abc import Mapping
from typing import Any

from usage_reporter.answers import MalformedError, listed, mapped


def logging(cloudtrail: Any) -> bool:
    """Whether any trail that covers this region is logging writes.

    Args:
        cloudtrail: boto3 client.

    Raises:
        ClientError: the trails can't be read, or one that can't may be the one that logs.
        MalformedError: AWS's answer has not the form that is documented.
    """
    trails = listed(
        cloudtrail.describe_trails(includeShadowTrails=True), "trailList", "DescribeTrails"
    )
    unread: list[Exception] = []
    for trail in trails:
        try:
            if _logs(cloudtrail, trail):
                return True
        except Exception as error:  # noqa: BLE001 - another trail may log all the same
            unread.append(error)
    if unread:
        raise unread[0]
    return False


def _logs(cloudtrail: Any, trail: Mapping[str, Any]) -> bool:
    arn = trail["TrailARN"]
    logging_now = cloudtrail.get_trail_status(Name=arn).get("IsLogging")
    if not isinstance(logging_now, bool):
        raise MalformedError("GetTrailStatus didn't say whether the trail is logging")
    if not logging_now:
        return False
    if trail.get("IsOrganizationTrail"):
        # Its selectors belong to the organisation's management account.
        return True
    selectors = cloudtrail.get_event_selectors(TrailName=arn)
    basic = selectors.get("EventSelectors") or []
    advanced = selectors.get("AdvancedEventSelectors") or []
    return any(_writes(mapped(one)) for one in basic) or any(map(_management, advanced))


def _writes(selector: Mapping[str, Any]) -> bool:
    kinds = {"All", "WriteOnly"}
    return bool(selector.get("IncludeManagementEvents")) and selector.get("ReadWriteType") in kinds


def _management(selector: Mapping[str, Any]) -> bool:
    fields = {one["Field"]: one.get("Equals", []) for one in selector["FieldSelectors"]}
    return "Management" in fields.get("eventCategory", []) and "true" not in fields.get(
        "readOnly", []
    )
