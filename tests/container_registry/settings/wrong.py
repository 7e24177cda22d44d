"""Wrong configurations, each with a name that says what is wrong with it."""

from typing import Any

from container_registry.catalogue.limits import OWN_TAGS
from container_registry.settings import SECRET
from tests.container_registry.settings.given import SMALLEST, with_

GITHUB = {"feed-server": {"github": {"repository": "acme/feed"}}}
TAKEN = {"stack": "acme/container-registry/prod"}
OWN = {"mode": "own", "vpcId": "vpc-01234567", "cidrs": ["10.0.0.0/16"]}
FOUND = {"vpcId": "vpc-01234567"}
HCP = "organization:acme:project:p:workspace:feed:run_phase:apply"
BITBUCKET = "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
ROLE = "arn:aws:iam::222222222222:role/ci"


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in SMALLEST.items() if k != key}


def full(**values: Any) -> dict[str, Any]:
    """With full keys, `__` in place of the colon."""
    return {**SMALLEST, **{key.replace("__", ":"): value for key, value in values.items()}}


def service(**settings: Any) -> dict[str, Any]:
    return with_(services={"feed-server": settings})


OF_GITLAB = {
    "issuer": "https://gitlab.com",
    "audience": "https://gitlab.com",
    "subjects": ["project_path:acme/feed:ref_type:branch:ref:main"],
}


def github(**settings: Any) -> dict[str, Any]:
    ci = settings.pop("ci", {"branches": ["main"]})
    return with_(
        services={"feed-server": {"github": {"repository": "acme/feed", **settings}}}, ci=ci
    )


def oidc(issuer: str, *subjects: str, **settings: Any) -> dict[str, Any]:
    return service(oidc={"issuer": issuer, "subjects": list(subjects), **settings})


def registry(*destinations: dict[str, Any], **settings: Any) -> dict[str, Any]:
    rules = [{"destinations": list(destinations)}] if destinations else []
    return with_(registry={"owner": True, "replication": rules, **settings})


def thresholds(**own: Any) -> dict[str, Any]:
    return with_(monitoring={"thresholds": own})


TOPIC = "arn:aws:sns:ap-northeast-2:111111111111:ops"
TEAMS = {
    "tenant": "01234567-89ab-cdef-0123-456789abcdef",
    "team": "01234567-89ab-cdef-0123-456789abcdef",
    "channel": "19%3aab%40thread.tacv2",
}


def route(*targets: dict[str, Any]) -> dict[str, Any]:
    return with_(monitoring={"routes": {"info": list(targets)}})


