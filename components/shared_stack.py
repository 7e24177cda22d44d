"""What a stack takes from the shared one of its environment.

Owns the question to the engine and the errors. A `StackReference` gives its outputs when other
resources are registered already, so the engine's function behind it is asked before, and the
reference stands in the state for whoever looks for dependencies.
"""

import pulumi

from container_registry.offer import Asked, Offer, OfferError, read, unreadable
from container_registry.scope import Scope
from container_registry.settings import Settings
from ecr_lifecycle.rendering import to_text

_READ = "pulumi:pulumi:readStackOutputs"


def take_offer(settings: Settings, scope: Scope) -> Offer | None:
    """What the shared stack offers; None where this stack takes from none.

    Registers nothing: `refer` does.

    Raises:
        pulumi.RunError: the stack or its output can't be used; nothing was registered.
    """
    stack = settings.shared.stack
    if stack is None:
        return None
    try:
        answer = pulumi.runtime.invoke(_READ, {"name": stack}).value
    except Exception as error:  # noqa: BLE001 - the SDK raises Exception itself
        said = str(error).splitlines()[-1]
        raise pulumi.RunError(to_text(unreadable(stack, said))) from None
    try:
        return read((answer or {}).get("outputs") or {}, _asked(stack, settings, scope))
    except OfferError as error:
        raise pulumi.RunError("\n".join(map(to_text, error.findings))) from None


def refer(settings: Settings) -> None:
    """Put the reference into this stack's state."""
    if settings.shared.stack is not None:
        pulumi.StackReference(settings.shared.stack)


def _asked(stack: str, settings: Settings, scope: Scope) -> Asked:
    own_key = any(settings.encryption_of(name).key == "own" for name in settings.services)
    bound = any(settings.sharing_of(name).endpoints_only for name in settings.services)
    judged = "thresholds" in settings.monitoring.model_fields_set or any(
        service.thresholds is not None for service in settings.services.values()
    )
    return Asked(
        stack=stack,
        scope=scope,
        key="encryption.key: own" if own_key else "",
        endpoints="sharing.endpointsOnly" if bound else "",
        reporter="thresholds" if judged else "",
    )
