"""`registryctl doctor` on the local AWS: its registry, its VPC, and one thing that is broken."""

import base64
import json

import boto3
import pytest
from click.testing import CliRunner

from operations.cli import main
from tests.local.conftest import REGION

HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}


@pytest.fixture
def clients(environment, empty):
    return {name: boto3.client(name) for name in ("ec2", "ecr")}


@pytest.fixture
def network(clients):
    """A VPC whose one subnet pulls through endpoints; ids of what can be broken."""
    ec2 = clients["ec2"]
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    for name in ("EnableDnsSupport", "EnableDnsHostnames"):
        ec2.modify_vpc_attribute(VpcId=vpc, **{name: {"Value": True}})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.7.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="e", Description="e", VpcId=vpc)["GroupId"]
    rule = {**HTTPS, "IpRanges": [{"CidrIp": "10.7.0.0/16"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    found = {"vpc": vpc, "subnet": subnet, "group": group, "rule": rule}
    for service in ("ecr.api", "ecr.dkr"):
        made = ec2.create_vpc_endpoint(
            VpcId=vpc,
            ServiceName=f"com.amazonaws.{REGION}.{service}",
            VpcEndpointType="Interface",
            SubnetIds=[subnet],
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
        )
        found[service] = made["VpcEndpoint"]["VpcEndpointId"]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    found["table"] = tables["RouteTables"][0]["RouteTableId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{REGION}.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[found["table"]],
    )
    found["s3"] = made["VpcEndpoint"]["VpcEndpointId"]
    return found


@pytest.fixture
def doctor(clients, local, network, tmp_path):
    """The tests of a run, by name; Docker is logged in to the local registry."""
    host = f"localhost:{local.port}"
    data = clients["ecr"].get_authorization_token()["authorizationData"][0]
    login = {"auths": {host: {"auth": data["authorizationToken"]}}}
    (tmp_path / "config.json").write_text(json.dumps(login))
    clients["ecr"].create_repository(repositoryName="payments")

    def doctor(image="payments:1.0", *words):
        asked = [f"{host}/{image}", "--vpc", network["vpc"], "--docker-config", str(tmp_path)]
        done = CliRunner().invoke(main, ["doctor", *asked, *words, "--json"])
        assert done.stdout, done.output
        return {one["name"]: one for one in json.loads(done.stdout)["tests"]}

    return doctor


def codes(tests, name):
    return [one["code"] for one in tests[name]["findings"]]


def test_a_network_that_serves_pulls_is_good(doctor):
    tests = doctor()
    for name in ("private DNS", "security groups", "route tables", "endpoint policies"):
        assert tests[name]["state"] == "ok", tests[name]


def test_private_dns_that_is_off_is_found(doctor, clients, network):
    clients["ec2"].modify_vpc_endpoint(VpcEndpointId=network["ecr.dkr"], PrivateDnsEnabled=False)
    assert codes(doctor(), "private DNS") == ["private-dns-off"]


def test_a_group_that_admits_nobody_is_found(doctor, clients, network):
    clients["ec2"].revoke_security_group_ingress(
        GroupId=network["group"], IpPermissions=[network["rule"]]
    )
    assert codes(doctor(), "security groups") == ["group-shut", "group-shut"]


def test_an_s3_gateway_on_another_table_is_found_and_its_fix_mends_it(doctor, clients, network):
    ec2, table = clients["ec2"], network["table"]
    ec2.modify_vpc_endpoint(VpcEndpointId=network["s3"], RemoveRouteTableIds=[table])
    assert codes(doctor(), "route tables") == ["layers-have-no-way"]
    ec2.modify_vpc_endpoint(VpcEndpointId=network["s3"], AddRouteTableIds=[table])
    assert doctor()["route tables"]["state"] == "ok"


def test_an_endpoint_policy_without_the_layer_bucket_is_found(doctor, clients, network):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::mine/*",
            }
        ],
    }
    clients["ec2"].modify_vpc_endpoint(
        VpcEndpointId=network["s3"], PolicyDocument=json.dumps(policy)
    )
    assert codes(doctor(), "endpoint policies") == ["endpoint-policy-refuses"]


def test_a_repository_policy_that_denies_is_found(doctor, clients):
    statement = {"Effect": "Deny", "Principal": "*", "Action": "ecr:BatchGetImage"}
    tests = doctor()
    assert codes(tests, "repository policy") == []
    clients["ecr"].set_repository_policy(
        repositoryName="payments",
        policyText=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    assert codes(doctor(), "repository policy") == ["repository-policy-denies"]


def test_a_missing_repository_and_a_missing_tag_are_told_apart(doctor):
    assert codes(doctor("payment:1.0"), "repository") == ["repository-missing"]
    assert codes(doctor("payments:1.0"), "image") == ["image-missing"]


def test_what_the_simulator_does_not_answer_is_not_tested(doctor):
    role = "arn:aws:iam::111122223333:role/node"
    assert doctor("payments:1.0", "--role", role)["rights"]["state"] == "not tested"


def test_the_registrys_own_answer_to_a_login_is_taken(clients, local, tmp_path):
    host = f"localhost:{local.port}"

    def answer(token):
        (tmp_path / "config.json").write_text(json.dumps({"auths": {host: {"auth": token}}}))
        asked = ["doctor", f"{host}/payments:1.0", "--docker-config", str(tmp_path), "--json"]
        tests = json.loads(CliRunner().invoke(main, asked).stdout)["tests"]
        return next(one for one in tests if one["name"] == "answer")

    data = clients["ecr"].get_authorization_token()["authorizationData"][0]
    assert answer(data["authorizationToken"])["state"] == "ok"
    wrong = answer(base64.b64encode(b"AWS:of-yesterday").decode())
    assert [one["code"] for one in wrong["findings"]] == ["login-refused"]
