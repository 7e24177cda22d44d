"""Generated policies that ECR takes, and repositories small enough to be dense with coincidence."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from ecr_lifecycle import Assumptions, Image

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

TAGS = ("a", "b", "ab", "ba", "aXb", "prod", "prod-1", "prod-2", "beta-1", "v1", "v1.2", "v1.2.3")
PATTERNS = ("*", "a*", "*a", "*b*", "a*b", "ab", "prod*", "*-1", "v*", "v*.*", "v*.*.*", "b*a*b*c*")
PREFIXES = ("a", "b", "prod", "prod-", "v1", "beta-1", "a*")
COUNTS = ("imageCountMoreThan", "sinceImagePushed", "sinceImagePulled")


@st.composite
def selections(draw, tag_status, storage_class):
    selection = {"tagStatus": tag_status}
    if tag_status == "tagged":
        key, pool = draw(
            st.sampled_from([("tagPatternList", PATTERNS), ("tagPrefixList", PREFIXES)])
        )
        selection[key] = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
    if storage_class == "archive":
        days = draw(st.integers(90, 93))
        return selection | {
            "storageClass": "archive",
            "countType": "sinceImageTransitioned",
            "countUnit": "days",
            "countNumber": days,
        }
    count_type = draw(st.sampled_from(COUNTS))
    if count_type != "imageCountMoreThan":
        selection["countUnit"] = "days"
    return selection | {"countType": count_type, "countNumber": draw(st.integers(1, 4))}


@st.composite
def rules_of_class(draw, storage_class):
    """The rules of one storage class in order: one untagged at most, `any` at the end."""
    statuses = ["tagged"] * draw(st.integers(0, 3))
    if draw(st.booleans()):
        statuses.insert(draw(st.integers(0, len(statuses))), "untagged")
    if draw(st.booleans()):
        statuses.append("any")
    chosen, seen = [], set()
    for tag_status in statuses:
        selection = draw(selections(tag_status, storage_class))
        lists = [
            (key, frozenset(selection[key]))
            for key in ("tagPatternList", "tagPrefixList")
            if key in selection
        ]
        if lists and lists[0] in seen:
            continue
        seen.update(lists)
        chosen.append({"selection": selection, "action": draw(actions(selection["countType"]))})
    return chosen


def actions(count_type):
    expire = {"type": "expire"}
    archive = {"type": "transition", "targetStorageClass": "archive"}
    return st.sampled_from(
        {"sinceImagePulled": [archive], "sinceImageTransitioned": [expire]}.get(
            count_type, [expire, archive]
        )
    )


@st.composite
def policies(draw):
    """A policy's JSON: the classes' rules interleaved, priorities with gaps, in any file order."""
    standard = draw(rules_of_class("standard"))
    archive = draw(rules_of_class("archive"))
    if not standard and not archive:
        standard = [
            {
                "selection": draw(selections("any", "standard")),
                "action": {"type": "transition", "targetStorageClass": "archive"},
            }
        ]
    priority, rules = 0, []
    while standard or archive:
        source = standard if (draw(st.booleans()) and standard) or not archive else archive
        priority += draw(st.integers(1, 3))
        rules.append({"rulePriority": priority} | source.pop(0))
    return {"rules": draw(st.permutations(rules))}


ages = st.sampled_from([0, 0.5, 1, 1.5, 2, 2, 3, 3.5, 4, 5, 6])
archive_ages = st.sampled_from([1, 89, 90, 90.5, 91, 92, 93, 94])


@st.composite
def images(draw, name, others):
    archived = draw(st.integers(0, 3)) == 0
    restored = not archived and draw(st.integers(0, 4)) == 0
    subject = draw(st.sampled_from(others)) if others and draw(st.integers(0, 5)) == 0 else None
    lists = others and draw(st.integers(0, 4)) == 0
    return Image(
        name=name,
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=3, unique=True))),
        pushed_at=ago(draw(ages)),
        storage_class="archive" if archived else "standard",
        last_pulled_at=ago(draw(ages)) if draw(st.booleans()) else None,
        archived_at=ago(draw(archive_ages)) if archived and draw(st.integers(0, 9)) else None,
        activated_at=ago(draw(ages)) if restored else None,
        references=tuple(draw(st.lists(st.sampled_from(others), max_size=3))) if lists else (),
        subject=subject,
    )


def ago(days):
    return NOW - timedelta(days=days)


@st.composite
def repositories(draw, max_size=9):
    names = [f"image-{number}" for number in range(draw(st.integers(0, max_size)))]
    return [draw(images(name, [other for other in names if other != name])) for name in names]


assumptions = st.builds(
    Assumptions,
    children_count=st.booleans(),
    lists_hold_their_children=st.booleans(),
    children_go_with_their_list=st.booleans(),
    archived_lists_release_children=st.booleans(),
    untagged_referrers_are_selected=st.booleans(),
    subjects_hold_their_artifacts=st.booleans(),
    referrers_go_with_their_subject=st.booleans(),
    restoring_resets_age=st.booleans(),
    age_boundary=st.sampled_from(["exclusive", "inclusive"]),
    newest_of_equals=st.sampled_from(["last-listed", "first-listed"]),
)