WRONG: dict[str, dict[str, Any]] = {
    # Types
    "a text for a boolean": with_(forceDelete="yes"),
    "a number for a boolean": with_(protect=1),
    "a text that is no word for a boolean": with_(protect="maybe"),
    "a text for a number": with_(retention={"keep": "five"}),
    "a number in quotes": with_(retention={"keep": "5"}),
    "a boolean for a number": with_(retention={"keep": True}),
    "a fraction for a whole number": with_(retention={"keep": 1.5}),
    "a number for a text": with_(tags={"CostCentre": 4711}),
    "a boolean for a text": with_(tags={"Public": False}),
    "an account as a number": full(aws__allowedAccountIds=[111111111111]),
    "an environment as a number": with_(environment=7),
    "nothing for a text": with_(tags={"Project": None}),
    "nothing for a mapping": with_(retention=""),
    "a text for a list": with_(mutability={"exceptTags": "latest"}),
    "a list for a mapping": with_(tags=["x"]),
    "a number for a mapping": with_(retention=5),
    "a service that is a number": with_(services={"feed-server": 5}),
    "services as a list": with_(services=["feed-server"]),
    "a mapping for a text": with_(tags={"Project": {"a": "b"}}),
    "nothing in a list": github(ci={"branches": [None]}),
    "nothing for a word": with_(scanning={"frequency": None}),
    "nothing for what must be given": with_(nodes={"role": None}),
    "nothing under a part of a service": service(oidc=None),
    "no services at all under their key": with_(services=None),
    "nothing under the thresholds": with_(monitoring={"thresholds": None}),
    "a Region without a value": full(aws__region=None),
    "an environment without a value": with_(environment=None),
    "a text for a list of mappings": with_(registry={"owner": True, "replication": "eu-west-1"}),
    "a boolean for a list": with_(retention={"keep": 5, "protect": True}),
    "a version that is read as a number": with_(tags={"Version": 2.5}),
    # Unknown
    "a misspelt setting that must be given": with_(nodes={"roel": "eks-nodes"}),
    "misspelt services": {
        **without("container-registry:services"),
        "container-registry:servces": {},
    },
    "misspelt branches": github(ci={"branch": ["main"]}),
    "misspelt networks": with_(
        endpoints={"mode": "own", "vpc": "default", "cidr": ["10.0.0.0/16"]}
    ),
    "misspelt endpoints that others rely on": with_(
        endpoint={"vpc": "default"}, sharing={"endpointsOnly": True}
    ),
    "a misspelt key of a target": with_(
        monitoring={"routes": {"info": [{"slack": {"workspace": "T1", "channels": "C1"}}]}}
    ),
    "a secret under an unknown key": with_(monitoring={"routes": {"page": [{"pager": SECRET}]}}),
    "a secret inside a text": with_(tags={"Project": {"name": SECRET}}),
    "an address in a mapping": with_(alertAddresses=[{"email": SECRET}]),
    "an unknown setting": with_(colour="blue"),
    "a misspelt setting": with_(retension={"keep": 5}),
    "a setting in snake case": with_(force_delete=True),
    "a misspelt setting of a service": service(teir="x"),
    "a misspelt address": with_(alertAdresses=["ops@corp.test"]),
    "our account": with_(account="222222222222"),
    "our Region": with_(region="eu-west-1"),
    "a misspelt namespace": full(**{"container-registy:protect": True}),
    "a namespace in other case": full(**{"Container-Registry:protect": True}),
    "a namespace with a letter of another alphabet": full(
        **{"\u0441ontainer-registry:protect": True}
    ),
    "our setting under another namespace": full(**{"ecr:services": {"aa": {}}}),
    "a near name of our setting under another namespace": full(
        **{"images:tag_schemes": {"x": {"patterns": ["v*"]}}}
    ),
    "a misspelt key of the engine": full(**{"pulumi:autonamin": {"mode": "disabled"}}),
    "an unknown key of the engine": full(**{"pulumi:colour": "blue"}),
    "the provider's namespace in other case": full(**{"AWS:region": "eu-west-1"}),
    "a key without a namespace": full(protect=True),
    "the provider's key without a namespace": full(region="eu-west-1"),
    "an old spelling of a key": full(**{"aws:config:profile": "x"}),
    "a key with three parts": full(**{"container-registry:services:feed-server": {}}),
    "a misspelt key of the provider": full(aws__regoin="eu-west-1"),
    "a key that the provider never had": full(aws__colour="blue"),
    "a key of the provider without a value": full(aws__profile=None),
    "a setting without a value": with_(ci=None),
    "credentials in clear": full(aws__secretKey="hush-hush-hush"),
    # The provider's keys
    "a word for a number of the provider": full(aws__maxRetries="often"),
    "a number for a text of the provider": full(aws__stsRegion=1),
    "a word for a boolean of the provider": full(aws__insecure="nope"),
    "a text for a list of the provider": full(aws__sharedConfigFiles="/etc/aws"),
    "a list for a mapping of the provider": full(aws__ignoreTags=["cost"]),
    "a misspelt key inside a key of the provider": full(aws__ignoreTags={"keyPrefix": ["cost"]}),
    "a word that the provider has in another case": full(aws__retryMode="Adaptive"),
    "a service that the provider has no address for": full(aws__endpoints=[{"zzz": "https://x"}]),
    "forbidden accounts beside the allowed one": full(aws__forbiddenAccountIds=["222222222222"]),
    "default tags without their block": full(aws__defaultTags={"CostCentre": "7"}),
    "a default tag with a bracket": full(aws__defaultTags={"tags": {"Owner": "<a>"}}),
    "a default tag of ours": full(aws__defaultTags={"tags": {"Environment": "x"}}),
    "a default tag of ours in other case": full(aws__defaultTags={"tags": {"SERVICE": "x"}}),
    "a role to deploy with, by its name": full(aws__assumeRoles=[{"roleArn": "deployer"}]),
    "a role to deploy with, of another account": full(aws__assumeRoles=[{"roleArn": ROLE}]),
    "a role to deploy with, of another partition": full(
        aws__assumeRoles=[{"roleArn": "arn:aws-cn:iam::111111111111:role/deployer"}]
    ),
    "a key twice in the provider's JSON": full(aws__ignoreTags='{"keys": [], "keys": ["a"]}'),
    "a default tag that differs in case alone": {
        **with_(tags={"Team": "a"}),
        "aws:defaultTags": {"tags": {"TEAM": "b"}},
    },
    "a token of a web identity in clear": full(
        aws__assumeRoleWithWebIdentity={"webIdentityToken": "hush-hush-hush"}
    ),
    # Words of an enumeration
    "another case of a word": with_(mutability={"mode": "mutable"}),
    "a word that means nothing": with_(scanning={"type": "FULL"}),
    "an encryption that is GovCloud's": with_(encryption={"type": "KMS_DSSE"}),
    "a wrong policy for nodes": with_(nodes={"role": "n", "policy": "Full"}),
    "a wrong identity provider": with_(ci={"branches": ["m"], "identityProvider": "mine"}),
    "a wrong period": thresholds(pullPeriod=10),
    # Bounds
    "a count of zero": with_(retention={"keep": 0}),
    "an empty mapping of services": with_(services={}),
    "no services": without("container-registry:services"),
    "no Region": without("aws:region"),
    "no account": without("aws:allowedAccountIds"),
    "two accounts": full(aws__allowedAccountIds=["111111111111", "222222222222"]),
    "six exceptions": with_(mutability={"exceptTags": list("abcdef")}),
    "an empty tier": service(tier=""),
    "an empty VPC name": with_(endpoints={"vpcName": ""}),
    "eleven replication rules": registry(
        replication=[{"destinations": [{"region": f"us-east-{n}"}]} for n in range(1, 9)]
        + [{"destinations": [{"region": f"eu-west-{n}"}]} for n in range(1, 4)]
    ),
    "a rule without destinations": with_(
        registry={"owner": True, "replication": [{"destinations": []}]}
    ),
    "a node role without a name": with_(nodes={}),
    # Forms
    "an upper-case environment": with_(environment="Prod"),
    "an environment with a trailing hyphen": with_(environment="Prod-"),
    "a long environment": with_(environment="e" * 21),
    "an upper-case service": with_(services={"Feed": {}}),
    "a service with a leading slash": with_(services={"/feed": {}}),
    "a service of one letter": with_(services={"f": {}}),
    "a service with two separators": with_(services={"feed--server": {}}),
    "a service with a space": with_(services={"feed server": {}}),
    "a Region that is a city": full(aws__region="seoul"),
    "a Region in no partition": full(aws__region="xx-west-1"),
    "an account of eleven digits": full(aws__allowedAccountIds=["11111111111"]),
    "an organisation that is none": with_(sharing={"pullOrganization": "acme"}),
    "a wildcard as a principal": with_(sharing={"pushPrincipals": ["*"]}),
    "an account as a principal": with_(
        sharing={"pushPrincipals": ["arn:aws:iam::222222222222:root"]}
    ),
    "a session as a principal": with_(
        sharing={"pushPrincipals": ["arn:aws:sts::222222222222:assumed-role/ci/me"]}
    ),
    "a role's ARN for its name": with_(nodes={"role": "arn:aws:iam::111111111111:role/nodes"}),
    "a key by its alias": with_(
        encryption={
            "type": "KMS",
            "key": "arn:aws:kms:ap-northeast-2:111111111111:alias/images",
        }
    ),
    "a key that is no ARN": with_(encryption={"type": "KMS", "key": "mine"}),
    "a filter with three wildcards": with_(mutability={"exceptTags": ["a*b*c*"]}),
    "a tag that AWS keeps": with_(tags={"aws:x": "y"}),
    "a tag with a semicolon": with_(tags={"a;b": "y"}),
    "a tag with a character that nobody sees": with_(tags={"a": "\u200b"}),
    "a tag's value with a bracket": with_(tags={"Project": "<p>"}),
    "a tier with a comma": service(tier="a,b"),
    "a VPC that is none": with_(endpoints={"vpcId": "vpc"}),
    "a prefix with a wildcard": registry(
        {"region": "us-east-1"},
        replication=[{"destinations": [{"region": "us-east-1"}], "prefixes": ["feed-*"]}],
    ),
    # GitHub
    "a repository without an owner": github(repository="acme"),
    "a repository with a wildcard": github(repository="acme/*"),
    "a repository's clone address": github(repository="acme/feed.git"),
    "a repository that is two dots": github(repository="acme/.."),
    "an owner's number alone": github(ownerId=7),
    "an owner's number of zero": github(ownerId=0, repositoryId=1),
    "a branch as a ref": github(ci={"branches": ["refs/heads/main"]}),
    "a tag as a ref": github(ci={"branches": ["refs/tags/v1"]}),
    "a branch with a wildcard": github(ci={"branches": ["release/*"]}),
    "a branch that git refuses": github(ci={"branches": ["a..b"]}),
    "a branch twice": github(ci={"branches": ["main", "main"]}),
    "an environment with a percent sign": github(ci={"environment": "a%3Ab"}),
    "an environment that ends in a space": github(ci={"environment": "production "}),
    "neither branches nor an environment": github(ci={}),
    "branches and an environment": github(ci={"branches": ["main"], "environment": "p"}),
    "a repository without ci": with_(services=GITHUB),
    # Endpoints
    "endpoints without a VPC": with_(endpoints={"mode": "own", "cidrs": ["10.0.0.0/16"]}),
    "an id for the default VPC": with_(endpoints={"vpc": "vpc-01234567"}),
    "endpoints with two VPCs": with_(endpoints={"vpcId": "vpc-01234567", "vpcName": "x"}),
    "endpoints that nobody may reach": with_(endpoints={"mode": "own", "vpc": "default"}),
    "networks for endpoints that are found": with_(endpoints={**FOUND, "cidrs": ["10.0.0.0/16"]}),
    "subnets for endpoints that are found": with_(
        endpoints={**FOUND, "subnetIds": ["subnet-01234567"]}
    ),
    "policies replaced of a repository that isn't adopted": service(replacePolicies=True),
    "a gateway for endpoints that are found": with_(endpoints={**FOUND, "gateway": "full"}),
    "managers of endpoints that are found": with_(endpoints={**FOUND, "managers": [ROLE]}),
    "buckets for endpoints that are found": with_(endpoints={**FOUND, "buckets": ["acme"]}),
    "addresses of endpoints that are found": with_(endpoints={**FOUND, "ipAddressType": "ipv4"}),
    "a gateway that is no word": with_(endpoints={**OWN, "gateway": "own"}),
    "a narrow gateway for the whole VPC": with_(endpoints={**OWN, "gateway": "layers"}),
    "buckets for a gateway that admits all": with_(endpoints={**OWN, "buckets": ["acme"]}),
    "buckets for no gateway": with_(endpoints={**OWN, "gateway": "none", "buckets": ["acme"]}),
    "tables for no gateway": with_(
        endpoints={**OWN, "gateway": "none", "routeTableIds": ["rtb-01234567"]}
    ),
    "tables for the VPC's own gateway": with_(
        endpoints={**OWN, "gateway": "existing", "routeTableIds": ["rtb-01234567"]}
    ),
    "a bucket with a scheme": with_(
        endpoints={
            **OWN,
            "gateway": "layers",
            "routeTableIds": ["rtb-01234567"],
            "buckets": ["s3://acme"],
        }
    ),
    "an alias of an access point": with_(
        endpoints={
            **OWN,
            "gateway": "layers",
            "routeTableIds": ["rtb-01234567"],
            "buckets": ["acme-logs-0a1b2c3d4e5f-s3alias"],
        }
    ),
    "an address for a bucket": with_(
        endpoints={
            **OWN,
            "gateway": "layers",
            "routeTableIds": ["rtb-01234567"],
            "buckets": ["10.20.30.40"],
        }
    ),
    "a bucket with a wildcard": with_(
        endpoints={
            **OWN,
            "gateway": "layers",
            "routeTableIds": ["rtb-01234567"],
            "buckets": ["acme-*"],
        }
    ),
    "a manager by name": with_(endpoints={**OWN, "managers": ["deployer"]}),
    "addresses of a family that is none": with_(endpoints={**OWN, "ipAddressType": "ipv6"}),
    "both families without an IPv6 network": with_(endpoints={**OWN, "ipAddressType": "dualstack"}),
    "a network without a mask": with_(endpoints={**OWN, "cidrs": ["10.0.0.5"]}),
    "a network with a netmask": with_(endpoints={**OWN, "cidrs": ["10.0.0.0/255.255.0.0"]}),
    "a network with host bits": with_(endpoints={**OWN, "cidrs": ["10.0.0.1/8"]}),
    "a network that is a word": with_(endpoints={**OWN, "cidrs": ["everybody"]}),
    "a network in a long form": with_(endpoints={**OWN, "cidrs": ["10.0.0.0/8", "2001:DB8::/56"]}),
    "a network twice": with_(endpoints={**OWN, "cidrs": ["10.0.0.0/16", "10.0.0.0/16"]}),
    "no network of the endpoints' family": with_(endpoints={**OWN, "cidrs": ["2001:db8:7::/64"]}),
    "managers of another partition": with_(
        endpoints={**OWN, "managers": ["arn:aws-us-gov:iam::111111111111:role/deployer"]}
    ),
    "a manager with a name that is too long": with_(
        endpoints={**OWN, "managers": ["arn:aws:iam::111111111111:role/" + "d" * 65]}
    ),
    "too many managers": with_(
        endpoints={
            **OWN,
            "managers": [f"arn:aws:iam::111111111111:role/{'d' * 60}{n}" for n in range(150)],
        }
    ),
    "too many buckets": with_(
        endpoints={
            **OWN,
            "gateway": "layers",
            "routeTableIds": ["rtb-01234567"],
            "buckets": [f"{'b' * 50}{n}" for n in range(150)],
        }
    ),
    "all of the world": with_(endpoints={**OWN, "cidrs": ["0.0.0.0/0"]}),
    "all of the world in two halves": with_(
        endpoints={**OWN, "cidrs": ["0.0.0.0/1", "128.0.0.0/1"]}
    ),
    "all of the new world": with_(endpoints={**OWN, "cidrs": ["10.0.0.0/8", "::/0"]}),
    "pulls bound to endpoints that aren't there": with_(sharing={"endpointsOnly": True}),
    "pulls bound to endpoints, and shared": with_(
        sharing={"endpointsOnly": True, "pullAccounts": ["222222222222"]}, endpoints=FOUND
    ),
    "pulls bound to endpoints, and functions": with_(
        sharing={"endpointsOnly": True, "lambdaAccounts": ["222222222222"]}, endpoints=FOUND
    ),
    # Images
    "exceptions that except all": with_(mutability={"exceptTags": ["*"]}),
    "a key without KMS": with_(encryption={"key": "own"}),
    "continuous scans of basic scanning": with_(scanning={"frequency": "CONTINUOUS_SCAN"}),
    "a key of another partition": with_(
        encryption={"type": "KMS", "key": "arn:aws-cn:kms:cn-north-1:111111111111:key/k"}
    ),
    "a key of another Region": with_(
        encryption={"type": "KMS", "key": "arn:aws:kms:eu-west-1:111111111111:key/k"}
    ),
    "a principal in letters of another alphabet": with_(
        sharing={"pushPrincipals": ["arn:aws:iam::222222222222:role/\u0441i"]}
    ),
    "a principal whose name is too long": with_(
        sharing={"pushPrincipals": ["arn:aws:iam::222222222222:user/ci/" + "u" * 70]}
    ),
    "an account twice for a service called retention": with_(
        services={"retention": {"sharing": {"pullAccounts": ["222222222222"] * 2}}}
    ),
    "too many principals": with_(
        sharing={
            "pushPrincipals": [f"arn:aws:iam::222222222222:role/{'p' * 60}{n}" for n in range(110)]
        }
    ),
    "the stack's own account": with_(sharing={"pullAccounts": ["222222222222", "111111111111"]}),
    "a key with a slash": with_(
        encryption={"type": "KMS", "key": "arn:aws:kms:ap-northeast-2:111111111111:key/a/b"}
    ),
    "a principal of another partition": with_(
        sharing={"pushPrincipals": ["arn:aws-cn:iam::222222222222:role/ci"]}
    ),
    # Retention
    "a class by count and by age": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": ["pr-*"], "keep": 1, "days": 1}}}
    ),
    "a class by neither count nor age": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": ["pr-*"]}}}
    ),
    "a class without patterns": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": [], "keep": 1}}}
    ),
    "a pattern with five wildcards": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": ["a*b*c*d*e*"], "keep": 1}}}
    ),
    "a count beyond what ECR holds": with_(retention={"keep": 3_000_000_000}),
    "a class of every tag": with_(
        retention={"keep": 9, "classes": {"rest": {"patterns": ["*"], "days": 3}}}
    ),
    "every tag protected": with_(retention={"otherDays": 9, "protect": ["*"]}),
    "a pattern twice in a class": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": ["pr-*", "pr-*"], "keep": 1}}}
    ),
    "a class by an age of no days": with_(
        retention={"keep": 9, "classes": {"pr": {"patterns": ["pr-*"], "days": 0}}}
    ),
    "a declared pattern with five wildcards": with_(
        retention={"keep": 9}, tagScheme={"odd": {"patterns": ["*a*b*c*d*"]}}
    ),
    # Services and tags
    "an image's address for a name": service(
        repository="444444444444.dkr.ecr.eu-west-1.amazonaws.com/team/feed"
    ),
    "a registry's host for a name": service(
        repository="444444444444.dkr.ecr.eu-west-1.amazonaws.com"
    ),
    "two services with one repository": with_(services={"aa": {}, "bb": {"repository": "aa"}}),
    "a service with the reserved name": with_(services={"registry": {}}),
    "a repository taken over, and its images deleted": with_(
        services={"aa": {"adopt": True}}, forceDelete=True
    ),
    "a repository taken over, with a new key": with_(
        services={"aa": {"adopt": True}}, encryption={"type": "KMS", "key": "own"}
    ),
    "a tag of ours": with_(tags={"Name": "x"}),
    "the service's tag": with_(tags={"Service": "x"}),
    "a tag of ours in other case": with_(tags={"environment": "x"}),
    "two tags that differ in case": with_(tags={"Project": "a", "project": "b"}),
    "too many tags": with_(tags={f"t{n}": "" for n in range(51 - len(OWN_TAGS))}),
    # Claims and tags
    "every tag": github(ci={"tags": ["*"]}),
    "a pattern of tags without a word": github(ci={"tags": ["m*"]}),
    "a pattern inside a tag": github(ci={"tags": ["v*.0"]}),
    "a tag as a whole ref": github(ci={"tags": ["refs/tags/v1"]}),
    "tags and an environment": github(ci={"tags": ["v*"], "environment": "production"}),
    "a claim without a branch to compare": github(
        ci={"environment": "production", "claims": ["ref"]}
    ),
    "a claim without an environment": github(ci={"branches": ["main"], "claims": ["environment"]}),
    "a claim that STS doesn't compare": github(
        ci={"branches": ["main"], "claims": ["runner_environment"]}
    ),
    "a claim of a number that is not given": github(
        ci={"branches": ["main"], "claims": ["repository_id"]}
    ),
    "a workflow without its ref": github(
        ci={"branches": ["main"], "workflows": ["acme/ci/.github/workflows/push.yml"]}
    ),
    "a workflow with a wildcard": github(
        ci={"branches": ["main"], "workflows": ["acme/ci/.github/workflows/push.yml@*"]}
    ),
    "a workflow with the short form of its ref": github(
        ci={"branches": ["main"], "workflows": ["acme/ci/.github/workflows/push.yml@v3"]}
    ),
    "a workflow with an empty ref": github(
        ci={
            "branches": ["main"],
            "workflows": ["acme/ci/.github/workflows/push.yml@refs/heads/"],
        }
    ),
    "a workflow in a folder below": github(
        ci={
            "branches": ["main"],
            "workflows": ["acme/ci/.github/workflows/aws/push.yml@refs/heads/main"],
        }
    ),
    "a branch with a variable": github(ci={"branches": ["team/${user}"]}),
    "a tag with a variable": github(ci={"tags": ["v${user}"]}),
    "an environment with a variable": github(ci={"environment": "to-${user}"}),
    "a tag that git refuses": github(ci={"tags": ["v1..2"]}),
    "a tag pattern that git refuses": github(ci={"tags": ["-release-*"]}),
    "a branch for a tag": github(ci={"tags": ["refs/heads/release"]}),
    "a ref without a name": github(ci={"branches": ["refs/heads/"]}),
    "a branch that nobody sees whole": github(ci={"branches": ["ma\u200bin"]}),
    # Signing
    "a signing profile of another partition": github(
        ci={
            "branches": ["main"],
            "signingProfiles": [
                "arn:aws-cn:signer:cn-north-1:111111111111:/signing-profiles/images"
            ],
        }
    ),
    "too many signing profiles": github(
        ci={
            "branches": ["main"],
            "signingProfiles": [
                f"arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/{'s' * 50}{n}"
                for n in range(90)
            ],
        }
    ),
    "a signing profile by its name": github(
        ci={"branches": ["main"], "signingProfiles": ["images"]}
    ),
    "a word for the gate's role": github(ci={"branches": ["main"], "gateRole": "yes"}),
    # What an organisation demands of roles
    "a boundary by its name": with_(iam={"permissionsBoundary": "Boundary"}),
    "a role as a boundary": with_(iam={"permissionsBoundary": ROLE}),
    "a boundary with a wildcard": with_(
        iam={"permissionsBoundary": "arn:aws:iam::111111111111:policy/*"}
    ),
    "a boundary of another account": with_(
        iam={"permissionsBoundary": "arn:aws:iam::222222222222:policy/Boundary"}
    ),
    "a boundary of another partition": with_(
        iam={"permissionsBoundary": "arn:aws-cn:iam::111111111111:policy/Boundary"}
    ),
    "a boundary of a key": with_(
        iam={"permissionsBoundary": "arn:aws:kms:eu-west-1:111111111111:key/a"}
    ),
    "a boundary with a line break": with_(
        iam={"permissionsBoundary": "arn:aws:iam::111111111111:policy/a\nb"}
    ),
    "a path without slashes": with_(iam={"path": "registry"}),
    "a path without a slash at the end": with_(iam={"path": "/registry"}),
    "a path with a wildcard": with_(iam={"path": "/registry/*/"}),
    "a path of AWS's": with_(iam={"path": "/aws-reserved/registry/"}),
    "a path with a space": with_(iam={"path": "/our registry/"}),
    "an empty path": with_(iam={"path": ""}),
    "a misspelt boundary": with_(iam={"permissionBoundary": "x"}),
    # The registry
    "replication without an owner": with_(
        registry={"replication": [{"destinations": [{"region": "us-east-1"}]}]}
    ),
    "replication to itself": registry({"region": "ap-northeast-2"}),
    "a destination twice": registry({"region": "us-east-1"}, {"region": "us-east-1"}),
    "a destination in China": registry({"region": "cn-north-1"}),
    "a destination in no partition": registry({"region": "xx-west-1"}),
    "a rule twice": registry(
        replication=[{"destinations": [{"region": "us-east-1"}]}] * 2,
    ),
    "accepting from itself": registry(acceptReplicationFrom=["111111111111"]),
    # Monitoring
    "a budget of nothing": with_(monitoring={"budget": 0}),
    "a budget below a cent": with_(monitoring={"budget": 0.001}),
    "a budget with part of a cent": with_(monitoring={"budget": 20.005}),
    "a budget in GovCloud": {
        **with_(monitoring={"budget": 5}),
        "aws:region": "us-gov-west-1",
    },
    "a budget without monitoring": with_(monitoring={"enabled": False, "budget": 5}),
    "a dashboard without a reporter": with_(monitoring={"reporter": False, "dashboard": True}),
    "a price below nothing": with_(monitoring={"prices": {"scan": -0.5}}),
    "a price in other case": with_(monitoring={"prices": {"NatHour": 0.1}}),
    "a kind of message in other case": with_(monitoring={"severities": {"Size": "page"}}),
    "no period": thresholds(pullPeriods=0),
    "routes without monitoring": with_(
        monitoring={"enabled": False, "routes": {"page": [{"topic": TOPIC}]}}
    ),
    "Inspector's findings of basic scanning": with_(monitoring={"criticalFindings": True}),
    "a beginning with a wildcard": with_(monitoring={"prefix": "feed-*"}),
    "an upper-case beginning": with_(monitoring={"prefix": "Feed-"}),
    "an empty address of the runbooks": with_(monitoring={"runbooks": ""}),
    "a place within the runbooks": with_(monitoring={"runbooks": "https://wiki.example/ops#ecr"}),
    "a deployer by its session": with_(
        monitoring={"deployers": ["arn:aws:sts::111111111111:assumed-role/ci/run-7"]}
    ),
    "a deployer that is a user": with_(
        monitoring={"deployers": ["arn:aws:iam::111111111111:user/ada"]}
    ),
    "a deployer of another account": with_(monitoring={"deployers": [ROLE]}),
    "a deployer by its name": with_(monitoring={"deployers": ["ci"]}),
    "eleven deployers": with_(
        monitoring={"deployers": [f"arn:aws:iam::111111111111:role/{n}" for n in range(11)]}
    ),
    # Routes
    "no target": route({"eu": True}),
    "two targets in one entry": route(
        {"topic": TOPIC, "slack": {"workspace": "T1", "channel": "C1"}}
    ),
    "a FIFO topic": route({"topic": f"{TOPIC}.fifo"}),
    "a subscription for a topic": route({"topic": f"{TOPIC}:0a1b2c3d-0000-4000-8000-0123456789ab"}),
    "a queue for a topic": route({"topic": "arn:aws:sqs:ap-northeast-2:111111111111:ops"}),
    "a topic of another Region": route({"topic": TOPIC.replace("ap-northeast-2", "eu-west-1")}),
    "a topic of another partition": route({"topic": "arn:aws-cn:sns:cn-north-1:111111111111:ops"}),
    "two topics of one route": route({"topic": TOPIC}, {"topic": f"{TOPIC}-2"}),
    "an address beside a topic": route({"topic": TOPIC}, {"queue": SECRET}),
    "a channel twice": route(*[{"slack": {"workspace": "T1", "channel": "C1"}}] * 2),
    "a channel by its name": route({"slack": {"workspace": "T1", "channel": "#registry"}}),
    "a workspace by its name": route({"slack": {"workspace": "acme", "channel": "C1"}}),
    "a team by its name": route({"teams": {**TEAMS, "team": "Platform"}}),
    "a Teams channel that is decoded": route({"teams": {**TEAMS, "channel": "19:ab@thread.tacv2"}}),
    "a price of nothing known": with_(monitoring={"prices": {"gold": 1.0}}),
    # Several stacks
    "a shared stack that takes from another": with_(
        shared={"offer": True, "stack": "acme/container-registry/prod"}
    ),
    "a shared stack by its short name": with_(shared={"stack": "prod"}),
    "a shared stack that hears nobody": with_(shared={"offer": True}),
    "a shared stack with alarms of each service": with_(
        shared={"offer": True},
        registry={"owner": True},
        monitoring={"listen": "account", "alarms": "perService"},
    ),
    "image events of one service in a shared stack": with_(
        shared={"offer": True},
        registry={"owner": True},
        monitoring={"listen": "account"},
        services={"feed-server": {"thresholds": {"imageEvents": ["PUSH"]}}},
    ),
    "a registry beside a shared stack": with_(shared=TAKEN, registry={"owner": True}),
    "routes beside a shared stack": with_(shared=TAKEN, monitoring={"dashboard": False}),
    "an identity provider beside a shared stack": with_(
        shared=TAKEN, ci={"identityProvider": "own", "branches": ["main"]}
    ),
    "pulls beside a shared stack": with_(
        shared=TAKEN, services={"feed-server": {"thresholds": {"pulls": 5}}}
    ),
    "the tag of a shared stack": with_(shared=TAKEN, tags={"SharedStack": "x"}),
    "a stack that takes from itself": with_(shared={"stack": "acme/container-registry/dev"}),
    "a shared stack with a name that is too long": with_(shared={"stack": f"a/b/{'c' * 101}"}),
    "a shared stack in letters of another alphabet": with_(shared={"stack": "acm\u0435/b/c"}),
    # Secrets
    "a secret tier": service(tier=SECRET),
    "a secret tag": with_(tags={"Project": SECRET}),
    "a secret environment": with_(environment=SECRET),
    "a secret account": full(aws__allowedAccountIds=[SECRET]),
    "an address in clear": with_(alertAddresses=["ops@corp.test"]),
    # JSON
    "an infinite number": with_(monitoring='{"budget": Infinity}'),
    "a huge number": with_(monitoring={"budget": 1e300}),
    "a number of hundreds of digits": with_(monitoring=f'{{"budget": {"9" * 400}}}'),
    "services that can't be read": with_(services='{"feed-server": {"tier": "a\\tb"}}'),
    "JSON that is nested without end": with_(tags="[" * 5000 + "]" * 5000),
    "a key twice in JSON": with_(tags='{"a": "1", "a": "2"}'),
    "half a character": with_(tags={"Project": "\ud800"}),
    # Other issuers than GitHub
    "nothing in `ci` for another issuer's pipelines": with_(
        services={"feed-server": {"oidc": OF_GITLAB}}, ci={"gateRole": False}
    ),
    "an issuer without https": oidc("gitlab.com", "project_path:a/b:ref_type:branch:ref:main"),
    "an issuer with a slash at its end": oidc("https://ci.example.com/", "a", audience="x"),
    "github and another issuer": with_(
        services={
            "feed-server": {
                "github": {"repository": "acme/feed"},
                "oidc": {"issuer": "https://app.terraform.io", "subjects": [HCP]},
            }
        },
        ci={"branches": ["main"]},
    ),
    "GitHub as another issuer": oidc(
        "https://token.actions.githubusercontent.com", "repo:acme/feed:ref:refs/heads/main"
    ),
    "an issuer of people": oidc("https://www.amazon.com", "x", audience="y"),
    "no audience at an issuer that has none": oidc(
        "https://gitlab.com", "project_path:a/b:ref_type:branch:ref:main"
    ),
    "an audience with a wildcard": oidc("https://app.terraform.io", HCP, audience="*"),
    "no subject": oidc("https://app.terraform.io"),
    "a subject of another form": oidc("https://gitlab.com", "acme/feed:main", audience="x"),
    "a subject of any group": oidc(
        "https://gitlab.com", "project_path:*:ref_type:branch:ref:main", audience="x"
    ),
    "a subject of any project": oidc(
        "https://gitlab.com", "project_path:acme/*:ref_type:branch:ref:main", audience="x"
    ),
    "a subject of any branch": oidc(
        "https://gitlab.com", "project_path:acme/feed:ref_type:branch:ref:*", audience="x"
    ),
    "a subject of any organisation": oidc(
        "https://app.terraform.io", "organization:*:project:p:workspace:w:run_phase:apply"
    ),
    "a subject of any workspace": oidc(
        "https://app.terraform.io", "organization:acme:project:p:workspace:*"
    ),
    "a subject of any pipeline": oidc(
        "https://agent.buildkite.com", "organization:acme:pipeline:*"
    ),
    "a subject of any repository": oidc(BITBUCKET, "*:{1}", audience="x"),
    "a subject of any project of an organisation": oidc(
        "https://oidc.circleci.com/org/0a1b", "org/0a1b/project/*", audience="0a1b"
    ),
    "a wildcard at an issuer that nobody knows": oidc(
        "https://ci.example.com", "pipeline/feed/*", audience="x"
    ),
    "a variable in a subject": oidc("https://ci.example.com", "${aws:username}", audience="x"),
    "a claim that STS doesn't compare for an issuer": oidc(
        "https://app.terraform.io", HCP, claims={"ref": ["main"]}
    ),
    "a claim with a wildcard": oidc(
        "https://oidc.circleci.com/org/0a1b",
        "org/0a1b/project/2c/user/*",
        audience="0a1b",
        claims={"oidc.circleci.com/project-id": ["*"]},
    ),
    "a trust policy of too many subjects": oidc(
        "https://app.terraform.io", *(HCP.replace("feed", f"feed-{n}") for n in range(30))
    ),
    "a subject among the claims": oidc(
        "https://app.terraform.io", HCP, claims={"sub": ["organization:acme"]}
    ),
    "a subject with a space before it": oidc("https://app.terraform.io", f" {HCP}"),
    "an issuer in letters of another alphabet": oidc(
        "https://ci.example.com/\u0430", "a", audience="x"
    ),
    # Providers of other issuers
    "too many audiences": with_(
        identityProviders=[
            {"issuer": "https://app.terraform.io", "audiences": [f"a{n}" for n in range(101)]}
        ]
    ),
    "a provider of GitHub's issuer": with_(
        identityProviders=[{"issuer": "https://token.actions.githubusercontent.com"}]
    ),
    "a provider without an audience": with_(identityProviders=[{"issuer": "https://gitlab.com"}]),
    "a provider twice": with_(
        identityProviders=[{"issuer": "https://app.terraform.io"}] * 2,
    ),
    "an audience that the stack's provider doesn't take": with_(
        identityProviders=[{"issuer": "https://app.terraform.io"}],
        services={
            "feed-server": {
                "oidc": {
                    "issuer": "https://app.terraform.io",
                    "audience": "ours",
                    "subjects": [HCP],
                }
            }
        },
    ),
    "a provider in a stack that takes from another": with_(
        shared=TAKEN, identityProviders=[{"issuer": "https://app.terraform.io"}]
    ),
}
