"""Finds the AWS object that a resource's inputs have made already, if there is one.

When an update is cut off, the engine may not have learnt that an object was made; the state then
holds the creation as pending, with its inputs. `python -m local.provider.find TOKEN` reads such
inputs as JSON from stdin and prints the object's id, or nothing.
"""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from local.provider.kinds import coerced
from local.provider.managed import ManagedResource
from local.provider.registry import handler
from local.provider.session import Session, loopback

# How a state file marks a value that is a secret (sdk/go/common/resource, secret signature).
_SIGNATURE = "4dabf18193072939515e22adb298388d"


def find(token: str, inputs: Mapping[str, Any], environment: Mapping[str, str]) -> str | None:
    """The id of the object that the inputs describe, or None.

    Args:
        token: the resource's type, such as `aws:ecr/repository:Repository`.
        inputs: its inputs as the state has them; an encrypted one counts as left out.
        environment: the endpoint, Region and key that `local.aws.server.environment` gives.

    Raises:
        ProviderError: the type isn't modelled, or the endpoint isn't loopback.
    """
    kind = handler(token)
    region = str(inputs.get("region") or environment["AWS_REGION"])
    session = Session(
        loopback(environment.get("AWS_ENDPOINT_URL")),
        region,
        environment.get("AWS_ACCESS_KEY_ID", "local"),
    )
    session.identify()
    values = coerced(kind.schema.properties, opened(inputs))
    return ManagedResource(kind, session.at(region)).find(values)


def opened(value: Any) -> Any:
    """A value of the state without the marks of secrets; None for one that stays encrypted."""
    if isinstance(value, Mapping):
        if _SIGNATURE in value:
            return opened(json.loads(value["plaintext"])) if "plaintext" in value else None
        return {name: opened(item) for name, item in value.items()}
    return [opened(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    print(find(sys.argv[1], json.load(sys.stdin), os.environ) or "")
