"""Images that no rule ever takes: untagged ones, tagged ones, archived ones."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.reach import covers, selects_every_tagged, tagged
from ecr_lifecycle.analysis.scheme import TagScheme
from ecr_lifecycle.analysis.showing import show, useless
from ecr_lifecycle.analysis.survey import Survey
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.model import Rule
from ecr_lifecycle.problem import Problem


def _acting(survey: Survey, storage_class: str = "standard") -> list[Rule]:
    return [
        rule
        for rule in survey.policy.rules
        if rule.selection.storage_class == storage_class and survey.can_act(rule)
    ]


def no_untagged_rule(survey: Survey) -> Iterator[Problem]:
    """Untagged images are kept, or take the places of what a cap was to keep."""
    acting = _acting(survey)
    takers = [rule for rule in acting if rule.selection.tag_status in {"untagged", "any"}]
    if any(_shields_untagged(rule, survey) for rule in survey.policy.rules):
        takers = []
    image = ExampleImage(name="re-pushed", pushed_days_ago=3000)
    remedy = (
        'Add a rule with "tagStatus": "untagged", "countType": "sinceImagePushed", '
        '"countUnit": "days" and "countNumber": 1, above any rule for any.'
    )
    if not takers:
        yield useless(
            "no-untagged-rule",
            None,
            "No rule ever deletes an untagged image. Each push that moves a tag such as latest "
            "leaves one behind, and all of them are kept and paid for.",
            remedy,
            show(survey.policy, image),
        )
    elif all(_caps_any(rule) for rule in takers):
        cap = takers[0]
        yield useless(
            "no-untagged-rule",
            None,
            f"Untagged images are among the {cap.selection.count_number} that rule {cap.priority} "
            "keeps: each push that moves a tag such as latest leaves one behind, which takes the "
            "place of a tagged image that is wanted.",
            remedy,
            show(survey.policy, ExampleImage(name="re-pushed", pushed_days_ago=2)),
        )


def _shields_untagged(rule: Rule, survey: Survey) -> bool:
    """Whether the rule has all untagged images and never acts on them."""
    selection = rule.selection
    owns = selection.tag_status == "untagged" and selection.storage_class == "standard"
    return owns and not survey.can_act(rule)


def no_cap(survey: Survey, scheme: TagScheme | None) -> Iterator[Problem]:
    """Tagged images that no rule ever takes."""
    acting = _acting(survey)
    if scheme is not None:
        yield from _classes_without_cap(survey, acting, scheme)
        return
    if any(rule.selection.tag_status == "any" for rule in acting):
        return
    if any(selects_every_tagged(rule.selection) for rule in acting):
        return
    tag = _free_tag(acting)
    yield useless(
        "no-cap",
        None,
        f"No rule ever takes a tagged image that the rules don't name, such as one tagged {tag}: "
        "all of these are kept and paid for, up to the 100000 that a repository holds, and then "
        "pushes fail.",
        'Add a last rule with "tagStatus": "any", "countType": "imageCountMoreThan" and the '
        "number of images that the repository may hold.",
        show(survey.policy, ExampleImage(name="kept-for-good", tags=(tag,), pushed_days_ago=3000)),
    )


def _classes_without_cap(
    survey: Survey, acting: list[Rule], scheme: TagScheme
) -> Iterator[Problem]:
    for each in scheme.classes:
        for pattern in each.patterns:
            wanted = tagged(pattern)
            if not any(covers(rule.selection, wanted) for rule in acting):
                tag = pattern.replace("*", "1")
                image = ExampleImage(name="kept-for-good", tags=(tag,), pushed_days_ago=3000)
                yield useless(
                    "no-cap",
                    None,
                    f"No rule ever takes all images of the declared class {each.name}, such as "
                    f"one tagged {tag}: they are kept and paid for.",
                    f"Add a rule for {pattern}, or a last rule for any image.",
                    show(survey.policy, image),
                )


def archive_ends(survey: Survey) -> Iterator[Problem]:
    """What goes into the archive and never leaves, or leaves and never goes in."""
    archiving = [rule for rule in _acting(survey) if rule.action.type == "transition"]
    deleting = _acting(survey, "archive")
    if archiving and not deleting:
        rule = archiving[0]
        yield useless(
            "archive-never-emptied",
            rule,
            f"Rule {rule.priority} archives images and no rule ever deletes them there. The "
            "archive costs as much as the standard class up to 150 TB, so nothing is saved, and "
            "what is archived cannot be pulled.",
            'Add a rule with "storageClass": "archive", "countType": "sinceImageTransitioned", '
            '"countUnit": "days", 90 or more, and the action expire.',
            show(survey.policy, _archived()),
        )
    if deleting and not any(rule.action.type == "transition" for rule in survey.policy.rules):
        rule = deleting[0]
        yield useless(
            "archive-never-filled",
            rule,
            f"Rule {rule.priority} deletes archived images and no rule archives any; it only "
            "ever sees what somebody archives by hand.",
            'Add a rule with the action "transition", or select the standard class.',
            show(
                survey.policy,
                ExampleImage(name="in-standard", tags=("build-1",), pushed_days_ago=3000),
            ),
        )


def _archived() -> ExampleImage:
    return ExampleImage(
        name="archived",
        tags=("build-1",),
        pushed_days_ago=3000,
        storage_class="archive",
        archived_days_ago=2900,
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
