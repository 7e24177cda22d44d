import json
from typing import Any, cast

import pytest
from pulumi_aws import iam

import ecr_lifecycle
from components.arguments import ArgumentsError
from components.ci_role import CiRole
from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.network import Network
from components.registry_endpoints import RegistryEndpoints
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
ROLE = "aws:iam/role:Role"
SMALLEST: ContainerRegistryArgs = {"scope": SEOUL, "retention": {"keep": 5}}


def made(**changes: Any) -> Recorded:
    args = cast("ContainerRegistryArgs", {**SMALLEST, **changes})
    return deploy(lambda: ContainerRegistry("feed-server", args))


def kinds(recorded: Recorded) -> list[str]:
    return sorted(r.type.rpartition(":")[2] for r in recorded.resources)


def test_the_smallest_registry_is_a_repository_and_a_lifecycle() -> None:
    assert kinds(made()) == ["ContainerRegistry", "LifecyclePolicy", "Repository"]


def test_one_with_a_ci_role_is_six_resources() -> None:
    assert len(kinds(made(subjects=("repo:a/b:ref:refs/heads/main",)))) == 6


def test_the_pull_policy_is_made_where_it_is_asked_for_or_granted() -> None:
    assert kinds(made(pull_policy=True)).count("Policy") == 1
    granted = made(pull_roles={"nodes": "eks-nodes", "more": "other-nodes"})
    assert kinds(granted).count("Policy") == 1
    assert kinds(granted).count("RolePolicyAttachment") == 2


def test_its_defaults_are_the_secure_ones() -> None:
    repository = made().one(REPOSITORY)
    assert repository.inputs["imageTagMutability"] == "IMMUTABLE"
    assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository.inputs["encryptionConfigurations"] == [{"encryptionType": "AES256"}]
    assert repository.inputs["forceDelete"] is False
    assert "imageTagMutabilityExclusionFilters" not in repository.inputs


def test_its_outputs_are_what_others_rely_on() -> None:
    recorded = made(subjects=("repo:a/b:ref:refs/heads/main",), pull_policy=True)
    outputs = recorded.outputs[recorded.one("container-registry:index:ContainerRegistry").urn]
    assert set(outputs) == {"name", "url", "arn", "pullPolicyArn", "ciRoleArn"}
    assert outputs["url"] == f"{SEOUL.registry_url}/feed-server"


def test_the_lifecycle_policy_is_built_from_the_retention() -> None:
    policy = made().one(LIFECYCLE).inputs
    assert policy["repository"] == "feed-server"
    assert ecr_lifecycle.validate(policy["policy"]) == []
    counts = [r["selection"]["countNumber"] for r in json.loads(policy["policy"])["rules"]]
    assert counts == [1, 5]


def test_without_a_retention_there_is_no_lifecycle_policy() -> None:
    assert made(retention=None).of_type(LIFECYCLE) == []


def test_moving_tags_are_excluded_from_immutability() -> None:
    inputs = made(mutability={"except_tags": ["latest"]}).one(REPOSITORY).inputs
    assert inputs["imageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert inputs["imageTagMutabilityExclusionFilters"] == [
        {"filter": "latest", "filterType": "WILDCARD"}
    ]


def test_a_given_key_encrypts() -> None:
    key = "arn:aws:kms:ap-northeast-2:111111111111:key/11111111-2222-3333-4444-555555555555"
    inputs = made(encryption={"type": "KMS", "key": key}).one(REPOSITORY).inputs
    assert inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": key}]


@pytest.mark.parametrize("protect", [True, False])
def test_protection_is_the_repositorys(protect: bool) -> None:
    assert made(protect=protect).one(REPOSITORY).protect is protect


