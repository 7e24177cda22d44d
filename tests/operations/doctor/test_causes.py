"""Every cause that AWS's answers show, made on purpose: one thing is broken, one thing is found."""

import json

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.doctor.given import (
    ACCOUNT,
    API,
    ARN,
    INSTANCE,
    LIFECYCLE,
    OUT,
    REGISTRY,
    REPOSITORY,
    ROLE,
    S3,
    SUBNET,
    TABLE,
    VPC,
    account,
    attribute,
    deleted,
    expired,
    gateway,
    group,
    ingress,
    interface,
    policy,
    simulated,
    table,
    trail,
)
from tests.operations.gate.given import (
    AMD,
    TOP,
    TWO,
    covered,
    detail,
    registry,
    scan,
)
from tests.operations.scripted import Refusal

NAT = {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}
INTERNET = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}
KEY = f"arn:aws:kms:ap-northeast-2:{ACCOUNT}:key/1"
GRANT = {"Constraints": {"EncryptionContextSubset": {"aws:ecr:arn": ARN}}}
ENCRYPTED = {
    **REPOSITORY,
    "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": KEY},
}


def endpoints(*listed):
    return {"DescribeVpcEndpoints": {"VpcEndpoints": list(listed)}}


def groups(*rules, out=OUT):
    return {
        "DescribeSecurityGroups": {
            "SecurityGroups": [
                group("sg-endpoint", rules),
                group("sg-node", (), [out]),
            ]
        }
    }


def routes(*tables):
    return {"DescribeRouteTables": {"RouteTables": list(tables)}}


def repository(**settings):
    return {"DescribeRepositories": {"repositories": [{**REPOSITORY, **settings}]}}


def key(state="Enabled", grants=(GRANT,), manager="CUSTOMER"):
    return {
        "DescribeRepositories": {"repositories": [ENCRYPTED]},
        "DescribeKey": {"KeyMetadata": {"KeyId": "1", "KeyState": state, "KeyManager": manager}},
        "ListGrants": {"Grants": list(grants)},
    }


def denying(**condition):
    return {
        "GetRepositoryPolicy": {
            "policyText": policy(
                {
                    "Sid": "EndpointsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "ecr:BatchGetImage",
                    "Condition": condition,
                }
            )
        }
    }


def allowing(action, resource="*", **element):
    one = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}
    return policy({**one, **element})


GONE = {"DescribeImages": Refusal("ImageNotFoundException")}


def gone(*events):
    """No image has the tag, and neither has one of the archive."""

    def images(told):
        return Refusal("ImageNotFoundException") if "imageIds" in told else {"imageDetails": []}

    listed = {"imageIds": [{"imageTag": "1.0.1", "imageDigest": TOP}]}
    return {"DescribeImages": images, "LookupEvents": trail(*events), "ListImages": listed}


def archived(told):
    if "imageIds" in told:
        return Refusal("ImageNotFoundException")
    return {"imageDetails": [detail(imageStatus="ARCHIVED")]}


