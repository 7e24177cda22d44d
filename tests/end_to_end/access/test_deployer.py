"""`make up` as the stack's deployer, IAM enforced: its policies are enough, and none is idle.

`RIGHTS=all` takes out each of twenty actions in turn; three of them are tried otherwise.
"""

import os

import pytest

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine
from tests.support.stacks import of, write

DEPLOYER = ("--deployer", "1")
#: An action of each service, and what the engine does without it.
SAMPLE = (
    "iam:PassRole",
    "sns:TagResource",
    "tag:GetResources",
    "ecr:CreateRepository",
    "ecr:TagResource",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
    "iam:CreateRole",
    "iam:TagRole",
    "iam:PutRolePolicy",
    "iam:CreateOpenIDConnectProvider",
    "events:PutRule",
    "events:PutTargets",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:PutDashboard",
    "logs:CreateLogGroup",
    "sqs:CreateQueue",
    "lambda:CreateFunction",
    "scheduler:CreateSchedule",
    "budgets:ModifyBudget",
)
TRIED = SAMPLE if os.environ.get("RIGHTS") == "all" else SAMPLE[:3]


def whole(machine: Machine, name: str, account: str) -> str:
    """A stack with a resource of every service, and one service."""
    config = {
        "services": {"feed-server": {"github": {"repository": "acme/feed-server"}}},
        "retention": {"keep": 5},
        "ci": {"branches": ["main"], "identityProvider": "own"},
        "sharing": {"pullAccounts": ["222222222222"]},
        "iam": {"path": "/registry/"},
        "pullPolicies": True,
        "monitoring": {"budget": 20},
    }
    place = {"aws:region": "ap-northeast-2", "aws:allowedAccountIds": [account]}
    own = {f"container-registry:{key}": value for key, value in config.items()}
    write(machine.root, name, {**place, **own})
    machine.stacks.add(name)
    return name


def test_prod_goes_up_stays_and_goes_down_with_its_deployers_policies_alone(
    machine: Machine,
) -> None:
    up = machine.engine("up", "prod", *DEPLOYER)
    assert up.returncode == 0, up.stderr
    assert "IAM is enforced" in up.stderr
    again = machine.engine("preview", "prod", *DEPLOYER)
    assert again.returncode == 0, again.stderr
    assert "no changes" in again.stderr
    aws = server.find(Checkout(machine.root).aws_directory("prod"))
    assert aws is not None
    roles = [role["RoleName"] for role in of(aws, "prod").client("iam").list_roles()["Roles"]]
    assert "deployer" not in roles, "it goes at the end, and IAM is lax again"
    down = machine.engine("down", "prod", *DEPLOYER)
    assert down.returncode == 0, down.stderr
    assert "the engine could not delete" not in down.stderr


@pytest.fixture(scope="module")
def small(machine: Machine) -> str:
    return whole(machine, "rights", "777777777777")


@pytest.mark.parametrize("action", TRIED)
def test_without_one_of_its_actions_it_fails_and_the_action_is_named(
    machine: Machine, small: str, action: str
) -> None:
    up = machine.engine("up", small, *DEPLOYER, "--without", action)
    machine.engine("down", small)
    assert up.returncode != 0, f"nothing needs {action}"
    assert f"is not authorized to perform: {action}" in up.stderr, up.stderr


def test_what_deletes_is_needed_to_destroy(machine: Machine, small: str) -> None:
    up = machine.engine("up", small, *DEPLOYER)
    assert up.returncode == 0, up.stderr
    refused = machine.engine("down", small, *DEPLOYER, "--without", "sns:DeleteTopic")
    assert refused.returncode != 0
    assert "sns:DeleteTopic" in refused.stderr
    gone = machine.engine("down", small, *DEPLOYER)
    assert gone.returncode == 0, gone.stderr


def test_actions_are_taken_from_a_deployer_alone(machine: Machine, small: str) -> None:
    wrong = machine.engine("preview", small, "--without", "iam:PassRole")
    assert wrong.returncode == 2, wrong.stderr
    assert "DEPLOYER=1" in wrong.stderr
