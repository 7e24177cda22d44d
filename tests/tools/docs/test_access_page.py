"""The access page's tables are the policy documents, statement by statement."""

import json
import re

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from container_registry.catalogue.actions import INSPECT
from container_registry.documents.endpoints import gateway_policy, registry_endpoint_policy
from container_registry.documents.github import ISSUER, GithubRepository, ci_trust_policy, subjects
from container_registry.documents.identity import ci_policy, gate_policy, pull_policy
from container_registry.documents.key import repository_key_policy
from container_registry.documents.oidc import Pipelines, oidc_trust_policy
from container_registry.documents.sharing import (
    Sharing,
    replication_registry_policy,
    repository_policy,
)
from container_registry.iam.document import Condition, Document, Principal, Statement, parse
from container_registry.iam.evaluate import Request, allowed
from container_registry.monitoring.reporter import (
    function_policy,
    function_trust,
    scheduler_policy,
    scheduler_trust,
)
from container_registry.monitoring.topic import key_policy, topic_policy
from container_registry.scope import Scope
from tools.docs.markdown import ROOT

TEXT = (ROOT / "docs/access.md").read_text(encoding="utf-8")
SCOPE = Scope(
    partition="PARTITION",
    dns_suffix="",
    reverse_dns_prefix="",
    account="ACCOUNT",
    region="REGION",
    environment="ENVIRONMENT",
)
REPOSITORY = SCOPE.repository_arn("REPOSITORY")
BUILDER = "arn:PARTITION:iam::444444444444:role/builder"
SUBJECTS = subjects(
    GithubRepository(owner="OWNER", name="REPO", owner_id=1001, repository_id=2002),
    environment="production",
)
ALL_SHARED = Sharing(
    pull_accounts=("222222222222",),
    pull_organization="o-abcdefghij",
    lambda_accounts=("333333333333",),
    push_principals=(BUILDER,),
    endpoints_only=True,
)
SHARED = repository_policy(
    ALL_SHARED,
    SCOPE,
    endpoints=["vpce-api", "vpce-dkr"],
    spared=[SCOPE.role_arn("CI-ROLE"), SCOPE.role_arn("GATE-ROLE")],
)
REPORTER = function_policy(SCOPE, "FUNCTION", ["REPOSITORY"], enhanced=True)
DOCUMENTS = {
    "CI role: who may become it": ci_trust_policy(SCOPE.oidc_provider_arn(ISSUER), SUBJECTS),
    "CI role of another issuer: who may become it": oidc_trust_policy(
        SCOPE.oidc_provider_arn("gitlab.com"),
        Pipelines(
            issuer="gitlab.com",
            audience="https://gitlab.com",
            subjects=("project_path:GROUP/PROJECT:ref_type:branch:ref:main",),
        ),
    ),
    "CI role: what it may do": ci_policy(SCOPE, "REPOSITORY"),
    "Gate role: what it may do, with basic scanning": gate_policy(REPOSITORY, enhanced=False),
    "Gate role: what it may do, with enhanced scanning": gate_policy(REPOSITORY, enhanced=True),
    "Pull policy": pull_policy(REPOSITORY),
    "Repository policy": SHARED,
    "Registry policy": replication_registry_policy(["222222222222"], SCOPE),
    "Endpoints of ECR": registry_endpoint_policy(SCOPE, [SCOPE.role_arn("DEPLOYER")]),
    "Gateway to S3": gateway_policy(SCOPE),
    "Gateway to S3 with `gateway: layers`": gateway_policy(SCOPE, ["BUCKET"]),
    "Key of the images": repository_key_policy(SCOPE),
    "Alert topic": topic_policy(SCOPE, "TOPIC"),
    "Key of the alert topic": key_policy(SCOPE, "TOPIC"),
    "Usage reporter: who runs as it": function_trust(),
    "Usage reporter: what it may do": REPORTER,
    "Schedule: who runs as it": scheduler_trust(SCOPE),
    "Schedule: what it may do": scheduler_policy(SCOPE, "FUNCTION"),
}
each = pytest.mark.parametrize("heading", DOCUMENTS)


def sections() -> dict[str, list[dict[str, str]]]:
    """The rows of the table under each heading, by column."""
    found = {}
    for heading, body in re.findall(
        r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL
    ):
        lines = [line.strip("|\n").split("|") for line in re.findall(r"^\|.*$", body, re.MULTILINE)]
        columns, _, *rows = ([cell.strip() for cell in line] for line in lines)
        found[heading] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


TABLES = sections()


