"""Lints one file: what it is, the policies in it, and the place of each finding in the file."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.json_text import load, not_json, text_of
from ecr_lifecycle.linting import cloudformation, pulumi, terraform
from ecr_lifecycle.linting.found import Embedded, Item, Skipped
from ecr_lifecycle.positions import Place, Positions, Steps, decoded_offset
from ecr_lifecycle.tag_scheme import TagScheme

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_KINDS: Final[
    tuple[
        tuple[Callable[[Mapping[str, Any]], bool], Callable[[Mapping[str, Any]], Iterator[Item]]],
        ...,
    ]
] = (
    (terraform.is_plan, terraform.of_plan),
    (cloudformation.is_template, cloudformation.of_template),
    (pulumi.is_preview, pulumi.of_preview),
    (pulumi.is_export, pulumi.of_export),
    (terraform.is_configuration, terraform.of_configuration),
)
_Placed = Callable[[Steps, Place | None], Place]


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in a file, how many policies it holds, and which nobody can judge."""

    findings: tuple[Finding, ...]
    policies: int
    skipped: tuple[Skipped, ...] = ()


def lint(data: bytes, file: str, scheme: TagScheme | None = None) -> Linted | Finding:
    """The findings about each policy in `data`, or a `Finding` if the file cannot be read."""
    if file.endswith((".yaml", ".yml", ".template")) and not data.lstrip().startswith(b"{"):
        return _yaml(data, file, scheme)
    value = load(data, file)
    if isinstance(value, Finding):
        return value
    text = data.decode()
    positions: list[Positions] = []

    def place(steps: Steps, inner: Place | None) -> Place:
        if not positions:
            positions.append(Positions(text))
        at = positions[0]
        if inner is None:
            return at.of(steps)
        return at.place_of(decoded_offset(text, at.value(steps), inner))

    return _lint(value, file, scheme, place)


def _yaml(data: bytes, file: str, scheme: TagScheme | None) -> Linted | Finding:
    try:
        from ecr_lifecycle.linting.yaml_text import BadYaml, Mark, read_yaml
    except ImportError:
        return not_json("not-json", "it is YAML, and PyYAML is not installed", Place(1, 1), file)
    text = text_of(data, file)
    if isinstance(text, Finding):
        return text
    try:
        document = read_yaml(text)
    except BadYaml as bad:
        return not_json("not-json", f"it is not YAML: {bad.problem}", bad.place, file)

    def place(steps: Steps, inner: Place | None) -> Place:
        around = steps
        while around and around not in document.marks:
            around = around[:-1]
        mark = document.marks.get(around, Mark(Place(1, 1)))
        if inner is None or mark.block is None:
            return mark.place
        return Place(mark.block.line + inner.line - 1, mark.block.column + inner.column - 1)

    return _lint(document.value, file, scheme, place)


def _lint(value: Any, file: str, scheme: TagScheme | None, place: _Placed) -> Linted:
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    policies = 0
    for item in _found(value):
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        policies += 1
        findings += [_placed(finding, item, file, place) for finding in analyze(item.value, scheme)]
    return Linted(tuple(findings), policies, tuple(skipped))


def _found(value: Any) -> Iterator[Item]:
    if isinstance(value, list):
        for index, each in enumerate(value):
            for item in _found(each):
                if isinstance(item, Embedded):
                    yield replace(item, steps=(index, *item.steps))
                else:
                    yield item
    elif isinstance(value, Mapping):
        policies = next((policies for is_one, policies in _KINDS if is_one(value)), _plain)
        yield from policies(value)


def _plain(document: Mapping[str, Any]) -> Iterator[Item]:
    """A policy itself, or AWS's answer that holds its text."""
    for key in ("lifecyclePolicyText", "LifecyclePolicyText"):
        if key in document:
            yield Embedded((key,), document[key], str(document.get("repositoryName", "")))
            return
    if "rules" in document:
        yield Embedded((), document)


def _placed(finding: Finding, item: Embedded, file: str, place: _Placed) -> Finding:
    where = finding.where
    if isinstance(item.value, str):
        inner = Place(where.line or 1, where.column or 1)
        at = place(item.steps, inner if item.literal else None)
    else:
        at = place((*item.steps, *steps_of(where.path)), None)
    return replace(
        finding,
        where=replace(where, file=file, line=at.line, column=at.column, resource=item.resource),
    )


def steps_of(path: str) -> Steps:
    """The steps of a path as findings write it: `rules[2].selection`."""
    return tuple(
        int(match.group(1)) if match.group(1) else match.group(2) for match in _STEP.finditer(path)
    )
