"""IAM, enforced, beyond ECR: resources, conditions, boundaries, and what a call implies."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local.conftest import ACCOUNT, REGION, post

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}
LIMITED = {"BudgetLimit": {"Amount": "5", "Unit": "USD"}}
ONCE = Config(retries={"total_max_attempts": 1})


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions, on="*", when=None):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": on}
    return statement | ({"Condition": when} if when else {})


@pytest.fixture
def as_role(aws, local):
    """Clients of a role with these statements, IAM enforced."""

    def made(*statements, boundary=None):
        more = {}
        if boundary:
            created = aws.iam.create_policy(PolicyName="edge", PolicyDocument=policy(boundary))
            more = {"PermissionsBoundary": created["Policy"]["Arn"]}
        aws.iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST), **more)
        aws.iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=policy(*statements))
        role = f"arn:aws:iam::{ACCOUNT}:role/r"
        keys = aws.sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        post(local, "/moto-api/reset-auth", b"0")
        return lambda service: boto3.client(
            service,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
            config=ONCE,
        )

    yield made
    post(local, "/moto-api/reset-auth", b"inf")


def refused(call):
    with pytest.raises(ClientError) as raised:
        call()
    error = raised.value.response["Error"]
    assert error["Code"] in ("AccessDenied", "AccessDeniedException")
    assert "is not authorized to perform" in error["Message"]
    return error["Message"].partition("perform: ")[2].partition(" ")[0]


NAMED = {
    "iam": (
        "iam:CreateRole",
        "arn:aws:iam::{0}:role/dev-*",
        lambda c, name: c.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST)),
    ),
    "sns": (
        "sns:CreateTopic",
        "arn:aws:sns:{1}:{0}:dev-*",
        lambda c, name: c.create_topic(Name=name),
    ),
    "sqs": (
        "sqs:CreateQueue",
        "arn:aws:sqs:{1}:{0}:dev-*",
        lambda c, name: c.create_queue(QueueName=name),
    ),
    "events": (
        "events:PutRule",
        "arn:aws:events:{1}:{0}:rule/dev-*",
        lambda c, name: c.put_rule(Name=name, EventPattern="{}"),
    ),
    "logs": (
        "logs:CreateLogGroup",
        "arn:aws:logs:{1}:{0}:log-group:dev-*",
        lambda c, name: c.create_log_group(logGroupName=name),
    ),
    "cloudwatch": (
        "cloudwatch:PutDashboard",
        "arn:aws:cloudwatch::{0}:dashboard/dev-*",
        lambda c, name: c.put_dashboard(DashboardName=name, DashboardBody='{"widgets":[]}'),
    ),
    "budgets": (
        "budgets:ModifyBudget",
        "arn:aws:budgets::{0}:budget/dev-*",
        lambda c, name: c.create_budget(
            AccountId=ACCOUNT,
            Budget={"BudgetName": name, "TimeUnit": "MONTHLY", "BudgetType": "COST", **LIMITED},
        ),
    ),
}


@pytest.mark.parametrize("service", NAMED)
def test_a_call_is_judged_by_the_resource_that_it_names(as_role, service):
    action, arn, call = NAMED[service]
    client = as_role(allow(action, on=arn.format(ACCOUNT, REGION)))(service)
    call(client, "dev-mine")
    assert refused(lambda: call(client, "prod-theirs")) == action


def test_a_role_with_a_path_is_judged_by_its_whole_arn(as_role):
    iam = as_role(allow("iam:CreateRole", "iam:GetRole", on="arn:aws:iam::*:role/team/dev-*"))(
        "iam"
    )
    trust = json.dumps(TRUST)
    iam.create_role(RoleName="dev-a", Path="/team/", AssumeRolePolicyDocument=trust)
    assert iam.get_role(RoleName="dev-a")["Role"]["Path"] == "/team/"
    assert refused(lambda: iam.create_role(RoleName="dev-b", AssumeRolePolicyDocument=trust))


def test_a_condition_decides(as_role):
    here = {"StringEquals": {"aws:RequestedRegion": REGION}}
    there = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    clients = as_role(
        allow("logs:DescribeLogGroups", when=here), allow("kms:ListAliases", when=there)
    )
    clients("logs").describe_log_groups()
    assert refused(lambda: clients("kms").list_aliases()) == "kms:ListAliases"


def test_a_role_is_made_with_the_boundary_or_not_at_all(as_role):
    edge = f"arn:aws:iam::{ACCOUNT}:policy/other"
    held = {"StringEquals": {"iam:PermissionsBoundary": edge}}
    iam = as_role(allow("iam:CreateRole", when=held))("iam")
    trust = json.dumps(TRUST)
    iam.create_role(RoleName="a", AssumeRolePolicyDocument=trust, PermissionsBoundary=edge)
    assert refused(lambda: iam.create_role(RoleName="b", AssumeRolePolicyDocument=trust))


def test_a_boundary_narrows_what_its_role_may_do(as_role):
    clients = as_role(
        allow("sns:ListTopics", "iam:ListRoles", "ecr:DescribeRepositories"),
        boundary=allow("sns:*"),
    )
    clients("sns").list_topics()
    assert refused(lambda: clients("iam").list_roles()) == "iam:ListRoles"
    assert refused(lambda: clients("ecr").describe_repositories()) == "ecr:DescribeRepositories"


def test_what_is_made_with_tags_needs_the_right_to_tag(as_role):
    clients = as_role(allow("sns:CreateTopic", "iam:CreateRole"))
    tags = [{"Key": "a", "Value": "b"}]
    clients("sns").create_topic(Name="plain")
    assert refused(lambda: clients("sns").create_topic(Name="t", Tags=tags)) == "sns:TagResource"
    assert (
        refused(
            lambda: clients("iam").create_role(
                RoleName="t", AssumeRolePolicyDocument=json.dumps(TRUST), Tags=tags
            )
        )
        == "iam:TagRole"
    )


def test_whoever_gives_a_role_to_a_service_passes_it(as_role):
    passing = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    role = f"arn:aws:iam::{ACCOUNT}:role/runner"
    clients = as_role(
        allow("scheduler:CreateSchedule"),
        allow("iam:PassRole", on=role, when=passing),
    )

    def schedule(name, given):
        return clients("scheduler").create_schedule(
            Name=name,
            ScheduleExpression="rate(1 hour)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f", "RoleArn": given},
        )

    schedule("a", role)
    assert refused(lambda: schedule("b", role + "-other")) == "iam:PassRole"


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("lambda", lambda c: c.get_function(FunctionName="f")),
        ("lambda", lambda c: c.delete_function(FunctionName="f")),
        ("lambda", lambda c: c.list_tags(Resource=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f")),
        ("scheduler", lambda c: c.delete_schedule(Name="s", GroupName="default")),
    ],
)
def test_a_call_without_a_body_has_a_signature_that_is_right(as_role, service, call):
    client = as_role(allow(f"{service}:*"))(service)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        call(client)


def test_the_servers_own_key_is_the_accounts_and_no_policy_binds_it(as_role, aws):
    as_role(allow("sns:ListTopics"))
    assert aws.iam.list_roles()["Roles"]
    assert aws.ecr.describe_repositories()["repositories"] == []
    assert aws.sts.get_caller_identity()["Account"] == ACCOUNT
    assert aws.sns.list_topics()["Topics"] == []
