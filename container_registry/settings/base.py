"""What every settings model shares: frozen, strict, camelCase, and a word for each refusal."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict


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


def setting(
    default: Any = ...,
    *,
    says: str,
    otherwise: str,
    instead: str,
    **constraints: Any,
) -> Any:
    """Declare one setting.

    Args:
        default: the value when the stack file has none; none makes it required.
        says: what it does, one sentence, for the generated documentation.
        otherwise: what a wrong value would have caused.
        instead: what to write, shown with every refusal.
        constraints: pydantic's own (`ge`, `pattern`, `default_factory`, ...).
    """
    if "default_factory" not in constraints:
        constraints["default"] = default
    extra: JsonDict = {"otherwise": otherwise, "instead": instead}
    return Field(description=says, json_schema_extra=extra, **constraints)
