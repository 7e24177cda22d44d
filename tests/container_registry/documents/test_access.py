"""What each document allows, judged by the evaluator, and that it allows nothing else."""

import json

import pytest

from container_registry.catalogue.actions import ACTIONS, LOOK_AT_REGISTRY
from container_registry.documents.endpoints import gateway_policy, registry_endpoint_policy
from container_registry.documents.identity import ci_policy, gate_policy, pull_policy, push_policy
from container_registry.documents.key import repository_key_policy
from container_registry.documents.sharing import (
    Sharing,
    replication_registry_policy,
    repository_policy,
)
from container_registry.iam.document import Principal, parse
from container_registry.iam.evaluate import Decision, Request, allowed, decide
from tests.support.scopes import ELSEWHERE, SEOUL

FEED = SEOUL.repository_arn("feed-server")
GUESTBOOK = SEOUL.repository_arn("guestbook")
PULL = {"BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"}
PUSH = {
    "BatchCheckLayerAvailability",
    "CompleteLayerUpload",
    "InitiateLayerUpload",
    "PutImage",
    "UploadLayerPart",
}
INSPECT = {"DescribeImages", "DescribeImageScanFindings", "ListImages"}


def allowed_actions(text: str, resource: str, **context: str) -> set[str]:
    document = parse(text)
    return {
        name
        for name in ACTIONS
        if allowed(document, Request(f"ecr:{name}", resource, context=context))
    }


GATE = {"BatchGetRepositoryScanningConfiguration", "DescribeImageSigningStatus", "StartImageScan"}


def test_a_ci_role_pushes_gates_and_inspects_its_own_repository() -> None:
    whole = {"GetAuthorizationToken", "GetRegistryScanningConfiguration"}
    assert allowed_actions(ci_policy(SEOUL, "feed-server"), FEED) == (
        PUSH | PULL | INSPECT | GATE | whole
    )
    assert allowed_actions(ci_policy(SEOUL, "feed-server"), GUESTBOOK) == whole


def test_a_ci_role_pulls_its_own_repository_of_another_account_and_pushes_none_there() -> None:
    there = "arn:aws:ecr:eu-west-1:222222222222:repository/feed-server"
    whole = {"GetAuthorizationToken", "GetRegistryScanningConfiguration"}
    assert allowed_actions(ci_policy(SEOUL, "feed-server"), there) == PULL | whole
    assert allowed_actions(ci_policy(SEOUL, "feed-server"), there + "2") == whole


def test_whoever_may_push_pushes_reads_and_inspects_one_repository() -> None:
    expected = PUSH | PULL | INSPECT | {"GetAuthorizationToken"}
    assert allowed_actions(push_policy(FEED), FEED) == expected


def test_whoever_may_push_gets_nothing_but_a_token_elsewhere() -> None:
    assert allowed_actions(push_policy(FEED), GUESTBOOK) == {"GetAuthorizationToken"}
    assert allowed_actions(push_policy(FEED), FEED + "2") == {"GetAuthorizationToken"}


def test_the_pull_policy_pulls_one_repository() -> None:
    assert allowed_actions(pull_policy(FEED), FEED) == PULL | {"GetAuthorizationToken"}
    assert allowed_actions(pull_policy(FEED), GUESTBOOK) == {"GetAuthorizationToken"}


def by(kind: str, value: str, action: str, **context: str) -> Request:
    return Request(f"ecr:{action}", FEED, Principal(kind, value), context)


def decision(sharing: Sharing, request: Request, **more: object) -> Decision:
    text = repository_policy(sharing, SEOUL, **more)  # type: ignore[arg-type]
    assert text is not None
    return decide([parse(text)], request)


FRIEND = "arn:aws:iam::222222222222:role/nodes"
STRANGER = "arn:aws:iam::333333333333:role/nodes"


def test_sharing_nothing_needs_no_repository_policy() -> None:
    assert repository_policy(Sharing(), SEOUL) is None


def test_a_listed_account_pulls_and_does_nothing_else() -> None:
    sharing = Sharing(pull_accounts=("222222222222",))
    for action in ACTIONS:
        expected = Decision.ALLOWED if action in PULL else Decision.NOT_ALLOWED
        assert decision(sharing, by("AWS", FRIEND, action)) is expected, action
        assert decision(sharing, by("AWS", STRANGER, action)) is Decision.NOT_ALLOWED


def test_an_organisation_pulls_and_others_do_not() -> None:
    sharing = Sharing(pull_organization="o-abcdefghij")
    ours = {"aws:PrincipalOrgID": "o-abcdefghij"}
    theirs = {"aws:PrincipalOrgID": "o-zzzzzzzzzz"}
    pull = Request("ecr:BatchGetImage", FEED, Principal("AWS", STRANGER), ours)
    assert decision(sharing, pull) is Decision.ALLOWED
    for context in (theirs, {}):
        other = Request("ecr:BatchGetImage", FEED, Principal("AWS", STRANGER), context)
        assert decision(sharing, other) is Decision.NOT_ALLOWED