def test_an_existing_repository_is_adopted_with_its_tags() -> None:
    repository = made(adopt=True).one(REPOSITORY)
    assert repository.import_id == "feed-server"
    assert set(repository.ignore_changes) == {
        "tags",
        "imageTagMutability",
        "imageTagMutabilityExclusionFilters",
        "imageScanningConfiguration",
        "encryptionConfigurations",
        "forceDelete",
    }
    created = made().one(REPOSITORY)
    assert (created.import_id, created.ignore_changes) == ("", ())


def test_a_ci_role_is_made_only_for_declared_subjects() -> None:
    assert made().of_type(ROLE) == []
    role = made(subjects=("repo:a/b:ref:refs/heads/main",)).one(ROLE)
    assert role.inputs["name"] == "dev-feed-server-ci"
    assert "repo:a/b:ref:refs/heads/main" in role.inputs["assumeRolePolicy"]


def test_a_repository_policy_is_made_only_where_something_is_shared() -> None:
    assert made().of_type(REPOSITORY_POLICY) == []
    policy = made(sharing={"pull_accounts": ["222222222222"]}).one(REPOSITORY_POLICY)
    assert "arn:aws:iam::222222222222:root" in policy.inputs["policy"]


def test_pulls_are_bound_to_the_given_endpoints() -> None:
    def program() -> None:
        network: Network = {
            "vpc_id": "vpc-01234567",
            "subnet_ids": ["subnet-01234567"],
            "route_table_ids": ["rtb-01234567"],
        }
        endpoints = RegistryEndpoints(
            "endpoints",
            {"scope": SEOUL, "network": network, "mode": "own", "cidrs": ["10.0.0.0/16"]},
        )
        ContainerRegistry(
            "feed-server",
            {
                **SMALLEST,
                "endpoint_ids": endpoints.interfaces,
                "sharing": {"endpoints_only": True},
            },
        )

    policy = json.loads(deploy(program).one(REPOSITORY_POLICY).inputs["policy"])
    condition = policy["Statement"][0]["Condition"]
    assert condition == {
        "StringNotEquals": {"aws:SourceVpce": ["endpoints-ecr.api-id", "endpoints-ecr.dkr-id"]},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
        "ArnNotLike": {"aws:PrincipalArn": SEOUL.linked_roles_arn("inspector2.amazonaws.com")},
    }


def test_a_boundary_may_be_a_policy_of_the_same_program_and_the_path_is_known() -> None:
    def program() -> object:
        boundary = iam.Policy("boundary", name="boundary", policy="{}")
        args: ContainerRegistryArgs = {
            **SMALLEST,
            "subjects": ["repo:a/b:ref:refs/heads/main"],
            "iam": {"permissions_boundary": boundary.arn, "path": "/registry/"},
            "pull_policy": True,
        }
        return ContainerRegistry("feed-server", args)

    recorded = deploy(program)
    role = recorded.one(ROLE)
    assert role.inputs["path"] == "/registry/"
    assert "boundary" in role.inputs["permissionsBoundary"]
    assert recorded.one("aws:iam/policy:Policy", "feed-server-pull").inputs["path"] == "/registry/"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"permissions_boundary": "Boundary"}, "is a name"),
        ({"path": "registry"}, "must begin and end with a slash"),
        ({"paths": "/registry/"}, "is not an argument"),
    ],
)
def test_what_no_role_can_have_is_refused_before_anything_is_registered(
    wrong: Any, says: str
) -> None:
    with pytest.raises(Exception, match=says):
        made(iam=wrong)


PUSHED: Any = {"subjects": ("repo:a/b:ref:refs/heads/main",)}


def test_the_gate_has_a_role_of_its_own_where_it_is_asked_for() -> None:
    recorded = made(**PUSHED, gate_role=True, scanning="ENHANCED")
    roles = {role.name: role.inputs for role in recorded.of_type(ROLE)}
    assert set(roles) == {"feed-server-ci-role", "feed-server-ci-gate-role"}
    pusher, gate = roles["feed-server-ci-role"], roles["feed-server-ci-gate-role"]
    assert gate["name"] == "dev-feed-server-gate"
    assert gate["assumeRolePolicy"] == pusher["assumeRolePolicy"]
    policy = recorded.one("aws:iam/rolePolicy:RolePolicy", "feed-server-ci-gate").inputs["policy"]
    assert "inspector2:ListFindings" in policy
    assert "PutImage" not in policy
    outputs = recorded.outputs[recorded.one("container-registry:index:ContainerRegistry").urn]
    assert outputs["gateRoleArn"] != outputs["ciRoleArn"]


