"""YAML text to JSON values, with the place of each. Owns what of YAML a stack file may use.

Mappings with text keys, lists, texts, numbers, booleans and null. What is rarely meant, or read in
different ways, is refused: anchors, tags, merges, dates, the same key twice, control characters.
The text is walked event by event, so depth costs no stack and aliases are never followed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from container_registry.settings.scalars import (
    LONG_NUMBER,
    NEGATIVE_ZERO,
    OLD_BOOLEANS,
    AmbiguousWordError,
    resolve,
)

#: No setting is nested half as deep.
DEEPEST: Final = 24
#: A stack of 2,000 services has some 150,000 characters.
LONGEST: Final = 256 * 1024

Path = tuple[str | int, ...]

#: Control characters but for tab and line breaks, lone surrogates, byte order marks, and the
#: characters that turn the direction of writing around. No text file has them, comments included.
_NOWHERE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff"
)
_ODD: Final = re.compile(f"[{_NOWHERE}]")
#: What a setting doesn't hold either: tabs, line breaks, and characters that nobody sees. None is
#: of use in a setting, and some can't be stored.
UNFIT: Final = re.compile(f"[\t\n\r{_NOWHERE}\u00ad\u180e\u200b\u2060-\u2064\ufff9-\ufffb]")
UNFIT_IMPACT: Final = "AWS takes it in no name, tag or pattern, and nothing that is compared has it"

#: What yaml.v3 doesn't read either (YAML 1.1, "Character Set"); it reads the rest of the odd ones.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_BYTE_ORDER_MARK: Final = "\ufeff"

#: libyaml where PyYAML was built with it; yaml.v3 is its translation. The other reads the same.
_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the text may not have."""

    code: str
    path: Path
    mark: Mark
    problem: str
    impact: str
    fix: str
    found: str = ""


@dataclass
class Document:
    """The text as JSON values.

    Attributes:
        value: mappings, lists, texts, numbers, booleans and None.
        marks: where each value is, by its path; a member of a mapping is where its key is.
        refusals: what the text may not have; the value leaves those parts out.
    """

    value: Any = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


UNREAD: Final = "no setting can be read"


class NotYamlError(ValueError):
    """The text is no YAML at all, or more than can be read.

    Attributes:
        mark: the place, where one is known.
        code: a stable word for programs.
        impact: what comes of it; by default Pulumi reads nothing of the text either.
    """

    def __init__(
        self, code: str, problem: str, fix: str, mark: Mark | None = None, *, impact: str = UNREAD
    ) -> None:
        super().__init__(problem)
        self.code = code
        self.problem = problem
        self.fix = fix
        self.mark = mark
        self.impact = impact


@dataclass
class _Open:
    """A mapping or a list whose end is still to come; `key` is the member that is next."""

    value: dict[str, Any] | list[Any] | None
    path: Path
    key: str | None = None
    waiting: bool = False
    """A key was read, fit or not, and its value comes next."""

    @property
    def mapping(self) -> bool:
        return not isinstance(self.value, list)


_LEFT_OUT: Final = object()


def read(text: str, *, parser: Any = _PARSER) -> Document:
    """Read a text with one YAML document.

    Raises:
        NotYamlError: the text can't be read.
    """
    if len(text) > LONGEST:
        raise NotYamlError(
            "too-long",
            f"has more than {LONGEST:,} characters",
            "split the stack, or look for what was pasted into the file",
            impact="so long a file is not read here, so no setting is checked",
        )
    text = text.removeprefix(_BYTE_ORDER_MARK)
    odd = _ODD.search(text)
    if odd:
        before = text[: odd.start()]
        raise NotYamlError(
            "unfit-character",
            f"holds the character U+{ord(odd[0]):04X}",
            "remove it; editors show it when asked for hidden characters",
            Mark(before.count("\n") + 1, odd.start() - (before.rfind("\n") + 1) + 1),
            impact=UNREAD
            if _CONTROL.match(odd[0])
            else "people see another file than Pulumi reads",
        )
    try:
        return _Reader(text).run(parser(text))
    except yaml.YAMLError as error:
        raise _not_yaml(error) from error
    except (ValueError, IndexError, OverflowError) as error:
        # PyYAML's own scanner lets these through for escapes that name no character.
        if isinstance(error, NotYamlError):
            raise
        raise NotYamlError("not-yaml", "is not YAML", _MEND) from error


_MEND: Final = "correct the line; `pulumi config set` writes valid YAML"


