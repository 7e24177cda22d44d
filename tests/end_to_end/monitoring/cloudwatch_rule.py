"""CloudWatch's documented rule for an alarm's state, which the local AWS doesn't evaluate.

Source: CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat
missing data".
"""

import operator
from typing import Any

_COMPARISONS = {
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
}


def state(alarm: dict[str, Any], newest: list[float | None], before: str = "OK") -> str:
    """The alarm's state.

    Args:
        alarm: as DescribeAlarms gives it.
        newest: values of its last periods, None where a period has no datapoint.
        before: its state until now.
    """
    compare = _COMPARISONS[alarm["ComparisonOperator"]]
    missing = alarm["TreatMissingData"]
    looked_at = newest[-alarm["EvaluationPeriods"] :]
    known = [value for value in looked_at if value is not None]
    if not known and missing in {"ignore", "missing"}:
        return before if missing == "ignore" else "INSUFFICIENT_DATA"
    breaching = sum(compare(value, alarm["Threshold"]) for value in known)
    if missing == "breaching":
        breaching += len(looked_at) - len(known)
    return "ALARM" if breaching >= alarm["DatapointsToAlarm"] else "OK"