def test_the_gate_reads_from_outside_the_vpc_too() -> None:
    bound: Any = {"endpoints_only": True}
    inputs = made(**PUSHED, gate_role=True, sharing=bound, endpoint_ids=["vpce-01234567"])
    (statement,) = json.loads(inputs.one(REPOSITORY_POLICY).inputs["policy"])["Statement"]
    account = f"arn:aws:iam::{SEOUL.account}:role/dev-feed-server"
    spared = statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    assert spared[1:] == [f"{account}-ci", f"{account}-gate"]


def test_ecr_signs_with_the_pushers_right_on_exactly_these_profiles() -> None:
    profile = f"arn:aws:signer:{SEOUL.region}:{SEOUL.account}:/signing-profiles/images"
    recorded = made(**PUSHED, signing_profiles=[profile], gate_role=True)
    inline = recorded.of_type("aws:iam/rolePolicy:RolePolicy")
    policies = {policy.name: policy.inputs["policy"] for policy in inline}
    signing = [
        s
        for s in json.loads(policies["feed-server-ci-push"])["Statement"]
        if s["Action"] == "signer:SignPayload"
    ]
    assert [s["Resource"] for s in signing] == [profile]
    assert "signer" not in policies["feed-server-ci-gate"]
    assert "signer" not in str(made(**PUSHED).of_type("aws:iam/rolePolicy:RolePolicy")[0].inputs)


GITLAB: Any = {
    "issuer": "https://gitlab.com",
    "audience": "https://gitlab.com",
    "subjects": ["project_path:acme/feed:ref_type:branch:ref:main"],
}


def test_pipelines_of_another_issuer_push_with_one_role_of_the_service() -> None:
    recorded = made(oidc=GITLAB, gate_role=True)
    roles = {role.name: role.inputs for role in recorded.of_type(ROLE)}
    assert set(roles) == {"feed-server-ci-role", "feed-server-ci-gate-role"}
    (statement,) = json.loads(roles["feed-server-ci-role"]["assumeRolePolicy"])["Statement"]
    provider = f"arn:aws:iam::{SEOUL.account}:oidc-provider/gitlab.com"
    assert statement["Principal"] == {"Federated": provider}
    assert statement["Condition"]["StringEquals"] == {
        "gitlab.com:aud": "https://gitlab.com",
        "gitlab.com:sub": "project_path:acme/feed:ref_type:branch:ref:main",
    }
    assert roles["feed-server-ci-role"]["description"].startswith("GitLab.com pushes")
    assert (
        roles["feed-server-ci-gate-role"]["assumeRolePolicy"]
        == roles["feed-server-ci-role"]["assumeRolePolicy"]
    )


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({**PUSHED, "oidc": GITLAB}, "oidc: is given, and `subjects` too"),
        ({"oidc": {**GITLAB, "subjects": ["project_path:acme/*"]}}, "wildcard in the project"),
        (
            {"oidc": {"issuer": "https://gitlab.com", "subjects": GITLAB["subjects"]}},
            "none for AWS",
        ),
    ],
)
def test_another_issuer_is_refused_where_strangers_could_push(args: Any, says: str) -> None:
    with pytest.raises(Exception, match=says):
        made(**args)


def test_a_ci_role_needs_somebody_who_may_become_it() -> None:
    with pytest.raises(ArgumentsError, match="no subject, and there is no `oidc`"):
        CiRole("feed-server-ci", {"service": "feed-server", "repository": "feed-server"})
