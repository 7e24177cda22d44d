"""The arguments of every component: what they may hold, how they are checked, where they apply.

Owns three things: a check of all arguments before anything is registered, values that the engine
knows only later, and the scope that a component takes from its own provider. What a value may be
is `container_registry.settings`', the same as in a stack file.
"""

from components.arguments.error import ArgumentsError
from components.arguments.later import Later, lift, lift_all
from components.arguments.model import ArgumentsModel, TaggedModel, Tags, as_in
from components.arguments.scope import resolve_scope

__all__ = [
    "ArgumentsError",
    "ArgumentsModel",
    "Later",
    "TaggedModel",
    "Tags",
    "as_in",
    "lift",
    "lift_all",
    "resolve_scope",
]
