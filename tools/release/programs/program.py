"""A team's program: one registry from the installed package, beside packages of the team's own."""

import components
import lifecycle
import operations
import policy_pack
import pulumi
import registry
import tools

import container_registry
import ecr_lifecycle
from container_registry.components.container_registry import ContainerRegistry
from container_registry.scope import Scope

OWN = (components, lifecycle, operations, policy_pack, registry, tools)
registered = []


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        registered.append(args.typ)
        return f"{args.name}-id", args.inputs

    def call(self, args):
        return {}


pulumi.runtime.set_mocks(Mocks())


@pulumi.runtime.test
def program():
    scope = Scope(
        partition="aws",
        account="111111111111",
        region="eu-west-1",
        environment="dev",
        dns_suffix="amazonaws.com",
        reverse_dns_prefix="com.amazonaws",
    )
    ContainerRegistry("payments", {"scope": scope, "retention": {"keep": 20}})


program()
assert {package.OWNER for package in OWN} == {"stranger"}
assert "site-packages" in container_registry.__file__, container_registry.__file__
assert "aws:ecr/repository:Repository" in registered, registered
assert "aws:ecr/lifecyclePolicy:LifecyclePolicy" in registered, registered
