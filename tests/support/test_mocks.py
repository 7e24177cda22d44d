import pulumi
import pytest
from pulumi_aws import ecr

from tests.support.mocks import deploy


class _Group(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("test:index:Group", name)
        repository = ecr.Repository(
            f"{name}-repository",
            name=name,
            tags={"address": pulumi.Output.secret("hidden")},
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy="{}",
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"url": repository.repository_url})


def test_deploy_records_inputs_options_and_outputs() -> None:
    recorded = deploy(lambda: _Group("feed"))
    repository = recorded.one("aws:ecr/repository:Repository")
    lifecycle = recorded.one("aws:ecr/lifecyclePolicy:LifecyclePolicy")
    group = recorded.one("test:index:Group")
    assert repository.parent == group.urn
    assert repository.protect
    assert "tags" in repository.secrets
    assert lifecycle.inputs["repository"] == "feed"
    assert recorded.outputs[group.urn]["url"].endswith("/feed")


def test_deploy_raises_what_the_program_raises() -> None:
    def program() -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        deploy(program)


def test_deploy_runs_twice_in_one_process() -> None:
    for _ in range(2):
        assert len(deploy(lambda: _Group("feed")).resources) == 3
