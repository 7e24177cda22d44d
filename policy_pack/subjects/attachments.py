"""Which repository a lifecycle policy or a repository policy belongs to, known names or not.

Owns the linking: by the resources that the `repository` property depends on first, by name second.
On a first preview names are unknown (auto-named, or computed from outputs); then the dependency
decides. Where neither does, the attachment is floating: it may belong to any repository that could
get the same name, and to at most one. An attachment that this run leaves alone (`--target`) may
belong to any repository too. Repositories that wait for the same attachments are kept as one group,
so that many of both cost no more than few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policy_pack.framework.policy import Case
from policy_pack.framework.resource import Resource, Stack, UnknownProperty
from policy_pack.subjects import repository
from policy_pack.subjects.registry import is_credited, registry_of

PROPERTY = "repository"


@dataclass
class Group:
    """Floating attachments, and the repositories that wait for one of them each."""

    attachments: list[Resource] = field(default_factory=list)
    waiting: dict[str, Resource] = field(default_factory=dict)


@dataclass
class Links:
    """What belongs to each repository (by URN), for sure and perhaps."""

    sure: dict[str, list[Resource]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    left_alone: list[Resource] = field(default_factory=list)

    def perhaps(self, target: Resource) -> Resource | None:
        """An attachment that may be this repository's, if there are enough for all that wait."""
        for group in self.groups:
            if target.urn in group.waiting:
                rivals = [urn for urn in group.waiting if urn not in self.sure]
                if len(rivals) <= len(group.attachments):
                    return group.attachments[0]
        return self.left_alone[0] if self.left_alone else None


def links(case: Case, kind: str) -> Links:
    """The links of every attachment of a type in the stack."""
    return case.once(f"links:{kind}", lambda stack: _links(stack, kind))


def _links(stack: Stack, kind: str) -> Links:
    result, floating = Links(), []
    targets = tuple(one for one in stack.of(repository.CLASSIC) if one.shown)
    named = _by_name(targets)
    for attachment in stack.of(kind):
        found = _targets(attachment, stack, named)
        if not attachment.shown and not found:
            result.left_alone.append(attachment)
        elif len(found) == 1 or (found and not attachment.is_unknown(PROPERTY)):
            for target in found:
                result.sure.setdefault(target.urn, []).append(attachment)
        else:
            floating.append((attachment, found))
    _group(floating, targets, result)
    return result


def _group(
    floating: Iterable[tuple[Resource, list[Resource]]],
    targets: Iterable[Resource],
    result: Links,
) -> None:
    """Attachments that come from the same sources in the same registry wait together."""
    groups: dict[object, Group] = {}
    for attachment, found in floating:
        if not found and not attachment.is_unknown(PROPERTY):
            continue
        sources = attachment.dependencies.get(PROPERTY, frozenset())
        key = (frozenset(one.urn for one in found), sources, registry_of(attachment))
        if key not in groups:
            waiting = found or _possible(attachment, targets, result)
            groups[key] = Group(waiting={one.urn: one for one in waiting})
        groups[key].attachments.append(attachment)
    result.groups = list(groups.values())


def _by_name(targets: Iterable[Resource]) -> Mapping[str, list[Resource]]:
    named: dict[str, list[Resource]] = {}
    for target in targets:
        name = repository.physical_name(target)
        if name is not None:
            named.setdefault(name, []).append(target)
    return named


def _targets(
    attachment: Resource, stack: Stack, named: Mapping[str, list[Resource]]
) -> list[Resource]:
    """The repositories that it depends on; where the name is known, those that have that name."""
    depends = [
        stack.by_urn[urn]
        for urn in sorted(attachment.dependencies.get(PROPERTY, ()))
        if urn in stack.by_urn and stack.by_urn[urn].type == repository.CLASSIC
    ]
    if not attachment.shown:
        return depends
    try:
        name = attachment.get(PROPERTY)
    except UnknownProperty:
        return depends
    by_name = [one for one in named.get(str(name), []) if is_credited(attachment, one)]
    return by_name or [target for target in depends if repository.physical_name(target) is None]


def _possible(attachment: Resource, targets: Iterable[Resource], decided: Links) -> list[Resource]:
    """Where a floating attachment may land: first where the name comes from the same resources."""
    here, sources = registry_of(attachment), attachment.dependencies.get(PROPERTY, frozenset())
    waiting = [
        target
        for target in targets
        if target.urn not in decided.sure and registry_of(target) == here
    ]
    alike = [
        target
        for target in waiting
        if repository.physical_name(target) is None
        and target.dependencies.get("name", frozenset()) == sources
    ]
    return alike or waiting
