"""`aws.cloudwatch.CompositeAlarm`, which moto lacks; its id is its name."""

from local.provider.recorded import Recorded
from local.provider.session import Aws
from local.provider.values import Plain


class CompositeAlarm(Recorded):
    """An alarm on the states of other alarms."""

    token = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
    force_new = frozenset({"actionsEnabled", "alarmName"})
    defaults = {"actionsEnabled": True}
    not_applied = "composite alarms of Amazon CloudWatch"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("alarmName")

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        return {"arn": aws.arn("cloudwatch", f"alarm:{inputs['alarmName']}")}