def test_where_nothing_is_wrong_nothing_is_found(doctor):
    done = doctor(account())
    assert (done.bad, done.unseen, done.exit_code) == ([], [], 0)
    assert done.told["schema"] == "container-registry/doctor/1"
    left_out = {one["name"] for one in done.told["tests"] if one["state"] == "left out"}
    assert left_out == {"login", "names", "TCP", "TLS", "answer", "key", "parts"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (endpoints(S3), "no-way-to-ecr"),
        (endpoints(REGISTRY, S3), "endpoint-missing"),
        (endpoints(API, S3), "endpoint-missing"),
        (
            endpoints(API, interface("ecr.dkr", "vpce-dkr", State="pendingAcceptance"), S3),
            "endpoint-not-ready",
        ),
        (
            endpoints(API, interface("ecr.dkr", "vpce-dkr", PrivateDnsEnabled=False), S3),
            "private-dns-off",
        ),
        (
            {
                "DescribeVpcAttribute": lambda told: (
                    {"EnableDnsHostnames": {"Value": False}}
                    if told["Attribute"] == "enableDnsHostnames"
                    else attribute(told)
                )
            },
            "vpc-dns-off",
        ),
        (groups(ingress("192.168.0.0/16")), "group-shut"),
        (groups(ingress(port=80)), "group-shut"),
        (groups(), "group-shut"),
        (groups(ingress(), out=ingress("10.9.0.0/16")), {"egress-shut", "egress-to-s3-shut"}),
        (groups(ingress(), out=ingress("10.0.0.0/16")), "egress-to-s3-shut"),
        (endpoints(API, REGISTRY), "layers-have-no-way"),
        (endpoints(API, REGISTRY, gateway(tables=["rtb-2"])), "layers-have-no-way"),
        (
            {
                **endpoints(API, REGISTRY),
                **routes(table({**NAT, "State": "blackhole"})),
            },
            "layers-have-no-way",
        ),
        ({**endpoints(API, REGISTRY), **routes(table(INTERNET))}, "layers-have-no-way"),
        (
            {
                "DescribePullThroughCacheRules": {
                    "pullThroughCacheRules": [{"ecrRepositoryPrefix": "hub"}]
                },
                "DescribeRepositories": {"repositories": [REPOSITORY]},
            },
            None,
        ),
        (
            endpoints(
                API,
                REGISTRY,
                gateway(PolicyDocument=allowing("s3:GetObject", "arn:aws:s3:::mine/*")),
            ),
            "endpoint-policy-refuses",
        ),
        (
            endpoints(
                API,
                interface("ecr.dkr", "vpce-dkr", PolicyDocument=allowing("ecr:BatchGetImage")),
                S3,
            ),
            "endpoint-policy-refuses",
        ),
        (
            endpoints(
                API,
                interface(
                    "ecr.dkr",
                    "vpce-dkr",
                    PolicyDocument=allowing(
                        "ecr:*", Condition={"StringEquals": {"aws:PrincipalAccount": "2" * 12}}
                    ),
                ),
                S3,
            ),
            "endpoint-policy-refuses",
        ),
        (denying(), "repository-policy-denies"),
        (denying(StringNotEquals={"aws:SourceVpce": "vpce-other"}), "repository-policy-denies"),
        (denying(StringNotEquals={"aws:SourceVpce": "vpce-dkr"}), None),
        (
            {"SimulatePrincipalPolicy": simulated(GetAuthorizationToken="implicitDeny")},
            "right-missing",
        ),
        ({"SimulatePrincipalPolicy": simulated(BatchGetImage="implicitDeny")}, "right-missing"),
        ({"SimulatePrincipalPolicy": simulated(BatchGetImage="explicitDeny")}, "identity-denied"),
        (
            {
                "SimulatePrincipalPolicy": simulated(
                    BatchGetImage={
                        "EvalDecision": "implicitDeny",
                        "PermissionsBoundaryDecisionDetail": {
                            "AllowedByPermissionsBoundary": False
                        },
                    }
                )
            },
            "boundary-denies",
        ),
        (
            {
                "SimulatePrincipalPolicy": simulated(
                    BatchGetImage={
                        "EvalDecision": "explicitDeny",
                        "OrganizationsDecisionDetail": {"AllowedByOrganizations": False},
                    }
                )
            },
            "organization-denies",
        ),
        (key(), None),
        (key("Disabled"), "key-unusable"),
        (key("PendingDeletion"), "key-unusable"),
        (key(grants=()), "grant-missing"),
        (key(grants=(), manager="AWS"), None),
        ({"DescribeRepositories": Refusal("RepositoryNotFoundException")}, "repository-missing"),
        (gone(), "image-missing"),
        (gone(expired("1.0", rule=3)), "image-expired"),
        (gone(deleted("1.0")), "image-deleted"),
        (gone(expired("2.0")), "image-missing"),
        (gone(expired("1.0", repository="others")), "image-missing"),
        ({"DescribeImages": archived}, "image-archived"),
        ({"DescribeImages": {"imageDetails": [detail(imageStatus="ARCHIVED")]}}, "image-archived"),
        (
            {
                "GetLifecyclePolicy": {
                    "lifecyclePolicyText": LIFECYCLE.replace('"any"', '"tagged"').replace(
                        '"countType"', '"tagPatternList": ["v*", "w*"], "countType"'
                    )
                }
            },
            "and-of-tags",
        ),
        (scan("FAILED"), "scan-without-result"),
        (Refusal("ScanNotFoundException"), "never-scanned"),
    ],
)
def test_a_cause_is_found_and_no_other(doctor, changes, code):
    if not isinstance(changes, dict) or "imageScanStatus" in changes:
        changes = {"DescribeImageScanFindings": changes}
    done = doctor(account(**changes))
    codes = code if isinstance(code, set) else {code} - {None}
    assert (set(done.bad), done.exit_code) == (codes, 1 if codes else 0)


