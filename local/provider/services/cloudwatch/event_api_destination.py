"""`aws.cloudwatch.EventApiDestination`; its id is its name."""

from local.provider.handler import AutoName, Handler, lower, upper
from local.provider.session import Aws
from local.provider.values import Plain

_SAME = (
    "connectionArn",
    "description",
    "httpMethod",
    "invocationEndpoint",
    "invocationRateLimitPerSecond",
)


class EventApiDestination(Handler):
    """An address of another service that rules call. The local AWS keeps it and calls nobody."""

    token = "aws:cloudwatch/eventApiDestination:EventApiDestination"
    force_new = frozenset({"name"})
    defaults = {"invocationRateLimitPerSecond": 300}
    autoname = AutoName(64)

    def create(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["name"]
        aws.events.create_api_destination(Name=name, **upper(inputs, *_SAME))
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.events.describe_api_destination(Name=identity)
        return {
            **lower(found, *_SAME),
            "description": found.get("Description", ""),
            "name": identity,
            "arn": found["ApiDestinationArn"],
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.events.update_api_destination(Name=identity, **upper(new, *_SAME))

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.events.delete_api_destination(Name=identity)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")
