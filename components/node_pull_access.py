"""The right of the cluster's nodes to pull: one attachment to a role that somebody else owns.

Owns the attachment alone, and never detaches it: IAM attaches what is attached already without a
word, so nobody can tell whether it was there before, and nodes that run must keep their images.
Whoever no longer wants it detaches it by hand. On EKS it is the node role that pulls; Pod
Identity and IRSA don't take part.
"""

from typing import Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from components.arguments import ArgumentsModel, Later, as_in, lift, resolve_scope
from components.vocabulary import RoleName
from container_registry.scope import Scope
from container_registry.settings.access import NodeSettings


class NodePullAccessArgs(TypedDict):
    """Which role gets which policy."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    role: pulumi.Input[str]
    """The node role's name."""

    policy: NotRequired[pulumi.Input[Literal["PullOnly", "ReadOnly"]]]
    """`PullOnly`, the default, is the least, and can import through a pull-through cache;
    `ReadOnly` also lists and describes, and cannot import."""


class NodePullAccessModel(ArgumentsModel):
    """The arguments, checked."""

    noun, arguments = "NodePullAccess", NodePullAccessArgs

    role: Later[RoleName] = as_in(NodeSettings, "role")
    policy: Later[Literal["PullOnly", "ReadOnly"]] = as_in(NodeSettings, "policy")


class NodePullAccess(pulumi.ComponentResource):
    """AWS's managed policy for pulling, attached to the node role."""

    model = NodePullAccessModel

    role: pulumi.Output[str]
    """The role's name."""

    policy_arn: pulumi.Output[str]
    """The ARN of the attached policy."""

    def __init__(
        self, name: str, args: NodePullAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:NodePullAccess", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        policy_arn = lift(
            lambda policy: scope.managed_policy_arn(f"AmazonEC2ContainerRegistry{policy}"),
            checked.policy,
        )
        iam.RolePolicyAttachment(
            f"{name}-attachment",
            role=checked.role,
            policy_arn=policy_arn,
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )
        self.role = pulumi.Output.from_input(checked.role)
        self.policy_arn = pulumi.Output.from_input(policy_arn)
        self.register_outputs({"role": self.role, "policyArn": self.policy_arn})
