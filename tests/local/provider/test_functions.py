"""The package's functions, on an account with a network and a role in it."""

import json

import pytest

from local.provider.errors import ProviderError
from tests.local.provider.examples.ec2 import GATEWAY, GROUP, TABLE, VPC
from tests.local.provider.examples.iam import POLICY, ROLE
from tests.local.provider.examples.kms import KEY
from tests.local.provider.test_every_type import prepared


@pytest.fixture
def network(engine):
    needs = {"vpc": VPC, "table": TABLE, "other": TABLE, "group": GROUP, "endpoint": GATEWAY}
    return prepared(engine, type("Example", (), {"needs": needs}))


def test_the_account_region_and_partition_are_those_of_the_session(engine):
    identity = engine.invoke("aws:index/getCallerIdentity:getCallerIdentity")
    assert identity["accountId"] == "111122223333"
    region = engine.invoke("aws:index/getRegion:getRegion")
    assert region["region"] == region["name"] == "ap-northeast-2"
    partition = engine.invoke("aws:index/getPartition:getPartition")
    assert (partition["partition"], partition["dnsSuffix"]) == ("aws", "amazonaws.com")
    assert partition["reverseDnsPrefix"] == "com.amazonaws"


def test_one_object_is_found_by_what_is_known_of_it(engine, network):
    vpc = engine.invoke("aws:ec2/getVpc:getVpc", id=network.vpc.id)
    assert vpc["cidrBlock"] == "10.7.0.0/16"
    assert engine.invoke("aws:ec2/getVpc:getVpc", tags={"Service": "one"})["id"] == network.vpc.id
    assert engine.invoke("aws:ec2/getVpc:getVpc", default=True)["id"] != network.vpc.id
    group = engine.invoke(
        "aws:ec2/getSecurityGroup:getSecurityGroup",
        filters=[{"name": "group-id", "values": [network.group.id]}],
    )
    assert group["arn"] == network.group.state["arn"]
    endpoint = engine.invoke(
        "aws:ec2/getVpcEndpoint:getVpcEndpoint",
        vpcId=network.vpc.id,
        serviceName="com.amazonaws.ap-northeast-2.s3",
    )
    assert endpoint["id"] == network.endpoint.id
    subnet = engine.invoke(
        "aws:ec2/getSubnet:getSubnet", availabilityZone="ap-northeast-2a", defaultForAz=True
    )
    assert subnet["availabilityZone"] == "ap-northeast-2a"


def test_none_and_several_are_an_error_that_says_how_many(engine, network):
    with pytest.raises(ProviderError, match="0 VPCs match"):
        engine.invoke("aws:ec2/getVpc:getVpc", tags={"Service": "none"})
    with pytest.raises(ProviderError, match="2 VPCs match"):
        engine.invoke("aws:ec2/getVpc:getVpc")
    with pytest.raises(ProviderError, match="no matching EC2 VPC Endpoint found: 0 match"):
        engine.invoke("aws:ec2/getVpcEndpoint:getVpcEndpoint", serviceName="none")
    engine.make(GATEWAY.token, "two", {**GATEWAY.inputs(network), "routeTableIds": []})
    with pytest.raises(ProviderError, match="multiple EC2 VPC Endpoints matched: 2 match"):
        engine.invoke("aws:ec2/getVpcEndpoint:getVpcEndpoint", vpcId=network.vpc.id)


def test_a_service_of_endpoints_is_looked_up_with_its_zones(engine):
    token = "aws:ec2/getVpcEndpointService:getVpcEndpointService"
    found = engine.invoke(token, serviceName="com.amazonaws.ap-northeast-2.ecr.api")
    assert found["availabilityZones"][0] == "ap-northeast-2a"
    assert found["supportedIpAddressTypes"] == ["ipv4"]
    s3 = engine.invoke(token, serviceName="com.amazonaws.ap-northeast-2.s3", serviceType="Gateway")
    assert s3["serviceType"] == "Gateway"
    with pytest.raises(ProviderError, match="2 endpoint services match"):
        engine.invoke(token, serviceName="com.amazonaws.ap-northeast-2.s3")


