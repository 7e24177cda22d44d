"""Every control that the page calls met, asserted of what the program registers for prod.

Each fact has a spoiler, a change of the recorded resources after which it must not hold.
"""

import copy
import json
import runpy

import pytest
import yaml

from tests.components.test_program import LOOKUPS, PROGRAM
from tests.support.mocks import deploy
from tools.docs import scanners
from tools.docs.markdown import ROOT

ADDRESSES = "container-registry:alertAddresses"
ROWS = {
    control: row for found in scanners.answers().values() for control, row in found["rows"].items()
}


def recorded():
    config = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text())["config"]
    # With endpoints of its own, whichever way production takes.
    config["container-registry:endpoints"] = {
        "mode": "own",
        "vpcId": "vpc-0123456789abcdef0",
        "subnetIds": ["subnet-0123456789abcdef0"],
        "routeTableIds": ["rtb-0123456789abcdef0"],
        "cidrs": ["10.0.0.0/16"],
    }
    config[ADDRESSES] = ["ops@corp.test", "https://hook.corp.test/x"]
    return deploy(
        lambda: runpy.run_path(str(PROGRAM), run_name="__main__"),
        stack="prod",
        config={k: v if isinstance(v, str) else json.dumps(v) for k, v in config.items()},
        secret_keys={ADDRESSES},
        calls=LOOKUPS,
    ).resources


PROD = recorded()


def of(resources, kind):
    """The inputs of all of a kind; there are some."""
    found = [one.inputs for one in resources if one.type.endswith(f":{kind}")]
    assert found, kind
    return found


def statements(text):
    return json.loads(text)["Statement"]


def listed(value):
    return value if isinstance(value, list) else [value]


def rights(resources):
    """Every statement that allows something to a role."""
    documents = [one["policy"] for one in of(resources, "RolePolicy")]
    documents += [one.inputs["policy"] for one in resources if one.type.endswith(":Policy")]
    for document in documents:
        for statement in statements(document):
            assert statement["Effect"] == "Allow"
            yield listed(statement["Action"]), listed(statement["Resource"])


def actions(resources):
    return [action for named, _ in rights(resources) for action in named]


def private(text):
    """No statement allows something to everybody without a condition."""
    return all(
        statement["Effect"] == "Deny"
        or statement.get("Condition")
        or statement["Principal"] not in ("*", {"AWS": "*"})
        for statement in statements(text)
    )


def without_resource(action):
    """AWS defines no resource for it (service authorization reference)."""
    return action.partition(":")[0] == "cloudwatch" or action in (
        "ecr:GetAuthorizationToken",
        "ecr:GetRegistryScanningConfiguration",
        "inspector2:ListCoverage",
        "inspector2:ListFindings",
        "inspector2:GetConfiguration",
        "cloudtrail:DescribeTrails",
    )


def has(prefix):
    return lambda resources: not any(action.startswith(prefix) for action in actions(resources))


PUBLIC = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "x:*", "Resource": "*"}]}
)
GIVEN = json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
ESCALATES = GIVEN.replace('"*", "Resource"', '"iam:PutRolePolicy", "Resource"')
DECRYPTS = GIVEN.replace('"*", "Resource"', '"kms:Decrypt", "Resource"')
WRITES = GIVEN.replace('"*", "Resource"', '"ecr:PutImage", "Resource"')

