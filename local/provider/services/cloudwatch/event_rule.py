"""`aws.cloudwatch.EventRule`; its id is its name, after the bus's where that isn't `default`."""

from local.provider.handler import AutoName, Put, given, json_text, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain

DEFAULT_BUS = "default"


class EventRule(Put):
    """A rule of EventBridge, on a pattern or on a schedule."""

    token = "aws:cloudwatch/eventRule:EventRule"
    force_new = frozenset({"eventBusName", "name", "namePrefix"})
    defaults = {"eventBusName": DEFAULT_BUS, "forceDestroy": False}
    autoname = AutoName(64)
    meanings = {"eventPattern": json_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        aws.events.put_rule(
            **given(
                Name=inputs["name"],
                EventBusName=inputs["eventBusName"],
                EventPattern=inputs.get("eventPattern"),
                ScheduleExpression=inputs.get("scheduleExpression"),
                State=_state(inputs),
                Description=inputs.get("description"),
                RoleArn=inputs.get("roleArn"),
            )
        )
        return rule_id(inputs["eventBusName"], inputs["name"])

    def create(self, aws: Aws, inputs: Plain) -> str:
        identity = self.put(aws, inputs)
        tags = pairs(inputs.get("tagsAll"))
        if tags:
            arn = (self.read(aws, identity, {}) or {})["arn"]
            aws.events.tag_resource(ResourceARN=arn, Tags=tags)
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        bus, _, name = identity.rpartition("/")
        found = aws.events.describe_rule(Name=name, EventBusName=bus or DEFAULT_BUS)
        tags = aws.events.list_tags_for_resource(ResourceARN=found["Arn"])["Tags"]
        answer = {
            "name": name,
            "arn": found["Arn"],
            "eventBusName": bus or DEFAULT_BUS,
            "eventPattern": found.get("EventPattern", ""),
            "scheduleExpression": found.get("ScheduleExpression", ""),
            "description": found.get("Description", ""),
            "roleArn": found.get("RoleArn", ""),
            "tagsAll": unpaired(tags),
        }
        # Two arguments say the same, and none means enabled: AWS's answer goes to the one in use.
        if state.get("isEnabled") is not None:
            return {**answer, "isEnabled": found["State"] != "DISABLED"}
        if state.get("state") is not None or found["State"] != "ENABLED":
            return {**answer, "state": found["State"]}
        return answer

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        bus, _, name = identity.rpartition("/")
        aws.events.delete_rule(
            Name=name, EventBusName=bus or DEFAULT_BUS, Force=bool(state.get("forceDestroy"))
        )

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.events.tag_resource(ResourceARN=state["arn"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.events.untag_resource(ResourceARN=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        bus, name = inputs.get("eventBusName", DEFAULT_BUS), inputs.get("name")
        return rule_id(bus, name) if name else None


def rule_id(bus: str, name: str) -> str:
    """A rule's id: `name` on the default bus, `bus/name` on another one."""
    return name if bus == DEFAULT_BUS else f"{bus}/{name}"


def _state(inputs: Plain) -> str:
    if inputs.get("isEnabled") is not None:
        return "ENABLED" if inputs["isEnabled"] else "DISABLED"
    return str(inputs.get("state") or "ENABLED")
