"""An alarm that changes its state tells its topics, in CloudWatch's own message.

CloudWatch user guide, "Notifying users on alarm changes": the actions of the new state are taken
when the state changes and actions are enabled, SetAlarmState included. moto only keeps the state;
no alarm is ever evaluated here.
"""

import json
from typing import Any

from moto.cloudwatch.models import CloudWatchBackend
from moto.utilities.arns import parse_arn

_ACTIONS = {
    "ALARM": "alarm_actions",
    "OK": "ok_actions",
    "INSUFFICIENT_DATA": "insufficient_data_actions",
}


def patch() -> None:
    """Adds the notifications to SetAlarmState."""
    set_state = CloudWatchBackend.set_alarm_state

    def set_alarm_state(
        backend: Any, alarm_name: str, reason: str, reason_data: str, state_value: str
    ) -> None:
        alarm = backend.alarms.get(alarm_name)
        before = alarm.state_value if alarm else ""
        set_state(backend, alarm_name, reason, reason_data, state_value)
        if alarm.actions_enabled and before != state_value:
            _notify(backend, alarm, before)

    CloudWatchBackend.set_alarm_state = set_alarm_state


def _notify(backend: Any, alarm: Any, before: str) -> None:
    from moto.sns.models import sns_backends

    subject = f'{alarm.state_value}: "{alarm.name}" in {backend.region_name}'
    for action in getattr(alarm, _ACTIONS[alarm.state_value]) or []:
        arn = parse_arn(action)
        if arn.service == "sns":
            text = json.dumps(_message(backend, alarm, before))
            sns_backends[arn.account][arn.region].publish(text, action, subject=subject[:99])


def _message(backend: Any, alarm: Any, before: str) -> dict[str, Any]:
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "AlarmConfigurationUpdatedTimestamp": _time(alarm.configuration_updated_timestamp),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": _time(alarm.state_updated_timestamp),
        "Region": backend.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "StatisticType": "Statistic",
            "Statistic": (alarm.statistic or "").upper(),
            "Unit": alarm.unit,
            "Dimensions": [{"name": d.name, "value": d.value} for d in alarm.dimensions],
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data or "",
        },
    }


def _time(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000"))
