"""A fleet in few lines: repositories with the same policy, repositories of the same owner."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecr_lifecycle.auditing.assess import Assessment
from ecr_lifecycle.finding import Severity


@dataclass(frozen=True, slots=True)
class Group:
    """Repositories that have something in common, and their sums."""

    name: str
    members: tuple[Assessment, ...]

    @property
    def images(self) -> int:
        """The entries of all."""
        return sum(len(each.record.images) for each in self.members)

    @property
    def expires(self) -> int:
        """What the next run of all deletes."""
        return sum(each.expires for each in self.members)

    @property
    def freed_bytes(self) -> int:
        """The sizes of that."""
        return sum(each.freed_bytes for each in self.members)

    @property
    def stored_bytes(self) -> int:
        """The sizes of all images."""
        return sum(each.stored_bytes for each in self.members)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the findings, the worst first."""
        order = list(Severity)
        found = sorted(
            (finding for each in self.members for finding in each.findings),
            key=lambda finding: order.index(finding.severity),
        )
        return tuple(dict.fromkeys(finding.code for finding in found))


def by_policy(assessments: Iterable[Assessment]) -> list[Group]:
    """One group for each distinct policy, the largest first."""
    groups: dict[str | None, list[Assessment]] = defaultdict(list)
    for each in assessments:
        groups[each.record.policy].append(each)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), str(item[0])))
    return [
        Group("no policy" if policy is None else f"policy {number}", tuple(members))
        for number, (policy, members) in enumerate(ordered, start=1)
    ]


def by_owner(assessments: Iterable[Assessment]) -> list[Group]:
    """One group for each value of the owner tag."""
    groups: dict[str, list[Assessment]] = defaultdict(list)
    for each in assessments:
        groups[each.record.owner or "no owner"].append(each)
    return [Group(owner, tuple(members)) for owner, members in sorted(groups.items())]
