from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from usage_reporter import trail

ALL = {"IncludeManagementEvents": True, "ReadWriteType": "All"}
MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}


class CloudTrail:
    more: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, *trails: tuple[bool, dict[str, Any]]) -> None:
        self._trails = {f"arn:{n}": found for n, found in enumerate(trails)}

    def describe_trails(self, **request: bool) -> dict[str, Any]:
        assert request["includeShadowTrails"], "a trail of several regions lives elsewhere"
        return {"trailList": [{"TrailARN": arn, **self.more} for arn in self._trails]}

    def get_trail_status(self, **request: str) -> dict[str, Any]:
        return {"IsLogging": self._trails[request["Name"]][0]}

    def get_event_selectors(self, **request: str) -> dict[str, Any]:
        return self._trails[request["TrailName"]][1]


def basic(**changed: Any) -> dict[str, Any]:
    return {"EventSelectors": [{**ALL, **changed}]}


def advanced(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"AdvancedEventSelectors": [{"FieldSelectors": list(fields)}]}


@pytest.mark.parametrize(
    ("trails", "logs"),
    [
        ([], False),
        ([(True, basic())], True),
        ([(False, basic())], False),
        ([(True, basic(ReadWriteType="WriteOnly"))], True),
        ([(True, basic(ReadWriteType="ReadOnly"))], False),
        ([(True, basic(IncludeManagementEvents=False))], False),
        ([(True, advanced(MANAGEMENT))], True),
        ([(True, advanced(MANAGEMENT, {"Field": "readOnly", "Equals": ["false"]}))], True),
        ([(True, advanced(MANAGEMENT, {"Field": "readOnly", "Equals": ["true"]}))], False),
        ([(True, advanced({"Field": "eventCategory", "Equals": ["Data"]}))], False),
        ([(False, basic()), (True, basic())], True),
    ],
)
def test_a_trail_counts_when_it_logs_writes_of_management_events(
    trails: list[tuple[bool, dict[str, Any]]], logs: bool
) -> None:
    assert trail.logging(CloudTrail(*trails)) is logs


@pytest.mark.parametrize("logs", [True, False])
def test_an_organisations_trail_counts_by_its_logging_alone(logs: bool) -> None:
    cloudtrail = CloudTrail((logs, {}))
    cloudtrail.more = {"IsOrganizationTrail": True}
    assert trail.logging(cloudtrail) is logs