#: What holds; and a kind, an input and a value of it after which it doesn't.
FACTS = {
    "images-are-scanned": (
        lambda r: all(
            one["imageScanningConfiguration"]["scanOnPush"] for one in of(r, "Repository")
        ),
        ("Repository", "imageScanningConfiguration", {"scanOnPush": False}),
    ),
    "registry-scans-everything": (
        lambda r: all(
            one["scanType"] == "ENHANCED"
            and one["rules"][0]["scanFrequency"] != "MANUAL"
            and one["rules"][0]["repositoryFilters"][0]["filter"] == "*"
            for one in of(r, "RegistryScanningConfiguration")
        ),
        ("RegistryScanningConfiguration", "scanType", "BASIC"),
    ),
    "tags-are-immutable": (
        lambda r: all(
            one["imageTagMutability"].startswith("IMMUTABLE") for one in of(r, "Repository")
        ),
        ("Repository", "imageTagMutability", "MUTABLE"),
    ),
    "images-expire": (
        lambda r: (
            len(of(r, "LifecyclePolicy")) == len(of(r, "Repository"))
            and all(json.loads(one["policy"])["rules"] for one in of(r, "LifecyclePolicy"))
        ),
        ("LifecyclePolicy", "policy", '{"rules": []}'),
    ),
    "repositories-are-private": (
        lambda r: all(
            private(one.inputs["policy"]) for one in r if one.type.endswith(":RepositoryPolicy")
        ),
        None,
    ),
    "keys-rotate": (
        lambda r: all(
            one["enableKeyRotation"] is True and not one.get("multiRegion") for one in of(r, "Key")
        ),
        ("Key", "enableKeyRotation", False),
    ),
    "keys-are-private": (
        lambda r: all(private(one["policy"]) for one in of(r, "Key")),
        ("Key", "policy", PUBLIC),
    ),
    "topics-are-encrypted": (
        lambda r: all(one["kmsMasterKeyId"] for one in of(r, "Topic")),
        ("Topic", "kmsMasterKeyId", ""),
    ),
    "topics-are-private": (
        lambda r: all(private(one["policy"]) for one in of(r, "TopicPolicy")),
        ("TopicPolicy", "policy", PUBLIC),
    ),
    "no-message-goes-by-http": (
        lambda r: all(one["protocol"] != "http" for one in of(r, "TopicSubscription")),
        ("TopicSubscription", "protocol", "http"),
    ),
    "queues-are-encrypted": (
        lambda r: all(
            one.get("sqsManagedSseEnabled") or one.get("kmsMasterKeyId") for one in of(r, "Queue")
        ),
        ("Queue", "sqsManagedSseEnabled", False),
    ),
    "queues-are-private": (
        lambda r: all(private(one["policy"]) for one in of(r, "Queue") if "policy" in one),
        ("Queue", "policy", PUBLIC),
    ),
    "alarms-tell-somebody": (
        lambda r: all(
            one["alarmActions"] and one.get("actionsEnabled", True) for one in of(r, "MetricAlarm")
        ),
        ("MetricAlarm", "alarmActions", []),
    ),
    "logs-stay-for-a-year": (
        lambda r: all(one["retentionInDays"] >= 365 for one in of(r, "LogGroup")),
        ("LogGroup", "retentionInDays", 30),
    ),
    "failed-runs-are-kept": (
        lambda r: all(one["deadLetterConfig"]["targetArn"] for one in of(r, "Function")),
        ("Function", "deadLetterConfig", {"targetArn": ""}),
    ),
    "runtime-is-supported": (
        lambda r: all(one["runtime"] in ("python3.12", "python3.13") for one in of(r, "Function")),
        ("Function", "runtime", "python3.8"),
    ),
    "function-has-no-variables": (
        lambda r: all("environment" not in one for one in of(r, "Function")),
        ("Function", "environment", {"variables": {"KEY": "x"}}),
    ),
    "function-is-not-shared": (
        lambda r: not [one for one in r if one.type.endswith((":Permission", ":FunctionUrl"))],
        None,
    ),
    "endpoints-have-their-group": (
        lambda r: all(
            one["securityGroupIds"]
            for one in of(r, "VpcEndpoint")
            if one["vpcEndpointType"] == "Interface"
        ),
        ("VpcEndpoint", "securityGroupIds", []),
    ),
    "only-https-comes-in": (
        lambda r: all(
            (one["fromPort"], one["toPort"]) == (443, 443)
            for one in of(r, "SecurityGroupIngressRule")
        ),
        ("SecurityGroupIngressRule", "fromPort", 22),
    ),
    "rights-are-on-their-resources": (
        lambda r: all(all(map(without_resource, named)) for named, on in rights(r) if "*" in on),
        ("RolePolicy", "policy", WRITES),
    ),
    "no-service-is-given-whole": (
        lambda r: not any(action.partition(":")[2] in ("", "*") for action in actions(r)),
        ("RolePolicy", "policy", GIVEN),
    ),
    "no-role-changes-roles": (has("iam:"), ("RolePolicy", "policy", ESCALATES)),
    "no-role-decrypts": (has("kms:Decrypt"), ("RolePolicy", "policy", DECRYPTS)),
    "ci-trusts-whole-subjects": (
        lambda r: all(
            "*" not in subject
            for one in of(r, "Role")
            for statement in statements(one["assumeRolePolicy"])
            if "Federated" in statement["Principal"]
            for subject in listed(
                statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
            )
        ),
        (
            "Role",
            "assumeRolePolicy",
            json.dumps(
                {
                    "Statement": [
                        {
                            "Principal": {"Federated": "x"},
                            "Condition": {
                                "StringEquals": {
                                    "token.actions.githubusercontent.com:sub": "repo:acme/*"
                                }
                            },
                        }
                    ]
                }
            ),
        ),
    ),
    "all-is-tagged": (
        lambda r: all(
            one["tags"] for kind in ("Role", "Topic", "Queue", "Function") for one in of(r, kind)
        ),
        ("Topic", "tags", {}),
    ),
}


@pytest.mark.parametrize("fact", FACTS)
def test_what_the_page_calls_met_is_so_in_production(fact):
    holds, _ = FACTS[fact]
    assert holds(PROD)


@pytest.mark.parametrize("fact", [name for name, (_, spoiler) in FACTS.items() if spoiler])
def test_each_fact_can_fail(fact):
    holds, (kind, key, value) = FACTS[fact]
    spoiled = copy.deepcopy(PROD)
    for one in spoiled:
        if one.type.endswith(f":{kind}"):
            one.inputs[key] = value
    assert not holds(spoiled)


def test_every_answer_is_met_or_has_its_reason():
    for control, row in ROWS.items():
        assert set(row) in ({"asks", "met"}, {"asks", "why"}), control
    assert {row["met"] for row in ROWS.values() if "met" in row} == set(FACTS)


def test_an_answer_that_names_another_names_one_that_is_there():
    for row in ROWS.values():
        if row.get("why", "").startswith("As "):
            assert "why" in ROWS[row["why"].removeprefix("As ").removesuffix(".")]


def test_the_page_is_up_to_date():
    for path, text in scanners.pages().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run `make docs`"
