"""ECR's other door: the OCI distribution API, in the process and on the port of the local AWS.

Owns `/v2/`: layers as content-addressed files, tokens, and what ECR answers where it is not what
the specification says. The images themselves are those of moto's backend, so that a client's push
and boto3's `put_image` are one. Refuses to know how an image is built, and to reach another host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.aws.gate import Wsgi
    from local.aws.running import LocalAws, Registry


def with_control(application: Wsgi) -> Wsgi:
    """The application, and the page of the registry's switches."""
    from local.aws.oci import control

    return control.with_control(application)


def opened(local: LocalAws, registry: Registry) -> type:
    """Opens the registry of this process; what answers its connections.

    moto must have been patched before.
    """
    from local.aws.oci import restoring, site
    from local.aws.oci.handler import Handler

    here = site.open_site(
        port=int(local.endpoint.rpartition(":")[2]),
        account=local.account,
        region=local.region,
        data=registry.data,
        oci=registry.oci,
        token_seconds=registry.token_seconds,
    )
    here.records.sweep(here.store)
    if registry.restore:
        restoring.restore_all()
    return type("Handler", (Handler,), {"timeout": registry.client_seconds})
