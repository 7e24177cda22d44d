"""Serves the faces, and says what is wrong with their arguments before anything is started.

The SDK maps arguments to Python's names and drops what it doesn't know, and an output of an object
becomes an empty one on the way; so here arguments go through as they came. The component checks
them, in either spelling.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import pulumi
from pulumi.provider import ConstructResult, main
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError
from pydantic.alias_generators import to_camel

from components import nouns
from components.arguments import ArgumentsError
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.version import VERSION
from plugin.face import face, texts

NAME: Final = "container-registry"
_UNDERSCORE: Final = re.compile(r"_([a-z])")
#: Every component whose arguments can be checked beforehand.
COMPONENTS: Final[tuple[Any, ...]] = tuple(noun for noun in nouns() if hasattr(noun, "model"))


class Host(ComponentProvider):
    """The SDK's provider, with one list of findings in place of its traceback."""

    def __init__(self) -> None:
        super().__init__([face(component) for component in COMPONENTS], NAME, None, VERSION)
        schema = json.loads(self.schema or "{}")
        for component in COMPONENTS:
            inputs = schema["resources"][f"{NAME}:index:{component.__name__}"]["inputProperties"]
            for name, text in texts(component.model.arguments).items():
                inputs.get(to_camel(name), {}).setdefault("description", text)
        self.schema = json.dumps(respelled(schema))
        self._models = {component.__name__: component.model for component in COMPONENTS}

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make the component, unless its arguments are wrong."""
        noun = resource_type.rpartition(":")[2]
        if noun in self._models:
            findings = self._models[noun].problems(name, inputs, camel=True)
            if findings:
                raise refusal(findings)
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            inner = error.inner
            # The SDK raises Exception itself where the provider fails; any other one is a fault of
            # ours, which a traceback finds.
            if isinstance(inner, pulumi.RunError) or type(inner) is Exception:
                raise pulumi.InputPropertiesError(f"{noun} {name}: {inner}", []) from None
            raise

    def map_inputs(self, inputs: pulumi.Inputs, component_def: Any) -> pulumi.Inputs:  # noqa: ARG002
        """Arguments as they came."""
        return dict(inputs)


def refusal(findings: Sequence[Finding]) -> pulumi.InputPropertiesError:
    """The findings in one text.

    The engine would list the properties that are named to it, each with its value in clear, and
    without a name all of them; so none is.
    """
    return pulumi.InputPropertiesError(str(ArgumentsError(list(findings))), [])


def serve(arguments: Sequence[str]) -> None:
    """Run until the engine ends it."""
    main(Host(), list(arguments))


def respelled(value: Any) -> Any:
    """A schema whose descriptions spell names as other languages do, one line each."""
    if isinstance(value, list):
        return [respelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _described(item) if key == "description" and isinstance(item, str) else respelled(item)
        for key, item in value.items()
    }


def _upper(found: re.Match[str]) -> str:
    return found[1].upper()


def _described(text: str) -> str:
    named = re.sub(r"`[a-z_.]+`", lambda found: _UNDERSCORE.sub(_upper, found[0]), text)
    return " ".join(named.split())