def codes(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def condition(text: str) -> Condition:
    key, *values = codes(text)
    operator = text.split()[1]
    return Condition(operator, key, tuple(values))


def statement(row: dict[str, str], index: int) -> Statement:
    """What a row says, in the words of the parser."""
    principals = tuple(Principal(*who.split(" ", 1)) for who in codes(row["who"]))
    conditions = row["only if"].split(" and ") if row["only if"] else []
    return Statement(
        index=index,
        effect=row["effect"],
        sid=row["statement"],
        principals=principals or None,
        actions=codes(row["actions"]),
        resources=codes(row["on"]) or None,
        conditions=tuple(condition(one) for one in conditions),
    )


@each
def test_a_table_says_exactly_what_its_document_says(heading):
    rows = [statement(row, index) for index, row in enumerate(TABLES[heading])]
    assert Document(tuple(rows), version="2012-10-17") == parse(DOCUMENTS[heading])


def test_every_table_is_compared():
    assert set(TABLES) == {*DOCUMENTS, "In one table", "Node role"}


def test_the_nodes_policies_hold_what_awss_hold():
    managed = json.loads(aws_managed_policies_data)
    for row in TABLES["Node role"]:
        (name,) = codes(row["policy"])
        (ours,) = managed[name]["Document"]["Statement"]
        assert ours["Resource"] == "*"
        assert set(codes(row["actions"])) == set(ours["Action"])


def function(account: str) -> dict[str, object]:
    source = f"arn:PARTITION:lambda:REGION:{account}:function:one"
    return {
        "principal": Principal("Service", "lambda.amazonaws.com"),
        "context": {"aws:SourceArn": source, "aws:SourceVpce": "vpce-api"},
    }


def role(account: str, organization: str = "o-strangers") -> dict[str, object]:
    return {
        "principal": Principal("AWS", f"arn:PARTITION:iam::{account}:role/builder"),
        "context": {"aws:PrincipalOrgID": organization, "aws:SourceVpce": "vpce-api"},
    }


WHO = {
    "CI role of the service": (ci_policy(SCOPE, "REPOSITORY"), {}),
    "gate role of the service": (gate_policy(REPOSITORY, enhanced=False), {}),
    "holder of the pull policy": (pull_policy(REPOSITORY), {}),
    "account in `pullAccounts`": (SHARED, role("222222222222")),
    "account of `pullOrganization`": (SHARED, role("555555555555", "o-abcdefghij")),
    "function in `lambdaAccounts`": (SHARED, function("333333333333")),
    "role in `pushPrincipals`": (SHARED, role("444444444444")),
    "account in `acceptReplicationFrom`": (
        DOCUMENTS["Registry policy"],
        role("222222222222"),
    ),
    "usage reporter": (REPORTER, {}),
}
RIGHTS = {
    "read manifests": ("ecr:BatchGetImage",),
    "pull layers": ("ecr:GetDownloadUrlForLayer",),
    "push": ("ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:PutImage"),
    "read scan results": tuple(action for action in INSPECT if "Describe" in action),
    "delete images": ("ecr:BatchDeleteImage",),
    "change policies": (
        "ecr:SetRepositoryPolicy",
        "ecr:DeleteRepositoryPolicy",
        "ecr:PutLifecyclePolicy",
        "ecr:DeleteLifecyclePolicy",
        "ecr:PutImageTagMutability",
    ),
}


def answers(who: str, right: str, resource: str) -> set[bool]:
    text, asked = WHO[who]
    return {allowed(parse(text), Request(action, resource, **asked)) for action in RIGHTS[right]}


@pytest.mark.parametrize("row", TABLES["In one table"], ids=lambda row: row["who"])
def test_a_cell_of_the_first_table_is_what_the_documents_decide(row):
    for right in RIGHTS:
        assert answers(row["who"], right, REPOSITORY) == {row[right] == "yes"}, right
        assert row[right] in ("yes", "no")


def test_everybody_is_in_the_first_table():
    assert {row["who"] for row in TABLES["In one table"]} == set(WHO)
    assert set(TABLES["In one table"][0]) == {"who", *RIGHTS}


IDENTITIES = [
    "CI role of the service",
    "gate role of the service",
    "holder of the pull policy",
    "usage reporter",
]


@pytest.mark.parametrize("who", IDENTITIES)
def test_on_another_repository_the_answer_is_no(who):
    for right in RIGHTS:
        assert answers(who, right, SCOPE.repository_arn("OTHER")) == {False}


def test_a_row_that_is_narrower_than_its_document_is_noticed():
    row = TABLES["Pull policy"][1]
    narrower = {**row, "actions": "`ecr:BatchGetImage`"}
    assert statement(row, 1) == parse(DOCUMENTS["Pull policy"]).statements[1]
    assert statement(narrower, 1) != parse(DOCUMENTS["Pull policy"]).statements[1]
