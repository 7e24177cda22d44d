"""Where in the settings' models something is: what is declared there, and what stands around it."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from container_registry.settings.grammar import Grammar


class Place:
    """A place: its path, the setting that declares it, and its neighbours."""

    def __init__(self, root: type[BaseModel], location: tuple[int | str, ...]) -> None:
        self.field: FieldInfo | None = None
        self.siblings: tuple[str, ...] = ()
        self.parts: list[int | str] = []
        self.grammar: Grammar | None = None
        self.annotation: Any = root
        self.required = False
        """Whether it is a setting that must be given."""
        self.listed = False
        """Whether it is an entry of a list or of a mapping with keys of the user's."""
        for part in location:
            if part == "[key]":
                self._enter(self._key)
            else:
                self.parts.append(part)
                self._step(part)

    def _step(self, part: int | str) -> None:
        current = self.annotation
        self._key: Any = Any
        self.required, self.listed = False, get_origin(current) in (dict, tuple)
        if isinstance(current, type) and issubclass(current, BaseModel):
            aliases = {f.alias or name: f for name, f in current.model_fields.items()}
            self.siblings = tuple(name for name, f in aliases.items() if not _elsewhere(f))
            field = aliases.get(str(part))
            self.annotation = Any
            if field is not None:
                self.field = field
                self.required = field.is_required()
                self._enter(field.annotation)
                self._remember(field.metadata)
            return
        arguments = get_args(current)
        if get_origin(current) is dict:
            self._enter(arguments[1])
            self._key = arguments[0]
        else:
            self._enter(arguments[0] if arguments else Any)

    def _enter(self, annotation: Any) -> None:
        """Take off what stands around a type, and remember the grammar that it has."""
        self.grammar = None
        while True:
            if get_origin(annotation) is Annotated:
                annotation, *metadata = get_args(annotation)
                self._remember(metadata)
            elif get_origin(annotation) in (Union, types.UnionType):
                annotation = next(a for a in get_args(annotation) if a is not type(None))
            else:
                break
        self.annotation = annotation

    @property
    def lists_texts(self) -> bool:
        """Whether it is a list of texts, any or some words."""
        inner = get_args(self.annotation)[0] if get_origin(self.annotation) is tuple else None
        bare = get_args(inner)[0] if get_origin(inner) is Annotated else inner
        return bare is str or get_origin(bare) is Literal

    @property
    def secret(self) -> bool:
        """Whether a secret, or a list of them, stands there."""
        return SecretStr in (self.annotation, *get_args(self.annotation))

    def _remember(self, metadata: Any) -> None:
        found = next((one for one in metadata if isinstance(one, Grammar)), None)
        self.grammar = found or self.grammar


def _elsewhere(field: FieldInfo) -> bool:
    """Whether the setting is another namespace's in a stack file."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and "key" in extra
