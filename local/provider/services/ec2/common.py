"""What all objects of EC2 share: tags by id, look-ups by filters, removal that says "not found"."""

from typing import Any

from local.provider.handler import Handler, pairs
from local.provider.session import Aws
from local.provider.values import Plain


class Ec2Handler(Handler):
    """A type whose objects have random ids, and tags on the id."""

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        """Sets tags on the object."""
        aws.ec2.create_tags(Resources=[self.resource(state)], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        """Takes tags off the object."""
        aws.ec2.delete_tags(Resources=[self.resource(state)], Tags=[{"Key": key} for key in keys])

    def resource(self, state: Plain) -> str:
        """The object's id, which its ARN ends in."""
        return str(state["arn"]).rpartition("/")[2]


def specification(kind: str, inputs: Plain) -> list[dict[str, Any]]:
    """Tags as the calls that create an object take them."""
    tags = pairs(inputs.get("tagsAll"))
    return [{"ResourceType": kind, "Tags": tags}] if tags else []


def filters(**values: Any) -> list[dict[str, Any]]:
    """EC2 filters by name, `_` for `-`; what is left out or empty filters nothing."""
    return [
        {"Name": name.replace("_", "-"), "Values": [_text(item) for item in listed(value)]}
        for name, value in values.items()
        if value not in (None, [], {})
    ]


def tag_filters(tags: dict[str, str] | None) -> list[dict[str, Any]]:
    """The filters for exactly these values of these tags."""
    return [{"Name": f"tag:{key}", "Values": [value]} for key, value in (tags or {}).items()]


def listed(value: Any) -> list[Any]:
    """A value as a list of one, a list as it is."""
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
