"""Tags: how many, and which are spoken for."""

from container_registry.catalogue.limits import OWN_TAGS, TAGS_OF_SHARED, Limit
from container_registry.settings.checks.given import Given, mapping
from container_registry.settings.fault import Fault, Faults


def check(given: Given) -> Faults:
    """What is wrong with the tags as a whole."""
    tags = mapping(given.raw.get("tags"))
    takes = mapping(given.raw.get("shared")).get("stack") is not None
    own = (*OWN_TAGS, *(TAGS_OF_SHARED if takes else ()))
    yield from _own(list(tags), own)
    yield from _twice(list(tags), list(given.default_tags))
    yield from _many({*tags, *given.default_tags}, own)


def _own(keys: list[str], own: tuple[str, ...]) -> Faults:
    ours = {name.casefold(): name for name in own}
    for key in keys:
        name = ours.get(key.casefold())
        if name is not None:
            yield Fault(
                at=("tags", key),
                code="own-tag",
                problem=f"is the tag `{name}`, which every resource here has already",
                impact="its value is overwritten"
                if key == name
                else "IAM doesn't tell upper and lower case apart, and refuses both together",
                fix="choose another key; `tier` under a service sets its `Service` tag"
                if name == "Service"
                else "choose another key",
            )


def _twice(keys: list[str], defaults: list[str]) -> Faults:
    first = {key.casefold(): key for key in defaults}
    for key in keys:
        other = first.setdefault(key.casefold(), key)
        if other != key:
            yield Fault(
                at=("tags", key),
                code="tag-twice",
                problem=f"differs from the tag `{other}` in upper and lower case alone",
                impact="IAM doesn't tell them apart, and refuses both together",
                fix="keep one of them",
            )


def _many(keys: set[str], own: tuple[str, ...]) -> Faults:
    most = Limit.TAGS.number
    ours = len({*own} - keys)
    if len(keys) + ours > most:
        yield Fault(
            at=("tags",),
            code="many-tags",
            problem=f"come to {len(keys) + ours} tags with {', '.join(own)}",
            impact=f"AWS takes {most} on a resource, and refuses the rest in the middle of the "
            "update",
            fix=f"keep {most - len(own)} or fewer, those of `aws:defaultTags` included",
        )