def _not_yaml(error: yaml.YAMLError) -> NotYamlError:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        why = getattr(error, "problem", None) or "it cannot be parsed"
        return NotYamlError(
            "not-yaml", f"is not YAML: {why}", _MEND, Mark(mark.line + 1, mark.column + 1)
        )
    character = getattr(error, "character", None)
    named = f"it holds the character U+{character:04X}" if isinstance(character, int) else ""
    why = named or getattr(error, "reason", None) or "it cannot be parsed"
    return NotYamlError("not-yaml", f"is not YAML: {why}", _MEND)


class _Reader:
    """Builds the document from the parser's events."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = Document()
        self.open: list[_Open] = []
        self.skipping = 0
        """How many nested mappings and lists are being left out."""

    def run(self, parser: Any) -> Document:
        documents = 0
        for event in _events(parser):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NotYamlError(
                        "two-documents",
                        "holds two YAML documents, and Pulumi reads the first alone",
                        "remove the line `---` and what doesn't belong to the stack",
                        _mark(event),
                        impact="what follows would have no effect",
                    )
                self._directives(event)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
        return self.document

    def _directives(self, event: Any) -> None:
        if event.version or event.tags:
            self._refuse(
                "directive", (), event, "has a YAML directive",
                "remove the line that begins with `%`",
                impact="Pulumi and other readers follow it in different ways",
            )  # fmt: skip

    def _node(self, event: Any) -> None:
        if self.skipping:
            self.skipping += isinstance(event, yaml.CollectionStartEvent)
            return
        if len(self.open) > DEEPEST:
            raise NotYamlError(
                "too-deep",
                f"is nested more than {DEEPEST} levels deep",
                "remove what was pasted into the file",
                _mark(event),
                impact="no setting is nested so deep, so whatever is there would have no effect",
            )
        parent = self.open[-1] if self.open else None
        if parent is not None and parent.mapping and not parent.waiting:
            self._key(event, parent)
        else:
            self._value(event, parent)

    def _key(self, event: Any, parent: _Open) -> None:
        parent.waiting = True
        parent.key = None
        if not isinstance(event, yaml.ScalarEvent):
            self._bad_key(event, parent, "is no text", "", "write the key as one word")
            self.skipping = int(isinstance(event, yaml.CollectionStartEvent))
            return
        if self._decorated(event, (*parent.path, event.value)):
            return
        if event.value == "<<" and event.implicit[0]:
            self._bad_key(
                event, parent, "is a merge key", event.value, "write the merged settings out"
            )
            return
        key = event.value
        self._judge_key(event, parent)
        if not key or not self._fit(event, (*parent.path, key)):
            return
        if isinstance(parent.value, dict) and key in parent.value:
            self._refuse(
                "key-twice", (*parent.path, key), event, f"the key '{_shown(key)}' is given twice",
                "keep one of them", impact="Pulumi reads no file in which a key stands twice",
            )  # fmt: skip
            return
        parent.key = key
        if isinstance(parent.value, dict):
            parent.value[key] = None
        self.document.marks[(*parent.path, key)] = _mark(event)

    def _judge_key(self, event: Any, parent: _Open) -> None:
        key = event.value
        try:
            meant = self._text(event)
        except AmbiguousWordError as word:
            self._bad_key(event, parent, f"is read as {word.kind}", key, _quoted(key))
            return
        if meant == "":
            self._bad_key(event, parent, "is empty", "", "write a name before the colon")
        elif not isinstance(meant, str):
            kind = "a boolean" if isinstance(meant, bool) else "a number"
            kind = "nothing" if meant is None else kind
            self._bad_key(event, parent, f"is read as {kind}", key, _quoted(key))

    def _bad_key(self, event: Any, parent: _Open, problem: str, found: str, fix: str) -> None:
        named = f"the key `{_shown(found)}` {problem}" if found else f"a key here {problem}"
        self._refuse(
            "key-no-text", parent.path, event, named, fix,
            impact="Pulumi would make another name of it, or refuse the file",
        )  # fmt: skip

    def _value(self, event: Any, parent: _Open | None) -> None:
        path = self._place(parent, event)
        left_out = parent is not None and parent.mapping and parent.key is None
        if left_out:
            self.skipping = int(isinstance(event, yaml.CollectionStartEvent))
            self._taken(parent)
            return
        if self._decorated(event, path):
            self.skipping = int(isinstance(event, yaml.CollectionStartEvent))
            self._put(parent, _LEFT_OUT)
            return
        if isinstance(event, yaml.ScalarEvent):
            self._put(parent, self._scalar(event, path))
            return
        made: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(parent, made)
        self.open.append(_Open(made, path))

    def _place(self, parent: _Open | None, event: Any) -> Path:
        if parent is None:
            self.document.marks[()] = _mark(event)
            return ()
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            self.document.marks[path] = _mark(event)
            return path
        return (*parent.path, parent.key or "")

    def _scalar(self, event: Any, path: Path) -> Any:
        try:
            value = self._text(event)
        except AmbiguousWordError as word:
            self._refuse(
                "ambiguous", path, event, f"is read as {word.kind}", _meant(event.value, word.kind),
                impact=_OTHER_VALUE, found=_shown(event.value),
            )  # fmt: skip
            return event.value
        if isinstance(value, str) and not self._fit(event, path):
            return _LEFT_OUT
        return value

    def _text(self, event: Any) -> Any:
        if event.implicit[0]:
            return resolve(event.value)
        if event.style == '"' and "/" in event.value:
            written = self.text[event.start_mark.index : event.end_mark.index]
            if "\\/" in re.findall(r"\\.", written):
                raise NotYamlError(
                    "not-yaml",
                    "is not YAML for Pulumi: it has the escape `\\/`",
                    "write `/` without a backslash",
                    _mark(event),
                )
        return event.value

    def _fit(self, event: Any, path: Path) -> bool:
        unfit = UNFIT.search(event.value)
        if unfit is None:
            return True
        name = "a line break" if unfit[0] in "\r\n" else f"the character U+{ord(unfit[0]):04X}"
        self._refuse(
            "unfit-character", path[:-1] if UNFIT.search(str(path[-1:])) else path, event,
            f"holds {name}", "remove it" if unfit[0] not in "\r\n" else "write it on one line",
            impact=UNFIT_IMPACT,
        )  # fmt: skip
        return False

    def _decorated(self, event: Any, path: Path) -> bool:
        """Whether the node is an alias, or has an anchor or a tag, all of which are refused."""
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                "alias", path, event, f"is the alias `*{_shown(str(event.anchor))}`",
                "write the value out", impact=_ALIAS_IMPACT,
            )  # fmt: skip
            return True
        if event.anchor is not None:
            self._refuse(
                "anchor", path, event, f"has the anchor `&{_shown(str(event.anchor))}`",
                "remove the anchor, and write the value out where it is used", impact=_ALIAS_IMPACT,
            )  # fmt: skip
            return True
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(
                "tag", path, event, f"has the YAML tag `{_shown(tag)}`",
                "remove the tag; put a text in quotes",
                impact=_OTHER_VALUE,
            )  # fmt: skip
            return True
        return False

    def _put(self, parent: _Open | None, value: Any) -> None:
        if parent is None:
            self.document.value = None if value is _LEFT_OUT else value
        elif isinstance(parent.value, list):
            parent.value.append(None if value is _LEFT_OUT else value)
        elif isinstance(parent.value, dict) and parent.key is not None:
            if value is _LEFT_OUT:
                del parent.value[parent.key]
            else:
                parent.value[parent.key] = value
        self._taken(parent)

    @staticmethod
    def _taken(parent: _Open | None) -> None:
        if parent is not None:
            parent.waiting = False

    def _end(self) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        self.open.pop()

    def _refuse(
        self,
        code: str,
        path: Path,
        event: Any,
        problem: str,
        fix: str,
        *,
        impact: str,
        found: str = "",
    ) -> None:
        self.document.refusals.append(
            Refusal(code, path, _mark(event), problem, impact, fix, found=found)
        )


_OTHER_VALUE: Final = "Pulumi may read another value than the one that is meant"
_ALIAS_IMPACT: Final = "a change in one place would change another, unseen"


def _events(parser: Any) -> Iterator[Any]:
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _quoted(word: str) -> str:
    return f'put it in quotes: "{_shown(word)}"' if word else "write a value, or remove the line"


def _meant(word: str, kind: str) -> str:
    if word.lstrip("+-").lower() in (".inf", ".nan"):
        return "write a number"
    if word.lower() in OLD_BOOLEANS:
        return f"write true or false; where a text is meant, {_quoted(word)}"
    if kind == NEGATIVE_ZERO:
        return f"write 0; where a text is meant, {_quoted(word)}"
    if kind == LONG_NUMBER:
        return f"write at most 15 digits; where a text is meant, {_quoted(word)}"
    if "number" in kind:
        return f"write a plain decimal number; where a text is meant, {_quoted(word)}"
    return _quoted(word)


def _shown(text: str) -> str:
    text = UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= 60 else f"{text[:57]}..."
