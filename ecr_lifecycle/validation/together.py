"""What the rules of a policy may not be to each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from ecr_lifecycle.findings import Findings, Spot
from ecr_lifecycle.validation.draft import Draft


def check_together(drafts: list[Draft], findings: Findings) -> None:
    """Priorities, the one untagged rule, `any` last, and the lists, per storage class."""
    _check_priorities(drafts, findings)
    classes = _groups(drafts, lambda draft: draft.storage_class)
    for storage_class, members in classes.items():
        _check_untagged(str(storage_class), members, findings)
        _check_any_last(str(storage_class), members, findings)
        _check_lists(str(storage_class), members, findings)


def _check_priorities(drafts: list[Draft], findings: Findings) -> None:
    for priority, same in _groups(drafts, lambda draft: draft.priority).items():
        if len(same) > 1:
            where = ", ".join(f"rules[{draft.index}]" for draft in same)
            findings.invalid(
                "duplicate-priority",
                f"{where} all have the rulePriority {priority}",
                "ECR refuses the policy: 'Duplicate priority in multiple rules', because it could "
                "not say which of them takes an image first",
                "number the rules in the order in which they shall take images",
                _spot(same[1]).of("rulePriority"),
                str(priority),
            )


def _check_untagged(storage_class: str, drafts: list[Draft], findings: Findings) -> None:
    untagged = [draft for draft in drafts if draft.tag_status == "untagged"]
    for draft in untagged[1:]:
        findings.invalid(
            "several-untagged",
            f"{draft.name} selects untagged images of the {storage_class} class, as "
            f"{untagged[0].name} does",
            "ECR refuses the policy: 'Only one rule can select Untagged images per storage class.' "
            "Every untagged image would belong to the first of them anyway",
            "keep the stricter of the two",
            _spot(draft),
        )


def _check_any_last(storage_class: str, drafts: list[Draft], findings: Findings) -> None:
    placed = sorted(
        (draft for draft in drafts if draft.priority is not None),
        key=lambda draft: draft.priority or 0,
    )
    for position, draft in enumerate(placed):
        later = [other for other in placed[position + 1 :] if other.priority != draft.priority]
        if draft.tag_status == "any" and later:
            names = _listed(other.name for other in later)
            findings.invalid(
                "any-not-last",
                f"{draft.name} selects any image of the {storage_class} class before {names}",
                "ECR refuses the policy: 'Rule for tagStatus=ANY must have the lowest priority per "
                "storage class'. It would take every image first and leave nothing to them",
                f"give it the highest rulePriority, above {later[-1].priority}",
                _spot(draft).of("rulePriority"),
                str(draft.priority),
            )


def _check_lists(storage_class: str, drafts: list[Draft], findings: Findings) -> None:
    """AWS: the rules of a storage class "must contain a unique set of prefixes"."""
    tagged = [draft for draft in drafts if draft.entries]
    by_list = _groups(tagged, lambda draft: (draft.list_key, frozenset(draft.entries)))
    for same in by_list.values():
        for draft in same[1:]:
            findings.invalid(
                "same-tags-twice",
                f"{draft.name} has the same {draft.list_key} as {same[0].name} in the "
                f"{storage_class} class",
                "ECR asks for a unique set of prefixes; every image with these tags would belong "
                "to the first of the two",
                "keep one of them",
                _spot(draft).of("selection").of(str(draft.list_key)),
            )


def _groups(drafts: Iterable[Draft], key: Callable[[Draft], object]) -> dict[object, list[Draft]]:
    """The drafts by `key`, without those for which it could not be read."""
    groups: dict[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if (value := key(draft)) is not None:
            groups[value].append(draft)
    return groups


def _spot(draft: Draft) -> Spot:
    return Spot(("rules", draft.index), draft.priority)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(names)