def test_all_objects_that_match_are_listed(engine, network):
    tables = engine.invoke("aws:ec2/getRouteTables:getRouteTables", vpcId=network.vpc.id)
    assert {network.table.id, network.other.id} <= set(tables["ids"])
    default = engine.invoke("aws:ec2/getVpc:getVpc", default=True)["id"]
    wanted = [{"name": "vpc-id", "values": [default]}]
    assert len(engine.invoke("aws:ec2/getSubnets:getSubnets", filters=wanted)["ids"]) > 1
    assert len(engine.invoke("aws:ec2/getVpcs:getVpcs")["ids"]) == 2
    groups = engine.invoke("aws:ec2/getSecurityGroups:getSecurityGroups", tags={"Service": "one"})
    assert groups["ids"] == [network.group.id]
    assert groups["vpcIds"] == [network.vpc.id]


def test_a_role_and_an_issuer_are_looked_up(engine):
    role = engine.make(ROLE.token, "one", ROLE.inputs(None))
    assert engine.invoke("aws:iam/getRole:getRole", name=role.id)["arn"] == role.state["arn"]
    lookup = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider"
    with pytest.raises(ProviderError, match="has no OIDC provider"):
        engine.invoke(lookup, url="https://token.actions.githubusercontent.com")


def test_a_repository_is_looked_up_with_the_tags_of_its_newest_image(engine):
    engine.make("aws:ecr/repository:Repository", "one", {"name": "one"})
    found = engine.invoke("aws:ecr/getRepository:getRepository", name="one")
    assert found["arn"].endswith("repository/one")
    assert found["mostRecentImageTags"] == []


def test_an_image_is_looked_up_by_tag_by_digest_and_as_the_newest(engine):
    engine.make("aws:ecr/repository:Repository", "one", {"name": "one"})
    assert engine.invoke("aws:ecr/getRepositories:getRepositories")["names"] == ["one"]
    lookup = "aws:ecr/getImage:getImage"
    with pytest.raises(ProviderError, match="one of imageDigest, imageTag and mostRecent"):
        engine.invoke(lookup, repositoryName="one")
    with pytest.raises(ProviderError, match="the repository one has no image"):
        engine.invoke(lookup, repositoryName="one", mostRecent=True)
    client = engine.provider._connected.at(None).ecr
    for tag in ("v1", "v2"):
        client.put_image(repositoryName="one", imageTag=tag, imageManifest=manifest(tag))
    first = engine.invoke(lookup, repositoryName="one", imageTag="v1")
    assert first["imageTags"] == ["v1"]
    assert first["imageUri"].endswith(f"/one@{first['imageDigest']}")
    again = engine.invoke(lookup, repositoryName="one", imageDigest=first["imageDigest"])
    assert again["imageTags"] == ["v1"]
    assert engine.invoke(lookup, repositoryName="one", mostRecent=True)["imageTags"] == ["v2"]


def manifest(tag):
    layer = {"digest": f"sha256:{tag:0<64}", "size": 1, "mediaType": "layer"}
    kind = "application/vnd.oci.image.manifest.v1+json"
    when = {"local-aws.pushed-at": f"2026-01-0{tag[1]}T00:00:00Z"}
    config = {"digest": f"sha256:{'0' * 64}", "size": 1, "mediaType": "config"}
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": kind,
            "annotations": when,
            "config": config,
            "layers": [layer],
        }
    )


def test_the_password_of_a_registry_is_a_secret(engine):
    token = "aws:ecr/getAuthorizationToken:getAuthorizationToken"
    found = engine.invoke(token)
    assert found["userName"] == "AWS"
    assert found["proxyEndpoint"].startswith("http://localhost:")
    assert engine.secrets_of(token) == {"authorizationToken", "password"}


def test_a_lifecycle_document_is_made_of_rules(engine):
    selection = {"tagStatus": "tagged", "tagPatternLists": ["v*"], "countNumber": 5}
    rule = {"priority": 1, "selection": {**selection, "countType": "imageCountMoreThan"}}
    token = "aws:ecr/getLifecyclePolicyDocument:getLifecyclePolicyDocument"
    text = engine.invoke(token, rules=[rule])["json"]
    assert json.loads(text) == {
        "rules": [
            {
                "rulePriority": 1,
                "action": {"type": "expire"},
                "selection": {
                    "tagStatus": "tagged",
                    "tagPatternList": ["v*"],
                    "countType": "imageCountMoreThan",
                    "countNumber": 5,
                },
            }
        ]
    }


