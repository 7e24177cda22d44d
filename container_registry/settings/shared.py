"""Several stacks in one environment: one that offers what all share, others that take it.

Owns the two sides of the choice. What is handed over is `container_registry.offer`.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints

from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.grammar import Grammar

#: `organization` stands for the organisation where a backend has none (Pulumi docs, "Stack
#: references").
_Stack = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,99}/){2}[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"
    ),
    Grammar(
        noun="a stack's full name",
        letters="A-Za-z0-9_./-",
        shape="organization/project/stack, each of at most 100 characters",
        impact="the engine finds no stack by it",
        fix="write organization/project/stack, such as acme/container-registry/prod; on a bucket "
        "or a file the first word is organization",
    ),
]


class SharedSettings(SettingsModel):
    """What this stack shares with others of its environment."""

    offer: bool = setting(
        False,
        says="Offer this stack's topics, key, endpoints, reporter, rules and alarms to other "
        "stacks of the environment. It may have no services itself.",
        impact="other stacks would find nothing to take",
        fix="true in the one shared stack of an environment, else false",
    )
    stack: _Stack | None = setting(
        None,
        says="The shared stack, as organization/project/stack: this stack then makes nothing but "
        "its services' own resources.",
        impact="nobody would watch this stack's services",
        fix="acme/container-registry/prod, or leave it out",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """A stack offers or takes."""
        if given.get("offer") is True and given.get("stack") is not None:
            yield Fault(
                at=("offer",),
                code="offers-and-takes",
                problem="is true in a stack that takes from another",
                impact="two reporters and two sets of rules would tell of the same repositories",
                fix="keep `offer: true` in the shared stack, and `stack` in the others",
            )

    @property
    def owner(self) -> str | None:
        """The shared stack as the tag `Stack` names it: `PROJECT/STACK`."""
        return None if self.stack is None else self.stack.partition("/")[2]
