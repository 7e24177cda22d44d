"""Admission is made from the stacks: their registries, to the slash, and EKS's own."""

import click
import pytest

from operations.kit.cluster import Cluster
from tests.operations.kit.files import known, one, parsed, written
from tests.operations.kit.given import facts, outputs, run, write_stacks

PROD = (
    "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com/",
    "333333333333.dkr-ecr.ap-northeast-2.on.aws/",
)
ADD_ONS = (
    "602401143452.dkr.ecr.ap-northeast-2.amazonaws.com/",
    "602401143452.dkr-ecr.ap-northeast-2.on.aws/",
)


def constraint(made, environment="prod"):
    return one(made, f"deploy/admission/{environment}/gatekeeper-constraint.yaml")["spec"]


def variables(made, environment="prod"):
    policy = one(made, f"deploy/admission/{environment}/validating-admission-policy.yaml")
    return {each["name"]: each["expression"] for each in policy["spec"]["variables"]}


def test_an_environment_runs_the_images_of_its_own_registry_under_both_names(tmp_path):
    parameters = constraint(known(tmp_path))["parameters"]
    assert tuple(parameters["registries"]) == PROD
    assert tuple(parameters["platform"]) == ADD_ONS


def test_both_ways_to_admit_name_the_same_registries(tmp_path):
    made = known(tmp_path, admit=("444444444444.dkr.ecr.us-east-1.amazonaws.com/tools/",))
    for environment in made.environments:
        parameters = constraint(made, environment.name)["parameters"]
        said = variables(made, environment.name)
        assert said["registries"] == str(parameters["registries"]).replace("'", '"')
        assert said["platform"] == str(parameters["platform"]).replace("'", '"')


def test_every_beginning_ends_in_a_slash(tmp_path):
    made = known(tmp_path, admit=("cache.example.org/",))
    cluster = Cluster(made)
    beginnings = [*cluster.admitted(made.first), *cluster.platform(made.first)]
    assert len(beginnings) == 5
    assert all(beginning.endswith("/") for beginning in beginnings)


def test_a_region_that_the_registry_replicates_to_is_admitted_with_its_add_ons(tmp_path):
    replication = [{"destinations": [{"region": "ap-northeast-1"}]}]
    made = facts(
        tmp_path,
        lambda stack: outputs(stack, registry={"owner": True, "replication": replication}),
    )
    beginnings = constraint(made)["parameters"]
    assert "333333333333.dkr.ecr.ap-northeast-1.amazonaws.com/" in beginnings["registries"]
    assert "602401143452.dkr.ecr.ap-northeast-1.amazonaws.com/" in beginnings["platform"]


@pytest.mark.parametrize(
    "beginning", ["registry.example.org", "example.org/x", "*/", "a/../b/", "/"]
)
def test_a_beginning_that_ends_in_the_middle_of_a_name_is_refused(tmp_path, beginning):
    result = run(tmp_path, write_stacks(tmp_path), "--admit", beginning)
    assert result.exit_code == 2
    assert "--admit HOST/PREFIX/ up to and with the slash" in result.output
    assert beginning in result.output


def test_what_is_refused_is_only_told_until_somebody_says_enforce(tmp_path):
    binding = "deploy/admission/prod/validating-admission-policy-binding.yaml"
    for enforce, action, actions in (
        (False, "warn", ["Warn", "Audit"]),
        (True, "deny", ["Deny", "Audit"]),
    ):
        made = known(tmp_path, enforce=enforce)
        assert constraint(made)["enforcementAction"] == action
        assert one(made, binding)["spec"]["validationActions"] == actions


def test_the_command_passes_it_all_on(tmp_path):
    place = tmp_path / "service"
    place.mkdir()
    words = ("--enforce", "--strategy", "canary", "--admit", "cache.example.org/", "--ready", "/up")
    assert run(place, write_stacks(tmp_path), *words).exit_code == 0
    made = known(
        tmp_path, enforce=True, strategy="canary", admit=("cache.example.org/",), ready="/up"
    )
    for path, text in written(made).items():
        assert (place / path).read_text("utf-8").endswith(text.partition("\n")[2]), path


def test_an_ephemeral_container_and_an_update_are_judged_too(tmp_path):
    policy = one(known(tmp_path), "deploy/admission/prod/validating-admission-policy.yaml")["spec"]
    (rule,) = policy["matchConstraints"]["resourceRules"]
    assert rule["resources"] == ["pods", "pods/ephemeralcontainers"]
    assert rule["operations"] == ["CREATE", "UPDATE"]
    assert policy["failurePolicy"] == "Fail"


def test_no_stack_with_a_broken_registry_gets_into_a_policy(tmp_path):
    def broken(stack):
        return outputs(stack) | {"registryUrl": "evil.example/x'] + ['"}

    with pytest.raises(click.UsageError, match="registry"):
        facts(tmp_path, broken)


def test_the_template_refuses_beginnings_without_a_slash_as_well(tmp_path):
    (template,) = parsed(known(tmp_path), "deploy/admission/gatekeeper-template.yaml")
    schema = template["spec"]["crd"]["spec"]["validation"]["openAPIV3Schema"]["properties"]
    assert {each["items"]["pattern"] for each in schema.values()} == {
        "^[a-z0-9.-]+(:[0-9]+)?/([a-z0-9._/-]*/)?$"
    }
