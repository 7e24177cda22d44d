"""One stack of the container registry: load the settings, compose the components, export."""

import pulumi

from components.ownership import refuse_foreign
from components.registry_url import registry_url
from components.service import compose_service
from components.shared import compose_shared
from components.shared_stack import take_offer
from components.short_traces import short_traces
from components.stack_config import load_settings, scope_of
from container_registry.delivery import delivery
from container_registry.offer import OUTPUT

settings = load_settings()
scope = scope_of(settings)
offer = take_offer(settings, scope)
refuse_foreign(settings)
with short_traces():
    shared = compose_shared(settings, scope, offer)
    registries = {
        service: compose_service(service, settings, scope, shared) for service in settings.services
    }

pulumi.export("registryUrl", registry_url(registries.values(), scope))
pulumi.export(
    "repositories", {service: registry.outputs for service, registry in registries.items()}
)
pulumi.export("delivery", delivery(settings, scope))
if settings.shared.offer:
    pulumi.export(OUTPUT, shared.offered(settings).to_output(scope))
