"""Policies of the VPC endpoints that images travel through."""

from collections.abc import Sequence
from typing import Final

from container_registry.catalogue.actions import (
    AUTHORIZE,
    CHANGE_REGISTRY,
    CHANGE_REPOSITORY,
    INSPECT,
    LOOK_AT_REGISTRY,
    LOOK_AT_REPOSITORY,
    PULL,
    PUSH,
)
from container_registry.documents.document import allow, document
from container_registry.scope import Scope

#: A first pull through a pull-through cache imports the image from its upstream.
_IMPORT: Final = ("ecr:BatchImportUpstreamImage",)


def registry_endpoint_policy(scope: Scope, managers: Sequence[str] = ()) -> str:
    """For ecr.api and ecr.dkr: this account's principals alone.

    Pulls may reach other accounts' repositories, because AWS keeps the images of EKS add-ons in
    accounts of its own; pushes may not, so that no image leaves through the endpoint. Private DNS
    sends every call to ECR through it (AWS PrivateLink guide, "Private DNS"), so it admits looking,
    which takes nothing out, and changes by the managers alone.

    Args:
        scope: where the stack lives.
        managers: ARNs of roles or users that may change what is in this registry.
    """
    ours = {"StringEquals": {"aws:PrincipalAccount": scope.account}}
    named = {"ArnEquals": {"aws:PrincipalArn": list(managers)}}
    here = [scope.repository_arn("*")]
    statements = [
        allow("Authorize", AUTHORIZE, principals="*", resources=["*"], condition=ours),
        allow(
            "Pull",
            [*PULL, *INSPECT, *_IMPORT],
            principals="*",
            resources=[scope.any_repository_arn],
            condition=ours,
        ),
        allow("PushHere", PUSH, principals="*", resources=here, condition=ours),
        allow("LookHere", LOOK_AT_REPOSITORY, principals="*", resources=here, condition=ours),
        allow(
            "LookAtTheRegistry", LOOK_AT_REGISTRY, principals="*", resources=["*"], condition=ours
        ),
    ]
    if managers:
        statements += [
            allow("ChangeHere", CHANGE_REPOSITORY, principals="*", resources=here, condition=named),
            allow(
                "ChangeTheRegistry",
                CHANGE_REGISTRY,
                principals="*",
                resources=["*"],
                condition={**named, **ours},
            ),
        ]
    return document(*statements)


def gateway_policy(scope: Scope, buckets: Sequence[str] | None = None) -> str:
    """For the S3 gateway: everything, or the layers and the buckets that are named.

    A gateway takes all of a subnet's traffic to S3 in the Region, so whatever the policy leaves out
    is lost to the subnet: package repositories, SSM, applications (AWS PrivateLink guide, "Gateway
    endpoints for Amazon S3": allow full access, the default, or every bucket that is used).

    Source of the layers' statement: ECR user guide, "Minimum Amazon S3 bucket permissions for
    Amazon ECR". Layers are fetched with presigned addresses, which is why the principal is anybody.

    Args:
        scope: where the stack lives.
        buckets: names of buckets beside the layers'; none at all means everything.
    """
    if buckets is None:
        return document(allow("Everything", ["*"], principals="*", resources=["*"]))
    layers = allow(
        "LayerBucket",
        ["s3:GetObject"],
        principals="*",
        resources=[f"{scope.layer_bucket_arn}/*"],
    )
    if not buckets:
        return document(layers)
    arns = [scope.bucket_arn(bucket) for bucket in buckets]
    both = [*arns, *(f"{arn}/*" for arn in arns)]
    return document(layers, allow("Buckets", ["s3:*"], principals="*", resources=both))
