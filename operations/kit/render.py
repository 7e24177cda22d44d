"""Templates and facts become texts.

Owns the syntax of templates: `<% if %>` and `<%= value | yaml %>`, because braces are GitHub's and
Go's, and square brackets the shell's. Refuses an unknown name, and a value that no filter quotes.
"""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment as Templates
from jinja2 import PackageLoader, StrictUndefined

from operations.kit.cluster import Cluster
from operations.kit.facts import Facts
from operations.kit.part import File, Ownership, Part
from operations.kit.pipeline import stages

#: What any YAML reader takes for text, and the shell for one word.
_PLAIN: Final = re.compile(r"[A-Za-z0-9._/@:=+-]*")
_PLAIN_YAML: Final = re.compile(r"[A-Za-z/][A-Za-z0-9._/@-]*(?::[A-Za-z0-9._/@-]+)*")
_PINNED: Final = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
_EXPRESSION: Final = re.compile(r"[a-z][A-Za-z0-9 ._/@'()=&|+,-]*")
_AMBIGUOUS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


class NotPlain(ValueError):  # noqa: N818  (it is said of the value)
    """A value that would have to be quoted where nothing quotes it."""


@dataclass(frozen=True)
class Rendered:
    """A file as the kit would write it, without a header."""

    path: str
    text: str
    ownership: Ownership
    executable: bool = False


def render(facts: Facts, parts: Sequence[Part]) -> list[Rendered]:
    """Every file of the parts that apply."""
    templates = environment()
    return [
        rendered
        for part in parts
        if part.applies(facts)
        for file in part.files
        if file.applies(facts)
        for rendered in _rendered(templates, facts, file)
    ]


def environment() -> Templates:
    """The templates, with their filters and nothing else that they could call."""
    made = Templates(
        loader=PackageLoader(__name__.rpartition(".")[0], "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - not HTML: every value passes a filter of its file's syntax
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<%=",
        variable_end_string="%>",
        comment_start_string="<%#",
        comment_end_string="%>",
    )
    made.filters.update(
        yaml=yaml, sh=sh, plain=plain, pinned=pinned, expression=expression, cel=cel
    )
    return made


def yaml(value: Any) -> str:
    """A value of YAML on one line: plain where every reader agrees, else JSON, which YAML has."""
    if isinstance(value, str):
        if _PLAIN_YAML.fullmatch(value) and value.lower() not in _AMBIGUOUS:
            return value
        return json.dumps(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(yaml(each) for each in value)}]"
    return json.dumps(value)


def sh(value: Any) -> str:
    """One word of the shell."""
    return shlex.quote(str(value))


def plain(value: Any) -> str:
    """A value inside of a longer text, which may hold nothing that any syntax knows.

    Raises:
        NotPlain: it does.
    """
    if not _PLAIN.fullmatch(str(value)):
        raise NotPlain(f"{str(value)[:80]!r} has characters that would have to be quoted")
    return str(value)


def cel(values: Any) -> str:
    """A list of texts in CEL, which may stand in single quotes of YAML.

    Raises:
        NotPlain: one of them has to be quoted.
    """
    return json.dumps([plain(each) for each in values])


def pinned(value: Any) -> str:
    """An action by its commit, with the version that the commit is as a comment.

    Raises:
        NotPlain: it is not.
    """
    if not _PINNED.fullmatch(str(value)):
        raise NotPlain(f"{value!r} is no action by commit with its version")
    return str(value)


def expression(value: Any) -> str:
    """An expression of GitHub's, of literals without a quote in them, on one line of YAML.

    Raises:
        NotPlain: it is more than that.
    """
    if not _EXPRESSION.fullmatch(str(value)):
        raise NotPlain(f"{value!r} is no plain expression")
    return str(value)


def _rendered(templates: Templates, facts: Facts, file: File) -> Iterator[Rendered]:
    template = templates.get_template(file.template)
    each = facts.environments if "{environment}" in file.target else (None,)
    for one in each:
        target = file.target.format(name=facts.name, environment=one.name if one else "")
        context = {"facts": facts, "stages": stages(facts), "cluster": Cluster(facts)}
        if one:
            context["environment"] = one
        yield Rendered(target, template.render(context), file.ownership, file.executable)