def test_only_functions_of_listed_accounts_run_the_image() -> None:
    sharing = Sharing(lambda_accounts=("222222222222",))

    def by_function(account: str) -> Request:
        source = f"arn:aws:lambda:ap-northeast-2:{account}:function:f"
        principal = Principal("Service", "lambda.amazonaws.com")
        context = {"aws:SourceArn": source, "aws:PrincipalIsAWSService": "true"}
        return Request("ecr:BatchGetImage", FEED, principal, context)

    assert decision(sharing, by_function("222222222222")) is Decision.ALLOWED
    assert decision(sharing, by_function("333333333333")) is Decision.NOT_ALLOWED
    private = Sharing(lambda_accounts=("222222222222",), endpoints_only=True)
    function = by_function("222222222222")
    assert decision(private, function, endpoints=["vpce-1"]) is Decision.ALLOWED


def test_a_push_only_principal_cannot_pull() -> None:
    sharing = Sharing(push_principals=(FRIEND,))
    assert decision(sharing, by("AWS", FRIEND, "PutImage")) is Decision.ALLOWED
    assert decision(sharing, by("AWS", FRIEND, "BatchGetImage")) is Decision.NOT_ALLOWED
    assert decision(sharing, by("AWS", STRANGER, "PutImage")) is Decision.NOT_ALLOWED


def test_pulls_bound_to_endpoints_are_denied_elsewhere_but_for_the_pusher() -> None:
    pusher = SEOUL.role_arn("dev-feed-server-ci")
    sharing = Sharing(pull_accounts=("222222222222",), endpoints_only=True)

    def pull(vpce: str, arn: str = FRIEND) -> Decision:
        context = {
            "aws:SourceVpce": vpce,
            "aws:PrincipalArn": arn,
            "aws:PrincipalIsAWSService": "false",
        }
        request = Request("ecr:BatchGetImage", FEED, Principal("AWS", arn), context)
        return decision(sharing, request, endpoints=["vpce-1", "vpce-2"], spared=[pusher])

    assert pull("vpce-1") is Decision.ALLOWED
    assert pull("vpce-3") is Decision.DENIED
    assert pull("vpce-3", pusher) is Decision.NOT_ALLOWED


def test_no_resource_policy_tries_to_grant_a_token() -> None:
    sharing = Sharing(pull_accounts=("222222222222",), push_principals=(FRIEND,))
    assert "GetAuthorizationToken" not in str(repository_policy(sharing, SEOUL))


def test_only_listed_accounts_replicate_into_the_registry() -> None:
    document = parse(replication_registry_policy(["222222222222"], SEOUL))
    for action in ACTIONS:
        expected = action in {"CreateRepository", "ReplicateImage"}
        assert allowed(document, by("AWS", FRIEND, action)) is expected, action
        assert not allowed(document, by("AWS", STRANGER, action))


def through_endpoint(action: str, resource: str, account: str) -> bool:
    request = Request(
        action,
        resource,
        Principal("AWS", f"arn:aws:iam::{account}:role/any"),
        {"aws:PrincipalAccount": account},
    )
    return allowed(parse(registry_endpoint_policy(SEOUL)), request)


def test_through_the_endpoint_our_account_pulls_anywhere_and_pushes_here() -> None:
    theirs = FEED.replace(SEOUL.account, "602401143452")
    assert through_endpoint("ecr:BatchGetImage", FEED, SEOUL.account)
    assert through_endpoint("ecr:BatchGetImage", theirs, SEOUL.account)
    assert through_endpoint("ecr:PutImage", FEED, SEOUL.account)
    assert not through_endpoint("ecr:PutImage", theirs, SEOUL.account)
    assert not through_endpoint("ecr:DeleteRepository", FEED, SEOUL.account)


def test_through_the_endpoint_another_account_gets_nothing() -> None:
    for action in ACTIONS:
        assert not through_endpoint(f"ecr:{action}", FEED, "222222222222")


def test_through_the_endpoint_our_account_looks_at_what_is_here() -> None:
    for action in ("DescribeRepositories", "ListTagsForResource", "GetLifecyclePolicy"):
        assert through_endpoint(f"ecr:{action}", FEED, SEOUL.account)
    assert through_endpoint("ecr:DescribeRegistry", "*", SEOUL.account)


def test_managers_alone_change_through_the_endpoint_what_is_here() -> None:
    manager = "arn:aws:iam::111111111111:role/deployer"
    document = parse(registry_endpoint_policy(SEOUL, [manager]))

    def may(action: str, resource: str, arn: str) -> bool:
        context = {"aws:PrincipalAccount": SEOUL.account, "aws:PrincipalArn": arn}
        return allowed(document, Request(action, resource, Principal("AWS", arn), context))

    theirs = FEED.replace(SEOUL.account, "222222222222")
    for action in ("CreateRepository", "PutLifecyclePolicy", "SetRepositoryPolicy", "TagResource"):
        assert may(f"ecr:{action}", FEED, manager)
        assert not may(f"ecr:{action}", theirs, manager)
        assert not may(f"ecr:{action}", FEED, manager.replace("deployer", "node"))
    assert may("ecr:PutRegistryScanningConfiguration", "*", manager)
    assert not may("ecr:PutRegistryScanningConfiguration", "*", manager + "s")