def test_what_goes_next_is_told(doctor):
    newer = detail(of=AMD, tags=["2.0"], pushed=detail()["imagePushedAt"] + 10)

    def images(told):
        return {"imageDetails": [detail()] if "imageIds" in told else [detail(), newer]}

    text = LIFECYCLE.replace("9", "1")
    done = doctor(account(DescribeImages=images, GetLifecyclePolicy={"lifecyclePolicyText": text}))
    assert "goes-next" in done.bad


def test_an_expired_image_names_rule_and_time(doctor):
    (finding,) = doctor(account(**gone(expired("1.0", rule=3)))).of("image")["findings"]
    assert finding["problem"] == (
        "it is not there: rule 3 of the lifecycle policy expired 1.0 on 2026-09-21 15:13 UTC"
    )


def test_an_image_that_is_missing_brings_near_tags_and_other_regions(doctor):
    aws = account(**gone())
    (finding,) = doctor(aws).of("image")["findings"]
    assert "there is 1.0.1" in finding["problem"]

    def images(told):
        here = not aws.asked["elsewhere"]
        if "imageIds" not in told:
            return {"imageDetails": []}
        return Refusal("ImageNotFoundException") if here else {"imageDetails": [detail()]}

    aws = account(**{**gone(), "DescribeImages": images})
    done = doctor(aws, "payments:1.0", "--look-in", "us-east-1")
    assert done.bad == ["image-elsewhere"]


def test_a_missing_repository_is_told_apart_from_a_missing_tag(doctor):
    def repositories(told):
        if told.get("repositoryNames") == ["payment"]:
            return Refusal("RepositoryNotFoundException")
        return {"repositories": [REPOSITORY]}

    done = doctor(account(DescribeRepositories=repositories), "payment:1.0")
    (finding,) = done.of("repository")["findings"]
    assert "there is payments" in finding["problem"]
    assert "name unknown" in finding["impact"]
    assert done.of("image")["state"] == "left out"


def test_a_child_of_an_index_that_was_deleted_is_named_with_its_platform(doctor):
    def manifests(told):
        wanted = [one.get("imageDigest") for one in told["imageIds"]]
        if wanted == [TOP]:
            return {"images": [{**TWO["images"][0], "imageId": {"imageDigest": TOP}}]}
        there = [one for one in wanted if one != AMD]
        return {
            "images": [{"imageId": {"imageDigest": one}, "imageManifest": "{}"} for one in there]
        }

    done = doctor(account(BatchGetImage=manifests))
    (finding,) = done.of("parts")["findings"]
    assert finding["code"] == "child-missing"
    assert f"{AMD} (linux/amd64)" in finding["problem"]


def test_an_immutable_tag_is_a_note_until_it_is_pushed(doctor):
    immutable = repository(imageTagMutability="IMMUTABLE")
    done = doctor(account(**immutable))
    assert (done.bad, done.exit_code) == (["tag-immutable"], 0)
    assert doctor(account(**immutable), "payments:1.0", "--push").exit_code == 1
    spared = repository(
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": "1.*", "filterType": "WILDCARD"}],
    )
    assert doctor(account(**spared), "payments:1.0", "--push").bad == []


def test_pushing_needs_more_rights_than_pulling(doctor):
    aws = {"SimulatePrincipalPolicy": simulated(PutImage="implicitDeny")}
    assert doctor(account(**aws)).exit_code == 0
    assert doctor(account(**aws), "payments:1.0", "--push").bad == ["right-missing"]


def test_within_an_account_the_repositorys_policy_may_allow_alone(doctor):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": ROLE},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }
    aws = {
        "SimulatePrincipalPolicy": simulated(BatchGetImage="implicitDeny"),
        "GetRepositoryPolicy": {"policyText": policy(statement)},
    }
    assert doctor(account(**aws)).exit_code == 0


def test_across_accounts_the_repository_must_allow_too(doctor):
    other = "arn:aws:iam::222222222222:role/node"
    done = doctor(account(), "payments:1.0", "--role", other)
    assert done.bad == ["not-shared"]
    assert "not-simulated" in done.unseen


def test_a_condition_that_nobody_knows_is_no_verdict(doctor):
    unknown = denying(StringNotEquals={"aws:PrincipalOrgID": "o-1"})
    done = doctor(account(**unknown))
    assert (done.bad, done.exit_code) == ([], 3)
    assert done.unseen == ["repository-policy-depends"]
    simulated_with = {"EvalDecision": "implicitDeny", "MissingContextValues": ["aws:SourceIp"]}
    done = doctor(account(SimulatePrincipalPolicy=simulated(BatchGetImage=simulated_with)))
    assert done.unseen == ["rights-depend"]


