"""A secret is in the stack file, encrypted, and nowhere else in clear."""

import json
import secrets
import subprocess

import pytest

#: Made here and now: the copy of the program holds a copy of this file too.
MARKER = f"planted-{secrets.token_hex(8)}@example.com"


def found_in(path):
    said = subprocess.run(
        ["grep", "-rlaF", MARKER, str(path)], capture_output=True, text=True, check=False
    )
    return said.stdout.splitlines()


def plant(machine, stack, *keys):
    """Store the marker as a secret, as a user does."""
    sets = [f"pulumi config set --stack {stack} --path --secret '{key}' {MARKER}" for key in keys]
    planted = machine.run(
        "sh",
        "-c",
        " && ".join([f"pulumi stack init {stack}", *sets]),
        env={
            "PULUMI_CONFIG_PASSPHRASE": "local",
            "PULUMI_BACKEND_URL": f"file://{machine.temporary}",
        },
    )
    assert planted.returncode == 0, planted.stderr


@pytest.fixture(scope="module")
def watched(machines):
    """A stack that is up with everything that people are told by, a planted address and keys."""
    machine = machines()
    machine.add_stack("small", monitoring={"budget": 5})
    machine.stacks.add("small")
    plant(machine, "small", "container-registry:alertAddresses[0]", "aws:token")
    machine.said = [machine.engine("up", "small")]
    assert machine.said[0].returncode == 0, machine.said[0].stderr
    return machine


def test_a_planted_secret_is_found_in_no_state_cache_log_output_or_message(watched):
    asked = ("stack export", "stack output --json", "stack history --json", "config --json")
    said = [*watched.said, *(watched.shell(f"pulumi {it} --stack small", "small") for it in asked)]
    with watched.edited("small", tags={"Project": "other"}):
        said.append(watched.preview("small")[0])
    with watched.edited("small", retention=None):
        said.append(watched.engine("up", "small"))
    assert said[-1].returncode == 1
    assert not [answer.args for answer in said if MARKER in answer.stdout + answer.stderr]
    assert found_in(watched.root.parent) == []


def test_aws_has_the_address_as_a_subscription_and_nowhere_else(watched):
    asked = {
        "dashboards": "cloudwatch list-dashboards",
        "alarms": "cloudwatch describe-alarms",
        "functions": "lambda list-functions",
        "rules": "events list-rules",
        "roles": "iam get-account-authorization-details",
        "topics": "sns list-topics",
        "logs": "logs describe-log-groups",
        "repositories": "ecr describe-repositories",
        "schedules": "scheduler list-schedules",
    }
    answers = {name: json.dumps(watched.aws(command, "small")) for name, command in asked.items()}
    for board in json.loads(answers["dashboards"])["DashboardEntries"]:
        command = f"cloudwatch get-dashboard --dashboard-name {board['DashboardName']}"
        answers[board["DashboardName"]] = json.dumps(watched.aws(command, "small"))
    for topic in json.loads(answers["topics"])["Topics"]:
        command = f"sns get-topic-attributes --topic-arn {topic['TopicArn']}"
        answers[topic["TopicArn"]] = json.dumps(watched.aws(command, "small"))
    assert len(json.loads(answers["functions"])["Functions"]) == 1
    assert not [name for name, answer in answers.items() if MARKER in answer]
    assert MARKER in json.dumps(watched.aws("sns list-subscriptions", "small"))


WRONG = (
    "container-registry:tags.Owner",
    "container-registry:services.one.tier",
    "container-registry:endpoints.vpcName",
    "container-registry:environment",
    "container-registry:alertAdresses[0]",
    "container-registry:sharing.pushPrincipals[0]",
    "aws:defaultTags.tags.Owner",
)


def test_a_secret_that_would_end_in_clear_is_refused_by_the_check_and_by_the_program(machines):
    machine = machines()
    machine.add_stack("wrong")
    plant(machine, "wrong", *WRONG)
    checked = machine.engine("up", "wrong")
    assert checked.returncode == 1
    assert "nothing was started" in checked.stderr
    # The program itself is what a plain `pulumi up` runs, without our check before it.
    program = machine.run("python", "-m", "tests.end_to_end.program", "wrong")
    assert program.returncode == 1
    for key in WRONG:
        assert f"{key.removesuffix('[0]')}" in checked.stderr
        assert key.partition("[")[0].partition(".")[0] in program.stdout + program.stderr
    said = checked.stdout + checked.stderr + program.stdout + program.stderr
    assert MARKER not in said
    assert found_in(machine.root.parent) == []
