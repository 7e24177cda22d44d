"""The right of the cluster's nodes to pull: one attachment to a role that somebody else owns.

Owns the attachment alone. Refuses to take over one that exists, so that destroying this stack
never takes the images away from nodes that run. On EKS it is the node role that pulls; Pod
Identity and IRSA don't take part.
"""

from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import iam

from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class NodePullAccessArgs:
    """Which role gets which policy.

    Attributes:
        scope: where the stack lives.
        role: the node role's name.
        policy: `PullOnly` is the least, and can import through a pull-through cache;
            `ReadOnly` also lists and describes, and cannot import.
    """

    scope: Scope
    role: str
    policy: Literal["PullOnly", "ReadOnly"] = "PullOnly"


class NodePullAccess(pulumi.ComponentResource):
    """AWS's managed policy for pulling, attached to the node role.

    Outputs:
        role: the role's name.
        policyArn: the ARN of the attached policy.
    """

    role: str
    policy_arn: str

    def __init__(
        self, name: str, args: NodePullAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:NodePullAccess", name, {}, opts)
        policy_arn = args.scope.managed_policy_arn(f"AmazonEC2ContainerRegistry{args.policy}")
        iam.RolePolicyAttachment(
            f"{name}-attachment",
            role=args.role,
            policy_arn=policy_arn,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.role, self.policy_arn = args.role, policy_arn
        self.register_outputs({"role": self.role, "policyArn": self.policy_arn})
