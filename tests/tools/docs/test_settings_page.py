"""The page of the settings says all that the models say, in plain words."""

import re
from typing import Annotated, Literal

import pytest
from pydantic import Field, SecretStr, StringConstraints

from container_registry.settings.base import SettingsModel
from tools.docs.settings import PAGE, models, pages
from tools.docs.values_in_words import default, value

TEXT = pages()[PAGE]


def test_every_setting_has_its_path_value_default_and_remedy():
    for model, (parent, *_) in models().items():
        for field in model.model_fields.values():
            inner = f"{parent}.{field.alias}" if parent else f":{field.alias}"
            path = {":region": ":region", ":account": ":allowedAccountIds"}.get(inner, inner)
            section = re.search(
                rf"^### `[\w:.\[\]-]*{re.escape(path)}`\n(.*?)(?=^##|\Z)",
                TEXT,
                re.MULTILINE | re.DOTALL,
            )
            assert section, path
            said = section[1]
            assert field.description in said
            for label in ("Value", "Default", "A wrong value", "Write"):
                assert re.search(rf"^- {label}: \S", said, re.MULTILINE), (path, label)


def test_every_place_of_a_model_is_named():
    for places in models().values():
        for place in places:
            assert place == "" or f"`{place}`" in TEXT


class Inner(SettingsModel):
    """Something inside."""

    number: int = Field(ge=1)


class Example(SettingsModel):
    """Something."""

    switch: bool = Field(default=False)
    count: int | None = Field(default=None, ge=1)
    share: int = Field(default=80, ge=1, le=99)
    price: float = Field(default=5, gt=0)
    choice: Literal["A", "B", "C"] = Field(default="A")
    word: Annotated[str, StringConstraints(pattern="^x$", max_length=3)] = Field(default="x")
    words: tuple[Annotated[str, StringConstraints(min_length=1)], ...] = Field(
        default=(), max_length=5
    )
    secrets: tuple[SecretStr, ...] = Field(default=())
    inner: Inner = Field(default_factory=lambda: Inner(number=1))
    named: dict[str, Inner] = Field(default_factory=dict, min_length=1)
    needed: str = Field()


@pytest.mark.parametrize(
    ("name", "words", "left_out"),
    [
        ("switch", "`true` or `false`", "`false`"),
        ("count", "a whole number, 1 or more", "none"),
        ("share", "a whole number from 1 to 99", "`80`"),
        ("price", "a number above 0", "`5`"),
        ("choice", "`A`, `B` or `C`", '`"A"`'),
        ("word", "a text that matches `^x$`, at most 3 characters", '`"x"`'),
        (
            "words",
            "a list, at most 5 entries; each entry is a text, at least 1 character",
            "an empty list",
        ),
        ("secrets", "a list; each entry is a secret text", "an empty list"),
        ("inner", "a mapping: <Inner>", "the defaults below it"),
        (
            "named",
            "a mapping, at least 1 entry; each key is a text; each value is a mapping: <Inner>",
            "an empty mapping",
        ),
        ("needed", "a text", "none, it must be given"),
    ],
)
def test_a_type_is_said_in_words(name, words, left_out):
    field = Example.model_fields[name]
    assert value(field, lambda model: f"<{model.__name__}>") == words
    assert default(field) == left_out


def test_a_type_without_words_is_refused():
    class Odd(SettingsModel):
        """Something."""

        odd: complex = Field(default=0j)

    with pytest.raises(KeyError):
        value(Odd.model_fields["odd"], lambda model: model.__name__)