def test_inspector_still_pulls_where_pulls_are_bound_to_endpoints() -> None:
    linked = "role/aws-service-role/inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2"
    sharing = Sharing(pull_accounts=(SEOUL.account,), endpoints_only=True)

    def pull(account: str) -> Decision:
        arn = f"arn:aws:iam::{account}:{linked}"
        context = {"aws:PrincipalArn": arn, "aws:PrincipalIsAWSService": "false"}
        request = Request("ecr:BatchGetImage", FEED, Principal("AWS", arn), context)
        return decision(sharing, request, endpoints=["vpce-1", "vpce-2"])

    assert pull(SEOUL.account) is Decision.ALLOWED
    assert pull("222222222222") is Decision.DENIED


def test_a_narrow_gateway_leads_to_the_layers_and_to_the_buckets_that_are_named() -> None:
    document = parse(gateway_policy(SEOUL, ["acme-releases"]))
    layers = "arn:aws:s3:::prod-ap-northeast-2-starport-layer-bucket/x"
    anybody = Principal("AWS", STRANGER)
    assert allowed(document, Request("s3:GetObject", layers, anybody))
    assert not allowed(document, Request("s3:PutObject", layers, anybody))
    assert not allowed(document, Request("s3:GetObject", "arn:aws:s3:::mine/x", anybody))
    for resource in ("arn:aws:s3:::acme-releases", "arn:aws:s3:::acme-releases/x"):
        assert allowed(document, Request("s3:PutObject", resource, anybody))
    assert allowed(parse(gateway_policy(SEOUL, [])), Request("s3:GetObject", layers, anybody))


def test_the_gateway_leads_to_every_bucket_unless_it_is_asked_to_be_narrow() -> None:
    document = parse(gateway_policy(SEOUL))
    for action in ("s3:GetObject", "s3:PutObject"):
        assert allowed(document, Request(action, "arn:aws:s3:::any/x", Principal("AWS", STRANGER)))


EVERY_DOCUMENT = {
    "ci": ci_policy(ELSEWHERE, "a"),
    "gate": gate_policy(ELSEWHERE.repository_arn("a"), enhanced=False),
    "push": push_policy(ELSEWHERE.repository_arn("a")),
    "pull": pull_policy(ELSEWHERE.repository_arn("a")),
    "repository": repository_policy(
        Sharing(pull_accounts=("1" * 12,), lambda_accounts=("1" * 12,), endpoints_only=True),
        ELSEWHERE,
        endpoints=["vpce-1"],
    ),
    "registry": replication_registry_policy(["1" * 12], ELSEWHERE),
    "endpoint": registry_endpoint_policy(ELSEWHERE),
    "gateway": gateway_policy(ELSEWHERE),
    "narrow gateway": gateway_policy(ELSEWHERE, []),
    "key": repository_key_policy(ELSEWHERE),
}
#: Where `Resource: *` is right: actions without a resource, and a gateway that limits nothing.
TOKEN = ("ecr:GetAuthorizationToken",)
SCANS = (
    "ecr:GetRegistryScanningConfiguration",
    "inspector2:ListCoverage",
    "inspector2:ListFindings",
)
ANY_RESOURCE = {
    ("ci", "Authorize"): TOKEN,
    ("ci", "ReadScans"): SCANS,
    ("gate", "ReadScanning"): ("ecr:GetRegistryScanningConfiguration",),
    ("push", "Authorize"): TOKEN,
    ("pull", "Authorize"): TOKEN,
    ("endpoint", "Authorize"): TOKEN,
    ("endpoint", "LookAtTheRegistry"): LOOK_AT_REGISTRY,
    ("gateway", "Everything"): ("*",),
}


@pytest.mark.parametrize("name", EVERY_DOCUMENT)
def test_a_document_is_compact_and_the_same_every_time(name: str) -> None:
    text = EVERY_DOCUMENT[name]
    assert text == json.dumps(json.loads(text), separators=(",", ":"))


@pytest.mark.parametrize("name", EVERY_DOCUMENT)
def test_resource_star_stands_only_where_aws_defines_no_resource(name: str) -> None:
    for statement in parse(EVERY_DOCUMENT[name]).statements:
        if "*" in (statement.resources or ()) and name != "key":
            assert statement.actions == ANY_RESOURCE[name, statement.sid]


@pytest.mark.parametrize("name", EVERY_DOCUMENT)
def test_nothing_of_another_partition_stands_in_a_document(name: str) -> None:
    assert "arn:aws:" not in EVERY_DOCUMENT[name]
