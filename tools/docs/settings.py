"""`docs/settings.md`: every setting of a stack, field by field, from the models themselves.

Owns the walk through the models and the order of the page. What a setting is for, and what a wrong
value would cause, is said where the setting is declared (`registry.settings`).
"""

import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from registry.settings import NAMESPACE, Settings
from registry.settings.load import ACCOUNTS_KEY, REGION_KEY
from tools.docs.docstrings import prose
from tools.docs.markdown import Pages, anchor, fenced, page, write
from tools.docs.refusals import refused
from tools.docs.values_in_words import default, value

PAGE: Final = Path("docs/settings.md")

#: Settings that the loader takes from elsewhere: their key, what to write, and the default.
_TAKEN: Final[Mapping[str, tuple[str, str | None, str | None]]] = {
    "region": (REGION_KEY, None, None),
    "account": (ACCOUNTS_KEY, "a list of one text of twelve digits", None),
    "environment": (f"{NAMESPACE}:environment", None, "the stack's name"),
}

_INTRODUCTION: Final = """\
# Settings

What `Pulumi.<stack>.yaml` may say under `config`. Every setting is checked before anything starts:
an unknown key, a wrong type, or two settings that don't go together stop `make up` and
`pulumi preview` alike, with all problems in one message, each with its path, what it would have
caused, and what to write instead.

A whole stack file is as short as this; everything left out has the default below."""

_EXAMPLE: Final = """\
config:
  aws:region: ap-northeast-2
  aws:allowedAccountIds: ["111111111111"]
  container-registry:services:
    feed-server:
      tier: backend
    guestbook: {}
  container-registry:retention:
    keep: 10"""


def pages() -> Pages:
    """The page, by its path."""
    sections = [_section(model, places) for model, places in models().items()]
    return {
        PAGE: page(
            _INTRODUCTION,
            fenced("yaml", _EXAMPLE),
            *sections,
            "## Settings that don't go together",
            "Each on top of a stack file with nothing else wrong, with what is said about it.",
            refused("Settings"),
        )
    }


def main() -> None:
    """Write the page anew."""
    write(pages())


def models() -> dict[type[BaseModel], list[str]]:
    """Every model of the settings, in the order of reading, with the paths that lead to it."""
    found: dict[type[BaseModel], list[str]] = {}
    waiting: list[tuple[type[BaseModel], str]] = [(Settings, "")]
    while waiting:
        model, path = waiting.pop(0)
        known = model in found
        found.setdefault(model, []).append(path)
        if not known:
            for name, field in model.model_fields.items():
                inner = [
                    (nested, _path(path, name, field) + step) for nested, step in _nested(field)
                ]
                waiting += inner
    return found


def title(model: type[BaseModel]) -> str:
    """`RetentionClassSettings` reads `Retention class`."""
    noun = model.__name__.removesuffix("Settings")
    return re.sub(r"(?<!^)([A-Z])", lambda m: f" {m[1].lower()}", noun) or "Stack"


def link(model: type[BaseModel], page_path: str = "") -> str:
    """The link to a model's section, from this page unless another path to it is given."""
    return f"[{title(model)}]({page_path}#{anchor(title(model))})"


def _section(model: type[BaseModel], places: list[str]) -> str:
    where = f"Under {' and '.join(f'`{place}`' for place in places)}." if places[0] else ""
    fields = [_field(places[0], name, field) for name, field in model.model_fields.items()]
    return page(f"## {title(model)}", prose(model), where, *fields)


def _field(parent: str, name: str, field: FieldInfo) -> str:
    declared = field.json_schema_extra
    said: Mapping[str, Any] = declared if isinstance(declared, dict) else {}
    _, own_value, own_default = (
        _TAKEN.get(name, ("", None, None)) if not parent else ("", None, None)
    )
    lines = {
        "Value": own_value or value(field, link),
        "Default": own_default or default(field),
        "A wrong value": said["otherwise"],
        "Write": said["instead"],
    }
    listed = "\n".join(f"- {label}: {text}" for label, text in lines.items())
    return page(f"### `{_path(parent, name, field)}`", field.description or "", listed)


def _path(parent: str, name: str, field: FieldInfo) -> str:
    if parent:
        return f"{parent}.{field.alias}"
    return _TAKEN[name][0] if name in _TAKEN else f"{NAMESPACE}:{field.alias}"


def _nested(field: FieldInfo) -> Iterator[tuple[type[BaseModel], str]]:
    """Models inside of a field, each with the step of the path that leads from it to them."""
    yield from _models_in(field.annotation, "")


def _models_in(annotation: Any, step: str) -> Iterator[tuple[type[BaseModel], str]]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, step
    elif origin is dict:
        yield from _models_in(arguments[1], f"{step}.NAME")
    elif origin is tuple:
        yield from _models_in(arguments[0], f"{step}[N]")
    elif origin in (Annotated, Union, types.UnionType):
        for argument in arguments:
            yield from _models_in(argument, step)
