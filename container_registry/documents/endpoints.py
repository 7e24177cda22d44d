"""Policies of the VPC endpoints that images travel through."""

from typing import Final

from container_registry.catalogue.actions import AUTHORIZE, INSPECT, PULL, PUSH
from container_registry.documents.document import allow, document
from container_registry.scope import Scope

#: A first pull through a pull-through cache imports the image from its upstream.
_IMPORT: Final = ("ecr:BatchImportUpstreamImage",)


def registry_endpoint_policy(scope: Scope) -> str:
    """For ecr.api and ecr.dkr: this account's principals alone.

    Pulls may reach other accounts' repositories, because AWS keeps the images of EKS add-ons in
    accounts of its own; pushes may not, so that no image leaves through the endpoint.
    """
    ours = {"StringEquals": {"aws:PrincipalAccount": scope.account}}
    return document(
        allow("Authorize", AUTHORIZE, principals="*", resources=["*"], condition=ours),
        allow(
            "Pull",
            [*PULL, *INSPECT, *_IMPORT],
            principals="*",
            resources=[scope.any_repository_arn],
            condition=ours,
        ),
        allow(
            "PushHere",
            PUSH,
            principals="*",
            resources=[scope.repository_arn("*")],
            condition=ours,
        ),
    )


def layer_bucket_policy(scope: Scope) -> str:
    """For the S3 gateway: the bucket that ECR keeps layers in, and no other.

    Source: ECR user guide, "Minimum Amazon S3 bucket permissions for Amazon ECR". Layers are
    fetched with presigned addresses, which is why the principal is anybody.
    """
    return document(
        allow(
            "LayerBucket",
            ["s3:GetObject"],
            principals="*",
            resources=[f"{scope.layer_bucket_arn}/*"],
        )
    )
