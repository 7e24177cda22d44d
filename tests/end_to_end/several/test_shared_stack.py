"""The example with a shared stack: two others take from it, and nothing of any is overwritten."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.schemas import AMAZON_Q, valid
from tests.end_to_end.monitoring.stack import put
from tests.end_to_end.several.conftest import ACCOUNT, REGION, Account

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:prod-registry-alerts"
SERVICES = {"orders": ["invoices", "orders"], "search": ["search"]}


class Inbox:
    """A queue that is subscribed to the shared topic."""

    def __init__(self, account: Account) -> None:
        self._sqs = account.aws.client("sqs")
        self._queue = self._sqs.create_queue(QueueName="readers")["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:readers"
        account.aws.client("sns").subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=arn)

    def take(self) -> list[dict[str, Any]]:
        taken = []
        while found := self._sqs.receive_message(QueueUrl=self._queue).get("Messages"):
            for message in found:
                self._sqs.delete_message(
                    QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"]
                )
                taken.append(json.loads(json.loads(message["Body"])["Message"]))
        return taken


@pytest.fixture(scope="module")
def inbox(account: Account) -> Inbox:
    return Inbox(account)


def created(account: Account, stack: str) -> Counter[str]:
    return Counter(kind for op, kind, _ in account.first[stack]["changed"] if op == "create")


@pytest.mark.parametrize("stack", SERVICES)
def test_a_stack_that_takes_makes_nothing_but_its_services_own(
    account: Account, stack: str
) -> None:
    counts, number = created(account, stack), len(SERVICES[stack])
    assert counts.pop("pulumi:providers:aws") == counts.pop("pulumi:providers:pulumi") == 1
    with_ci = 2 if stack == "orders" else 0
    assert counts.pop("pulumi:pulumi:Stack") == 1
    assert counts.pop("container-registry:index:ContainerRegistry") == number
    assert counts.pop("aws:ecr/repository:Repository") == number
    assert counts.pop("aws:ecr/lifecyclePolicy:LifecyclePolicy") == number
    assert counts.pop("container-registry:index:CiRole", 0) == with_ci
    assert counts.pop("aws:iam/role:Role", 0) == with_ci
    assert counts.pop("aws:iam/rolePolicy:RolePolicy", 0) == with_ci
    assert not counts
    references = [kind for op, kind, _ in account.first[stack]["changed"] if op == "read"]
    assert references == ["pulumi:pulumi:StackReference"]


def test_a_stack_without_services_makes_all_that_others_share(account: Account) -> None:
    counts = created(account, "shared")
    assert counts["aws:ecr/repository:Repository"] == 0
    for kind in ("sns/topic:Topic", "kms/key:Key", "lambda/function:Function", "sqs/queue:Queue"):
        assert counts[f"aws:{kind}"], kind
    assert sum(counts.values()) <= 60


@pytest.mark.parametrize("stack", ["shared", *SERVICES])
def test_the_policy_pack_has_no_complaint(account: Account, stack: str) -> None:
    assert account.first[stack]["said"] == {}


@pytest.mark.parametrize("stack", ["shared", *SERVICES])
def test_a_second_preview_changes_nothing(account: Account, stack: str) -> None:
    changed = account.found(stack, "preview", "--expect-no-changes")["changed"]
    assert [kind for op, kind, _ in changed if op != "read"] == []


@pytest.mark.parametrize("service", ["orders", "search"])
def test_an_event_of_each_stacks_repository_reaches_the_shared_topic(
    account: Account, inbox: Inbox, service: str
) -> None:
    for event in (
        samples.inspector_scan(service, CRITICAL=1),
        samples.api_call(service, "DeleteRepository"),
    ):
        put(account.aws, event)
    messages = inbox.take()
    assert len(messages) == 2
    for message in messages:
        valid(message, AMAZON_Q)
        assert service in message["content"]["title"]
        assert message["metadata"]["threadId"].endswith(service)


def test_repositories_are_encrypted_with_the_shared_key(account: Account) -> None:
    ecr = account.aws.client("ecr")
    [orders] = ecr.describe_repositories(repositoryNames=["orders"])["repositories"]
    key = account.first["shared"]["outputs"]["shared"]["keyArn"]
    assert key
    assert orders["encryptionConfiguration"] == {"encryptionType": "KMS", "kmsKey": key}


def test_the_reporter_reads_every_stacks_repositories_and_their_own_thresholds(
    account: Account, inbox: Inbox
) -> None:
    aws = account.aws
    ecr = aws.client("ecr")
    ecr.create_repository(repositoryName="of-another-program")
    arn = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/invoices"
    tags = {tag["Key"]: tag["Value"] for tag in ecr.list_tags_for_resource(resourceArn=arn)["tags"]}
    assert tags["SharedStack"] == "container-registry/shared"
    assert tags["Thresholds"].startswith("critical=2 high=30 size=")
    target = aws.client("scheduler").get_schedule(Name="prod-registry-usage")["Target"]
    answer = aws.client("lambda").invoke(
        FunctionName="prod-registry-usage", Payload=target["Input"]
    )
    found = json.loads(answer["Payload"].read())
    assert "errorMessage" not in found, found
    assert found["reported"] == 3
    assert found["unread"] == []
    inbox.take()


def test_a_service_that_another_stack_has_is_refused(account: Account) -> None:
    services = json.dumps({"search": {}, "orders": {}})
    ran = account.run("search", "preview", f"container-registry:services={services}")
    assert ran.returncode == 1
    told = ran.stdout + ran.stderr
    assert "the repository orders, which the stack container-registry/orders has" in told


def test_a_stack_of_the_environment_that_names_no_shared_stack_is_refused(
    account: Account,
) -> None:
    ran = account.run("search", "preview", "container-registry:shared=", "x:y=z")
    assert ran.returncode == 1
    told = ran.stdout + ran.stderr
    assert "belongs to the stack container-registry/" in told
    assert "docs/several-stacks.md" in told


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (
            "shared",
            {"stack": "organization/container-registry/nowhere"},
            "the stack organization/container-registry/nowhere can't be read",
        ),
        (
            "shared",
            {"stack": "organization/container-registry/search"},
            "the stack organization/container-registry/search has no output `shared`",
        ),
        (
            "environment",
            "test",
            "the output `shared.environment` of the stack organization/container-registry/shared "
            "is prod, and this stack's environment is test",
        ),
        (
            "sharing",
            {"endpointsOnly": True},
            "the output `shared.endpointIds` of the stack "
            "organization/container-registry/shared is empty",
        ),
    ],
)
def test_a_shared_stack_that_does_not_fit_is_one_clear_error(
    account: Account, key: str, value: Any, words: str
) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    ran = account.run("orders", "preview", f"container-registry:{key}={text}")
    assert ran.returncode == 1
    told = ran.stdout + ran.stderr
    assert words in told
    assert "Fix: " in told
    assert "Traceback" not in told
