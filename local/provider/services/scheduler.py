"""Amazon EventBridge Scheduler: schedules, whose id is `group/name`."""

from typing import Any

from local.provider.handler import AutoName, Handler, given, lower, upper
from local.provider.session import Aws
from local.provider.values import Plain

_SAME = (
    "actionAfterCompletion",
    "description",
    "kmsKeyArn",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
)
_GROUP = "default"


_RETRIES = {"maximumEventAgeInSeconds": 86400, "maximumRetryAttempts": 185}


def _with_retries(target: Plain) -> Plain:
    """A target as AWS keeps it: a retry policy that is left out is the default one."""
    told = {name: value for name, value in target.items() if value not in (None, "")}
    return {"retryPolicy": _RETRIES, **told}


class Schedule(Handler):
    """A call on a schedule. The local AWS keeps it; nothing there fires it."""

    token = "aws:scheduler/schedule:Schedule"
    force_new = frozenset({"groupName", "name", "namePrefix"})
    defaults = {"groupName": _GROUP, "scheduleExpressionTimezone": "UTC", "state": "ENABLED"}
    autoname = AutoName(64)
    meanings = {"target": _with_retries}
    unmodelled = frozenset({"endDate", "startDate"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.scheduler.create_schedule(**_arguments(inputs))
        return f"{inputs['groupName']}/{inputs['name']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        group, _, name = identity.partition("/")
        found = aws.scheduler.get_schedule(GroupName=group, Name=name)
        return {
            **lower(found, *_SAME),
            "name": name,
            "groupName": group,
            "arn": found["Arn"],
            "actionAfterCompletion": found.get("ActionAfterCompletion") or "NONE",
            "flexibleTimeWindow": _answered(found["FlexibleTimeWindow"]),
            "target": _answered(found["Target"]),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.scheduler.update_schedule(**_arguments(new))

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        group, _, name = identity.partition("/")
        aws.scheduler.delete_schedule(GroupName=group, Name=name)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        name = inputs.get("name")
        return f"{inputs.get('groupName', _GROUP)}/{name}" if name else None


def _arguments(inputs: Plain) -> Plain:
    return {
        **upper(inputs, "name", "groupName", *_SAME),
        "FlexibleTimeWindow": _sent(inputs["flexibleTimeWindow"]),
        "Target": _sent(inputs["target"]),
    }


def _sent(block: Plain) -> Plain:
    """A block and the blocks in it, their members under EventBridge's names."""
    return {
        name[0].upper() + name[1:]: _sent(value) if isinstance(value, dict) else value
        for name, value in block.items()
    }


def _answered(block: dict[str, Any]) -> Plain:
    return {
        name[0].lower() + name[1:]: _answered(value) if isinstance(value, dict) else value
        for name, value in given(**block).items()
    }
