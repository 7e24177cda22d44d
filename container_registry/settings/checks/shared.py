"""Several stacks: what only the shared one may say, and what it must say to hear the others."""

from typing import Final

from container_registry.settings.checks.given import Given, mapping
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.keys import NAMESPACE

#: What the shared stack makes for all; `monitoring` but for thresholds belongs to it too.
_OF_THE_SHARED: Final = (
    *("registry", "endpoints", "nodes", "alertAddresses", "identityProviders"),
)
_OF_THE_SERVICES: Final = ("thresholds",)
#: Thresholds that a rule or an alarm of the shared stack has for all repositories at once.
_FOR_ALL: Final = ("pulls", "pullPeriod", "pullPeriods", "pullsBand", "imageEvents")


def check(given: Given) -> Faults:
    """What is wrong with the shared stack, or with a stack that takes from one."""
    shared = mapping(given.raw.get("shared"))
    offers = shared.get("offer") is True
    yield from _without_services(given, offers)
    if shared.get("stack") is not None:
        yield from _itself(given, shared.get("stack"))
        yield from _of_the_shared(given)
        yield from _for_all(given, stack=True)
    elif offers:
        yield from _hears_others(given)
        yield from _for_all(given, stack=False)


def _itself(given: Given, stack: object) -> Faults:
    """The project is called as our settings' namespace is, or they would be another's."""
    if isinstance(stack, str) and given.stack and stack.endswith(f"/{NAMESPACE}/{given.stack}"):
        yield Fault(
            at=("shared", "stack"),
            code="takes-from-itself",
            problem="is this stack itself",
            impact="it would take what it has not made yet",
            fix="name the shared stack; in the shared stack itself, `offer: true` in its place",
            found=stack,
        )


def _without_services(given: Given, offers: bool) -> Faults:
    if offers or given.raw.get("services", {}) != {}:
        return
    missing = "services" not in given.raw
    yield Fault(
        at=("services",),
        code="missing" if missing else "too_short",
        problem="is missing" if missing else "is empty",
        impact="the stack makes no repository",
        fix="write a service's name with its settings under it, such as `feed-server: "
        "{tier: backend}`",
    )


def _of_the_shared(given: Given) -> Faults:
    raw = given.raw
    places: list[Location] = [(name,) for name in _OF_THE_SHARED if raw.get(name)]
    if not any(mapping(raw.get("registry")).values()):
        places = [at for at in places if at != ("registry",)]
    places += [
        ("monitoring", name)
        for name in mapping(raw.get("monitoring"))
        if name not in _OF_THE_SERVICES
    ]
    if mapping(raw.get("ci")).get("identityProvider") == "own":
        places.append(("ci", "identityProvider"))
    for at in places:
        yield Fault(
            at=at,
            code="of-the-shared-stack",
            problem="is the shared stack's, and this stack takes that from it",
            impact="it has no effect here, or both stacks would make the same thing",
            fix="write it in the stack that `shared.stack` names",
        )


def _hears_others(given: Given) -> Faults:
    monitoring = mapping(given.raw.get("monitoring"))
    if monitoring.get("enabled") is False:
        return
    if monitoring.get("alarms") == "perService":
        yield Fault(
            at=("monitoring", "alarms"),
            code="shared-per-service",
            problem="makes alarms for this stack's own services, and others rely on it",
            impact="nobody is told of the services of other stacks",
            fix="write `alarms: kinds`, or remove it",
            found="perService",
        )
    if monitoring.get("listen") != "account" and not monitoring.get("prefix"):
        yield Fault(
            at=("shared", "offer"),
            code="shared-hears-nobody",
            problem="is true, but the rules hear this stack's own repositories alone",
            impact="events of the services of other stacks reach nobody",
            fix="write `monitoring.listen: account` beside `registry.owner: true`, or "
            "`monitoring.prefix` with the beginning that all their repositories share",
        )


def _for_all(given: Given, *, stack: bool) -> Faults:
    """Own thresholds of what one rule or alarm of the shared stack has for every repository."""
    places: list[tuple[Location, object]] = [
        (("services", service, "thresholds"), value.get("thresholds"))
        for service, value in given.services.items()
    ]
    if stack:
        monitoring = mapping(given.raw.get("monitoring"))
        places.insert(0, (("monitoring", "thresholds"), monitoring.get("thresholds")))
    for at, thresholds in places:
        for name in _FOR_ALL:
            # The shared stack knows its own services' pulls by name.
            if name in mapping(thresholds) and (stack or name == "imageEvents"):
                yield Fault(
                    at=(*at, name),
                    code="threshold-for-all",
                    problem="is one for all repositories that the shared stack watches",
                    impact="the threshold has no effect",
                    fix="write it under `monitoring.thresholds` of the shared stack",
                )
