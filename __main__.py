"""One stack of the container registry: load the settings, compose the components, export."""

import pulumi

from components.ownership import refuse_foreign
from components.registry_url import registry_url
from components.service import compose_service
from components.shared import compose_shared
from components.stack_config import load_settings, scope_of
from container_registry.delivery import delivery

settings = load_settings()
refuse_foreign(settings)
scope = scope_of(settings)
shared = compose_shared(settings, scope)
registries = {
    service: compose_service(service, settings, scope, shared) for service in settings.services
}

pulumi.export("registryUrl", registry_url(registries.values(), scope))
pulumi.export(
    "repositories", {service: registry.outputs for service, registry in registries.items()}
)
pulumi.export("delivery", delivery(settings, scope))