def test_without_a_network_a_deny_outside_endpoints_is_no_verdict(doctor):
    done = doctor(
        account(**denying(StringNotEquals={"aws:SourceVpce": "vpce-dkr"})),
        origin=None,
        network={"resolve": lambda *_: []},
    )
    assert "repository-policy-depends" in done.unseen


@pytest.mark.parametrize(
    ("operation", "test"),
    [
        ("DescribeVpcEndpoints", "private DNS"),
        ("DescribeVpcAttribute", "private DNS"),
        ("DescribeSecurityGroups", "security groups"),
        ("DescribeRouteTables", "route tables"),
        ("DescribeRepositories", "repository"),
        ("GetRepositoryPolicy", "repository policy"),
        ("SimulatePrincipalPolicy", "rights"),
        ("DescribeImages", "image"),
        ("LookupEvents", "events"),
        ("GetLifecyclePolicy", "lifecycle policy"),
        ("DescribeImageScanFindings", "scan"),
    ],
)
def test_a_missing_right_is_a_test_that_was_not_made(doctor, operation, test):
    code = {"DescribeV": "UnauthorizedOperation", "DescribeS": "UnauthorizedOperation"}
    refusal = Refusal(code.get(operation[:9], "AccessDeniedException"), "no")
    done = doctor(account(**{operation: refusal}))
    assert done.of(test)["state"] == "not tested"
    assert (done.bad, done.exit_code) == ([], 3)
    assert set(done.unseen) == {"access-denied"}


def test_a_first_pull_through_a_cache_needs_a_way_out(doctor):
    cache = {"pullThroughCacheRules": [{"ecrRepositoryPrefix": "hub"}]}
    name = {**REPOSITORY, "repositoryName": "hub/redis"}
    aws = {
        "DescribePullThroughCacheRules": cache,
        "DescribeRepositories": {"repositories": [name]},
    }
    assert doctor(account(**aws), "hub/redis:1.0").bad == ["cache-has-no-way-out"]
    assert doctor(account(**aws, **routes(table(NAT))), "hub/redis:1.0").bad == []


def test_a_group_that_admits_members_alone_depends_on_who_pulls(doctor):
    rule = ingress(None, UserIdGroupPairs=[{"GroupId": "sg-node"}])
    assert doctor(account(**groups(rule))).exit_code == 0
    done = doctor(
        account(**groups(rule)),
        "payments:1.0",
        "--vpc",
        VPC,
        origin=None,
        network={"resolve": lambda *_: []},
    )
    assert "group-admits-some" in done.unseen


def test_enhanced_scanning_is_asked_of_inspector(doctor):
    archived_by = covered(reason="SCAN_ELIGIBILITY_EXPIRED", code="INACTIVE")
    done = doctor(account(**registry("ENHANCED"), ListCoverage=archived_by))
    (finding,) = done.of("scan")["findings"]
    assert "14 days" in finding["problem"]


def test_nothing_named_is_the_registry(doctor):
    done = doctor(account(), "")
    assert done.exit_code == 0
    assert done.told["image"] is None
    assert done.of("repository")["state"] == "left out"


def test_a_service_of_the_stack_is_its_repository(doctor, tmp_path):
    outputs = {"registryUrl": "r", "repositories": {"pay": {"name": "payments"}}}
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    done = doctor(account(), "pay", "--stack", str(tmp_path / "outputs.json"))
    assert done.told["image"] == "payments@newest"
    assert done.exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--from", INSTANCE, "--vpc", VPC],
        ["--from", "web-1"],
        ["--role", "node"],
        ["--days", "91"],
    ],
)
def test_wrong_use_is_told(monkeypatch, words):
    monkeypatch.setattr(options, "Aws", lambda *_: account())
    assert CliRunner().invoke(cli.main, ["doctor", "payments:1.0", *words]).exit_code == 2


def test_the_text_is_for_people(monkeypatch):
    aws = account(**endpoints(API, REGISTRY, gateway(tables=["rtb-2"])))
    monkeypatch.setattr(options, "Aws", lambda *_: aws)
    done = CliRunner().invoke(cli.main, ["doctor", "payments:1.0", "--from", INSTANCE])
    assert done.exit_code == 1
    assert f"the S3 gateway vpce-s3 is on rtb-2, not on {TABLE}" in done.stdout
    assert (
        f"Fix: aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-s3 --add-route-table-ids {TABLE}"
        in done.stdout
    )
    assert SUBNET in done.stdout
