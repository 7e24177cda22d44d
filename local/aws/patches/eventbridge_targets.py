"""A rule's events reach topics, queues, functions and log groups, as the target wants them.

EventBridge user guide, "Targets", "Input transformation" and "Arrays in event patterns"
(a pattern reaches into lists of objects); API reference, PutRule: a DISABLED
rule matches nothing, a rule with a schedule alone matches no event, and read-only management
events reach a rule only in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. moto fails for
topics and functions, ignores Input and InputPath, and delivers in every state. API destinations are
never called.
"""

import copy
import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp
from moto.events.models import Rule
from moto.utilities.arns import parse_arn

from local.aws.input_transformer import message

_ALL_MANAGEMENT_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def patch() -> None:
    """Takes over the delivery to the targets named above, and leaves the others to moto."""
    others = Rule.send_to_targets

    def send(rule: Any, original_event: dict[str, Any], transform_input: bool = True) -> None:
        if not _matches(rule, original_event):
            return
        event = _as_sent(original_event)
        for target in rule.targets:
            arn = parse_arn(target["Arn"])
            service = arn.service
            if arn.resource_type == "api-destination":
                continue  # Nothing here reaches beyond this machine.
            if service in _SENDERS and transform_input:
                text = message(target, event, {"name": rule.name, "arn": rule.arn})
                _SENDERS[service](target, text)
            else:
                alone = copy.copy(rule)
                alone.targets = [target]
                others(alone, original_event, transform_input)

    Rule.send_to_targets = send


def _matches(rule: Any, event: dict[str, Any]) -> bool:
    if rule.state == "DISABLED" or not rule.event_pattern.dump():
        return False
    by_cloudtrail = str(event.get("detail-type", "")).endswith("via CloudTrail")
    if by_cloudtrail and event["detail"].get("readOnly") and rule.state != _ALL_MANAGEMENT_EVENTS:
        return False
    return any(rule.event_pattern.matches_event(variant) for variant in _variants(event))


def _variants(value: Any) -> Iterator[Any]:
    """An event as patterns see it: of each list of objects, one object at a time."""
    if isinstance(value, dict):
        for members in product(*map(_variants, value.values())):
            yield dict(zip(value, members, strict=True))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for item in value:
            yield from _variants(item)
    else:
        yield value


def _as_sent(event: dict[str, Any]) -> dict[str, Any]:
    """The event with its time as a text; moto keeps it in seconds."""
    time = event.get("time")
    if isinstance(time, int | float):
        time = iso_8601_datetime_without_milliseconds(utcfromtimestamp(time))
    return {**event, "time": time}


def _to_topic(target: dict[str, Any], text: str) -> None:
    from moto.sns.models import sns_backends

    arn = parse_arn(target["Arn"])
    sns_backends[arn.account][arn.region].publish(text, target["Arn"])


def _to_queue(target: dict[str, Any], text: str) -> None:
    from moto.sqs.models import sqs_backends

    arn = parse_arn(target["Arn"])
    sqs_backends[arn.account][arn.region].send_message(
        queue_name=arn.resource_id,
        message_body=text,
        group_id=target.get("SqsParameters", {}).get("MessageGroupId"),
    )


def _to_function(target: dict[str, Any], text: str) -> None:
    from moto.awslambda.models import lambda_backends

    arn = parse_arn(target["Arn"])
    lambda_backends[arn.account][arn.region].invoke(target["Arn"], None, text, {}, {})


def _to_log_group(target: dict[str, Any], text: str) -> None:
    from moto.core.utils import unix_time_millis
    from moto.logs.models import logs_backends

    from local.aws.moto_internals import mock_random

    arn = parse_arn(target["Arn"])
    group, stream = arn.resource_id.removesuffix(":*"), str(mock_random.uuid4())
    backend = logs_backends[arn.account][arn.region]
    backend.create_log_stream(group, stream)
    line = text if text.startswith("{") else json.dumps(text)
    backend.put_log_events(group, stream, [{"timestamp": unix_time_millis(), "message": line}])


_SENDERS = {
    "sns": _to_topic,
    "sqs": _to_queue,
    "lambda": _to_function,
    "logs": _to_log_group,
}
