"""The document: one object, one list of rules, each rule's own keys."""

from typing import Any

from ecr_lifecycle.findings import WHOLE, Findings, Spot, shown
from ecr_lifecycle.limits import MAX_INTEGER, MAX_RULES
from ecr_lifecycle.validation.action import check_action
from ecr_lifecycle.validation.draft import Draft
from ecr_lifecycle.validation.selection import check_selection
from ecr_lifecycle.validation.shape import REFUSED, members, positive, text
from ecr_lifecycle.validation.together import check_together


def check_document(document: Any, findings: Findings) -> None:
    """Every constraint on `document`, in the order of the document, then between the rules."""
    parts = members(document, WHOLE, findings, required=("rules",))
    if "rules" not in parts:
        return
    rules = parts["rules"]
    if not isinstance(rules, list):
        findings.invalid(
            "wrong-type",
            "rules must be a list of rules",
            REFUSED,
            "write a list of 1 to 50 rules",
            WHOLE.of("rules"),
            shown(rules),
        )
        return
    _check_number_of_rules(rules, findings)
    drafts = [_check_rule(index, rule, findings) for index, rule in enumerate(rules)]
    check_together(drafts, findings)


def _check_number_of_rules(rules: list[Any], findings: Findings) -> None:
    if not rules:
        findings.invalid(
            "no-rules",
            "rules is empty",
            "ECR refuses the policy, and without one every image that was ever pushed, tagged or "
            "untagged, is kept and paid for",
            "write at least one rule, or remove the policy and say so",
            WHOLE.of("rules"),
        )
    elif len(rules) > MAX_RULES:
        findings.invalid(
            "too-many-rules",
            f"there are {len(rules)} rules",
            f"ECR refuses the policy: 'array is too long: must have at most {MAX_RULES} elements "
            f"but instance has {len(rules)} elements'",
            "give several kinds of tags a common prefix and one rule",
            WHOLE.of("rules").of(MAX_RULES),
        )


def _check_rule(index: int, rule: Any, findings: Findings) -> Draft:
    draft = Draft(index)
    spot = Spot(("rules", index), _readable_priority(rule))
    parts = members(
        rule,
        spot,
        findings,
        required=("rulePriority", "selection", "action"),
        optional=("description",),
    )
    if "rulePriority" in parts:
        draft.priority = positive(
            parts["rulePriority"], "priority-below-one", spot.of("rulePriority"), findings
        )
    if "description" in parts:
        text(parts["description"], spot.of("description"), findings)
    action = check_action(parts["action"], spot.of("action"), findings) if "action" in parts else ""
    if "selection" in parts:
        check_selection(parts["selection"], action, spot.of("selection"), draft, findings)
    return draft


def _readable_priority(rule: Any) -> int | None:
    """The priority that findings about this rule carry, even one that ECR refuses."""
    priority = rule.get("rulePriority") if isinstance(rule, dict) else None
    if isinstance(priority, bool) or not isinstance(priority, int):
        return None
    return priority if abs(priority) <= MAX_INTEGER else None
