"""`docs/settings.md`: every setting of a stack, field by field, from the models themselves.

Owns the walk through the models and the order of the page. What a setting is for, and what a wrong
value would cause, is said where the setting is declared (`container_registry.settings`).
"""

import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from container_registry.settings import NAMESPACE, Settings
from container_registry.settings.keys import ACCOUNTS_KEY, REGION_KEY
from tools.docs.docstrings import prose
from tools.docs.markdown import Pages, anchor, fenced, page, write
from tools.docs.refusals import refused
from tools.docs.values_in_words import default, value

PAGE: Final = Path("docs/settings.md")

#: What the loader takes from elsewhere (`container_registry.settings.load`), so that the model
#: can't say it.
_KEYS: Final[Mapping[str, str]] = {"region": REGION_KEY, "account": ACCOUNTS_KEY}
_VALUES: Final[Mapping[str, str]] = {ACCOUNTS_KEY: "a list of one text of twelve digits"}
_DEFAULTS: Final[Mapping[str, str]] = {f"{NAMESPACE}:environment": "the stack's name"}

_INTRODUCTION: Final = """\
# Settings

What `Pulumi.<stack>.yaml` may say under `config`. Every setting is checked before anything starts:
an unknown key, a wrong type, or two settings that don't go together stop `make up` and
`pulumi preview` alike, with all problems in one message, each with its path, its impact and its
fix. `make up` names the line and column too.

The file is read as the Pulumi CLI reads it, and more strictly: text that YAML readers take for
different values (`no`, `0123`, `1e3`, `2024-01-01`) must be in quotes, and anchors, merge keys and
tags are refused. A secret is refused anywhere but in `alertAddresses`: AWS shows the others.

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
    found = models()
    sections = [_section(model, places) for model, places in found.items()]
    return {
        PAGE: page(
            _INTRODUCTION,
            fenced("yaml", _EXAMPLE),
            f"Sections: {', '.join(link(model) for model in found)}.",
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
                waiting += _models_in(field.annotation, _path(path, name, field))
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
    path = _path(parent, name, field)
    lines = {
        "Value": _VALUES.get(path) or value(field, link),
        "Default": _DEFAULTS.get(path) or default(field),
        "A wrong value": said["impact"],
        "Write": said["fix"],
    }
    listed = "\n".join(f"- {label}: {text}" for label, text in lines.items())
    return page(f"### `{path}`", field.description or "", listed)


def _path(parent: str, name: str, field: FieldInfo) -> str:
    if parent:
        return f"{parent}.{field.alias}"
    return _KEYS.get(name, f"{NAMESPACE}:{field.alias}")


def _models_in(annotation: Any, path: str) -> Iterator[tuple[type[BaseModel], str]]:
    """The models that a type is made of, each with its path."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, path
    elif origin is dict:
        yield from _models_in(arguments[1], f"{path}.NAME")
    elif origin is tuple:
        yield from _models_in(arguments[0], f"{path}[N]")
    elif origin in (Annotated, Union, types.UnionType):
        for argument in arguments:
            yield from _models_in(argument, path)
