"""Images that no rule ever takes: untagged ones, tagged ones."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import ineffective, show, wasteful
from ecr_lifecycle.analysis.selections import covers, selects_every_tagged, tagged
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import TagScheme


def no_untagged_rule(overlaps: Overlaps) -> Iterator[Finding]:
    """Untagged images are kept, or take the places of what a cap was to keep."""
    acting = overlaps.acting()
    takers = [rule for rule in acting if rule.selection.tag_status in {"untagged", "any"}]
    if any(_shields_untagged(rule, overlaps) for rule in overlaps.policy.rules):
        takers = []
    image = ExampleImage(name="re-pushed", pushed_days_ago=3000)
    fix = (
        'add a rule with "tagStatus": "untagged", "countType": "sinceImagePushed", '
        '"countUnit": "days" and "countNumber": 1, above any rule for any'
    )
    if not takers:
        yield wasteful(
            "no-untagged-rule",
            None,
            "no rule ever deletes an untagged image",
            "each push that moves a tag such as latest leaves one behind, and all of them are kept "
            "and paid for",
            fix,
            show(overlaps.policy, image),
        )
    elif all(_caps_any(rule) for rule in takers):
        cap = takers[0]
        yield ineffective(
            "no-untagged-rule",
            None,
            f"untagged images are among the {cap.selection.count_number} that rule {cap.priority} "
            "keeps",
            "each push that moves a tag such as latest leaves one behind, which takes the place of "
            "a tagged image that is wanted",
            fix,
            show(overlaps.policy, ExampleImage(name="re-pushed", pushed_days_ago=2)),
        )


def _shields_untagged(rule: Rule, overlaps: Overlaps) -> bool:
    """Whether the rule has all untagged images and never acts on them."""
    selection = rule.selection
    owns = selection.tag_status == "untagged" and selection.storage_class == "standard"
    return owns and not overlaps.can_act(rule)


def no_cap(overlaps: Overlaps, scheme: TagScheme | None) -> Iterator[Finding]:
    """Tagged images that no rule ever takes."""
    acting = overlaps.acting()
    if scheme is not None:
        yield from _classes_without_cap(overlaps, acting, scheme)
        return
    if any(rule.selection.tag_status == "any" for rule in acting):
        return
    if any(selects_every_tagged(rule.selection) for rule in acting):
        return
    tag = _free_tag(acting)
    yield wasteful(
        "no-cap",
        None,
        f"no rule ever takes a tagged image that the rules don't name, such as one tagged {tag}",
        "all of these are kept and paid for, up to the 100000 that a repository holds, and then "
        "pushes fail",
        'add a last rule with "tagPatternList": ["*"] and an age or a count',
        show(
            overlaps.policy, ExampleImage(name="kept-for-good", tags=(tag,), pushed_days_ago=3000)
        ),
    )


def _classes_without_cap(
    overlaps: Overlaps, acting: list[Rule], scheme: TagScheme
) -> Iterator[Finding]:
    for each in scheme.classes:
        for pattern in each.patterns:
            wanted = tagged(pattern)
            if not any(covers(rule.selection, wanted) for rule in acting):
                tag = pattern.replace("*", "1")
                image = ExampleImage(name="kept-for-good", tags=(tag,), pushed_days_ago=3000)
                yield wasteful(
                    "no-cap",
                    None,
                    f"no rule ever takes all images of the declared class {each.name}, such as "
                    f"one tagged {tag}",
                    "they are kept and paid for",
                    f"add a rule for {pattern}, or a last rule for any image",
                    show(overlaps.policy, image),
                )


def _caps_any(rule: Rule) -> bool:
    return rule.selection.tag_status == "any" and not rule.selection.counts_days


def _free_tag(acting: list[Rule]) -> str:
    """A tag that none of the acting rules selects."""
    tag = "feature-login"
    while any(covers(rule.selection, tagged(tag)) for rule in acting):
        tag = f"x{tag}y"
        if len(tag) > 100:
            break
    return tag