def test_a_policy_a_key_an_alias_and_a_topic_are_looked_up(engine):
    made = prepared(engine, type("Example", (), {"needs": {"key": KEY, "policy": POLICY}}))
    policy = engine.invoke("aws:iam/getPolicy:getPolicy", name=made.policy.state["name"])
    assert policy["arn"] == made.policy.id
    assert json.loads(policy["policy"]) == json.loads(made.policy.state["policy"])
    with pytest.raises(ProviderError, match="0 policies match"):
        engine.invoke("aws:iam/getPolicy:getPolicy", name="none")
    alias = engine.make(
        "aws:kms/alias:Alias", "one", {"name": "alias/one", "targetKeyId": made.key.id}
    )
    assert engine.invoke("aws:kms/getAlias:getAlias", name=alias.id)["targetKeyId"] == made.key.id
    key = engine.invoke("aws:kms/getKey:getKey", keyId="alias/one")
    assert (key["id"], key["arn"]) == (made.key.id, made.key.state["arn"])
    with pytest.raises(ProviderError, match="no alias alias/none"):
        engine.invoke("aws:kms/getAlias:getAlias", name="alias/none")
    topic = engine.make("aws:sns/topic:Topic", "one", {"name": "one"})
    assert engine.invoke("aws:sns/getTopic:getTopic", name="one")["arn"] == topic.state["arn"]
    with pytest.raises(ProviderError, match="no topic none"):
        engine.invoke("aws:sns/getTopic:getTopic", name="none")


def document(engine, **arguments):
    result = engine.invoke("aws:iam/getPolicyDocument:getPolicyDocument", **arguments)
    assert json.loads(result["json"]) == json.loads(result["minifiedJson"])
    return json.loads(result["json"])


def test_a_policy_document_is_made_of_statements(engine):
    statement = {
        "sid": "One",
        "actions": ["ecr:PutImage"],
        "resources": ["*"],
        "principals": [
            {"type": "AWS", "identifiers": ["arn:aws:iam::1:root", "arn:aws:iam::2:root"]}
        ],
        "conditions": [{"test": "StringEquals", "variable": "aws:PrincipalOrgID", "values": ["o"]}],
    }
    assert document(engine, statements=[statement]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "One",
                "Effect": "Allow",
                "Action": "ecr:PutImage",
                "Resource": "*",
                "Principal": {"AWS": ["arn:aws:iam::2:root", "arn:aws:iam::1:root"]},
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o"}},
            }
        ],
    }


def test_a_statement_replaces_the_one_of_its_sid(engine):
    def text(action):
        return json.dumps({"Statement": [{"Sid": "One", "Effect": "Deny", "Action": action}]})

    statement = {"sid": "One", "actions": ["b"], "resources": ["*"]}
    under = document(engine, sourcePolicyDocuments=[text("a")], statements=[statement])
    assert [s["Action"] for s in under["Statement"]] == ["b"]
    over = document(engine, overridePolicyDocuments=[text("c")], statements=[statement])
    assert [s["Action"] for s in over["Statement"]] == ["c"]
    with pytest.raises(ProviderError, match="the Sid One twice"):
        document(engine, sourcePolicyDocuments=[text("a"), text("b")])


def test_everybody_is_a_star(engine):
    statement = {"actions": ["a"], "principals": [{"type": "*", "identifiers": ["*"]}]}
    assert document(engine, statements=[statement])["Statement"][0]["Principal"] == "*"


def test_resources_are_found_by_a_tag_with_all_of_their_tags(engine, network):
    found = engine.invoke(
        "aws:resourcegroupstaggingapi/getResources:getResources",
        tagFilters=[{"key": "Service", "values": ["one"]}],
    )["resourceTagMappingLists"]
    assert network.vpc.id in {each["resourceArn"].rpartition("/")[2] for each in found}
    assert all(each["tags"]["Service"] == "one" for each in found)
    none = engine.invoke(
        "aws:resourcegroupstaggingapi/getResources:getResources",
        tagFilters=[{"key": "Service", "values": ["none"]}],
    )
    assert none["resourceTagMappingLists"] == []
