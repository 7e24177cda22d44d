"""What every settings model shares: frozen, strict, camelCase, and a word for each refusal."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

from container_registry.settings.fault import Faults
from container_registry.settings.vocabulary import refused


class SettingsModel(BaseModel):
    """A frozen model that refuses unknown keys and converts no types."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        strict=True,
        validate_by_alias=True,
        validate_by_name=True,
        validate_default=True,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:  # noqa: ARG003
        """What is wrong with several settings of this model together.

        Args:
            given: the settings by their names in a stack file, as far as they are there. Their
                types are not checked yet, so that one problem doesn't hide another.
        """
        yield from ()

    @model_validator(mode="after")
    def _together(self) -> Self:
        """For who builds a model in a program: `load` asks `together` itself, for all at once."""
        fields = type(self).model_fields
        given = {field.alias or name: getattr(self, name) for name, field in fields.items()}
        for fault in type(self).together(given):
            raise refused(TOGETHER, fault.problem, fault.impact, fault.fix)
        return self


#: The type of pydantic's error where `together` found a fault.
TOGETHER = "together"


def setting(
    default: Any = ...,
    *,
    says: str,
    impact: str,
    fix: str,
    known: Mapping[str, str] | None = None,
    key: str = "",
    **constraints: Any,
) -> Any:
    """Declare one setting.

    Args:
        default: the value when the stack file has none; none makes it required.
        says: what it does, one sentence, for the generated documentation.
        impact: the impact of a value out of its bounds, or of a required one that is missing. A
            wrong type, an unknown key, an unknown word have impacts of their own.
        fix: what to write.
        known: of an enumeration, words that are often tried, and why each is none.
        key: the full key, where it is not one of ours.
        constraints: pydantic's own (`ge`, `pattern`, `default_factory`, ...).
    """
    if "default_factory" not in constraints:
        constraints["default"] = default
    extra: JsonDict = {"impact": impact, "fix": fix}
    if key:
        extra["key"] = key
    if known:
        extra["known"] = dict(known)
    return Field(description=says, json_schema_extra=extra, **constraints)
