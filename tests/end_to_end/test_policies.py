"""The policy pack on the preview, before anything is created: our program, and any other."""

import pytest

BARE = """
import json

import pulumi_aws as aws

first = aws.ecr.Repository("auto-named", image_scanning_configuration={"scan_on_push": True})
aws.ecr.LifecyclePolicy("first", repository=first.name, policy=json.dumps({"rules": [{
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5},
    "action": {"type": "expire"},
}]}))
aws.ecr.Repository(
    "computed",
    name=first.arn.apply(lambda arn: arn.rpartition("/")[2] + "-copy"),
)
"""


@pytest.mark.parametrize(
    ("settings", "policy", "remedy"),
    [
        ({"retention": None}, "repository-has-lifecycle-policy", "a LifecyclePolicy with"),
        (
            {"scanning": {"onPush": False}},
            "repository-scans-images",
            "scanOnPush",
        ),
    ],
)
def test_our_program_without_it_is_refused_with_the_policy_the_resource_and_the_remedy(
    trio, settings, policy, remedy
):
    with trio.edited("trio", **settings):
        refused = trio.engine("up", "trio")
    assert refused.returncode == 1
    assert policy in refused.stderr
    assert "::guestbook-repository" in refused.stderr
    assert remedy in refused.stderr
    assert "update of trio" not in refused.stderr, "nothing may be changed after a refusal"


def test_a_bare_program_is_refused_on_its_first_preview_and_creates_nothing(machines):
    machine = machines()
    (machine.root / "__main__.py").write_text(BARE)
    refused = machine.engine("up")
    assert refused.returncode == 1
    assert "repository-has-lifecycle-policy" in refused.stderr
    assert "repository-scans-images" in refused.stderr
    assert "::computed" in refused.stderr
    assert "::auto-named" not in refused.stderr, "it has both"
    assert "update of dev" not in refused.stderr
    assert not list(machine.root.glob(".local/state/.pulumi/stacks/*/dev.json"))
    assert machine.engine("env").returncode == 1, "no local AWS is left behind"
