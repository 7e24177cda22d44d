"""A team's program: one registry from the installed package, beside packages of the team's own."""

import components
import lifecycle
import operations
import policy_pack
import pulumi
import registry
import tools

import container_registry
from container_registry.components import ContainerRegistry

OWN = (components, lifecycle, operations, policy_pack, registry, tools)
ANSWERS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "111111111111"},
    "aws:index/getPartition:getPartition": {
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getRegion:getRegion": {"region": "eu-west-1"},
}
registered = []


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        registered.append(args.typ)
        return f"{args.name}-id", args.inputs

    def call(self, args):
        return ANSWERS[args.token]


pulumi.runtime.set_mocks(Mocks(), stack="dev")


@pulumi.runtime.test
def program():
    ContainerRegistry("payments", {"retention": {"keep": 20}})


program()
assert {package.OWNER for package in OWN} == {"stranger"}
assert "site-packages" in container_registry.__file__, container_registry.__file__
assert "aws:ecr/repository:Repository" in registered, registered
assert "aws:ecr/lifecyclePolicy:LifecyclePolicy" in registered, registered
