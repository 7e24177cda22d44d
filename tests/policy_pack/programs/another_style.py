"""Right for production in another style: a component of its own, registries in three regions,
policies as objects, from look-ups and from outputs, and every part a resource of its own.
"""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

TAGS = {"Service": "backend", "Environment": "prod"}
SCANNED = {"scan_on_push": True}
ACCOUNT = aws.get_caller_identity_output().account_id
REGION = aws.get_region_output().region
UNTAGGED = {
    "priority": 1,
    "selection": {
        "tag_status": "untagged",
        "count_type": "sinceImagePushed",
        "count_unit": "days",
        "count_number": 7,
    },
}
NEWEST = {
    "priority": 2,
    "selection": {"tag_status": "any", "count_type": "imageCountMoreThan", "count_number": 300},
}
PULL_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
elsewhere = aws.Provider(
    "elsewhere",
    region="us-east-1",
    allowed_account_ids=["123456789012"],
    default_tags={"tags": TAGS},
)


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", **statement} for statement in statements],
    }


def scans(name: str, pattern: str, **arguments: Any) -> None:
    everything = [{"filter": pattern, "filter_type": "WILDCARD"}]
    rule = {"scan_frequency": "CONTINUOUS_SCAN", "repository_filters": everything}
    aws.ecr.RegistryScanningConfiguration(name, scan_type="ENHANCED", rules=[rule], **arguments)


class Registry(pulumi.ComponentResource):
    """A repository with its key, its lifecycle and its readers."""

    def __init__(self, name: str, called: str | None = None, **options: Any) -> None:
        super().__init__("acme:platform:Registry", name, None, ResourceOptions(**options))
        mine = ResourceOptions(parent=self)
        tags = {"Name": name, **TAGS}
        key = aws.kms.Key(name, enable_key_rotation=True, tags=tags, opts=mine)
        self.repository = aws.ecr.Repository(
            name,
            name=called,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=True
            ),
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
            tags=tags,
            opts=ResourceOptions(parent=self, protect=True),
        )
        looked_up = pulumi.InvokeOutputOptions(parent=self)
        lifecycle = aws.ecr.get_lifecycle_policy_document_output([UNTAGGED, NEWEST], looked_up)
        aws.ecr.LifecyclePolicy(
            name, repository=self.repository.name, policy=lifecycle.json, opts=mine
        )
        account = ACCOUNT.apply("arn:aws:iam::{}:root".format)
        readers = {
            "principals": [{"type": "AWS", "identifiers": [account]}],
            "actions": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        }
        read = aws.iam.get_policy_document_output(statements=[readers]).json
        aws.ecr.RepositoryPolicy(name, repository=self.repository.id, policy=read, opts=mine)


one = Registry("one")
Registry("two", "team/two", providers=[elsewhere])

objects = aws.ecr.Repository(
    "objects",
    image_tag_mutability="IMMUTABLE_WITH_EXCLUSION",
    image_tag_mutability_exclusion_filters=[{"filter": "latest*", "filter_type": "WILDCARD"}],
    image_scanning_configuration=SCANNED,
    tags={"Name": "objects", **TAGS},
    opts=ResourceOptions(protect=True),
)
rules = [
    {"rule_priority": 1, **UNTAGGED, "action": {"type": "expire"}},
    {"rule_priority": 2, **NEWEST, "action": {"type": "expire"}},
]
for rule in rules:
    del rule["priority"]
aws.ecr.LifecyclePolicy("objects", repository=objects.name, policy={"rules": rules})

aws.ecr.Repository(
    "regional",
    region="eu-west-1",
    name="regional",
    image_tag_mutability="IMMUTABLE",
    image_scanning_configuration=SCANNED,
    tags={"Name": "regional", **TAGS},
    opts=ResourceOptions(protect=True),
)
aws.ecr.LifecyclePolicy(
    "regional",
    region="eu-west-1",
    repository="regional",
    policy=aws.ecr.get_lifecycle_policy_document([UNTAGGED, NEWEST]).json,
)
scans("here", "*")
scans("elsewhere", "team/*", opts=ResourceOptions(provider=elsewhere))
scans("regional", "reg*", region="eu-west-1")

github = aws.iam.OpenIdConnectProvider(
    "github",
    url="https://token.actions.githubusercontent.com",
    client_id_lists=["sts.amazonaws.com"],
)
ci = aws.iam.Role(
    "ci",
    assume_role_policy=document(
        {
            "Principal": {"Federated": github.arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {
                    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                    "token.actions.githubusercontent.com:sub": "repo:acme/one:environment:prod",
                }
            },
        }
    ),
)
push = aws.iam.Policy(
    "push",
    policy=one.repository.arn.apply(
        lambda arn: json.dumps(
            document(
                {"Action": ["ecr:PutImage", "ecr:InitiateLayerUpload"], "Resource": arn},
                {"Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            )
        )
    ),
)
aws.iam.RolePolicyAttachment("push", role=ci.name, policy_arn=push.arn)
aws.iam.PolicyAttachment("pull", roles=[ci.name], policy_arn=PULL_ONLY)
instances = {"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
node = aws.iam.Role("node", assume_role_policy=json.dumps(document(instances)))
aws.iam.RolePolicyAttachmentsExclusive("node", role_name=node.name, policy_arns=[READ_ONLY])
aws.iam.InstanceProfile("node", role=node.name)

secret = aws.kms.Key("topic", enable_key_rotation=True)
root = {"AWS": ACCOUNT.apply("arn:aws:iam::{}:root".format)}
whole = document({"Principal": root, "Action": "kms:*", "Resource": "*"})
aws.kms.KeyPolicy("topic", key_id=secret.id, policy=pulumi.Output.json_dumps(whole))
alerts = aws.sns.Topic("alerts", kms_master_key_id=secret.arn)
aws.cloudwatch.MetricAlarm(
    "pulls",
    alarm_description="https://wiki.example.com/runbooks/registry#pulls",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods=1,
    namespace="AWS/ECR",
    metric_name="RepositoryPullCount",
    dimensions={"RepositoryName": objects.name},
    period=300,
    statistic="Sum",
    threshold=1000,
    alarm_actions=[alerts.arn],
)

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
subnet = aws.ec2.Subnet("nodes", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
table = aws.ec2.RouteTable("nodes", vpc_id=vpc.id)
group = aws.ec2.SecurityGroup("endpoints", vpc_id=vpc.id)
callers = {
    "Principal": "*",
    "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:GetAuthorizationToken"],
    "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
}
for service in ("ecr.api", "ecr.dkr"):
    endpoint = aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        service_name=REGION.apply(("com.amazonaws.{}." + service).format),
        vpc_endpoint_type="Interface",
        private_dns_enabled=True,
    )
    aws.ec2.VpcEndpointSubnetAssociation(service, vpc_endpoint_id=endpoint.id, subnet_id=subnet.id)
    aws.ec2.SecurityGroupAssociation(
        service, vpc_endpoint_id=endpoint.id, security_group_id=group.id
    )
    aws.ec2.VpcEndpointPolicy(
        service,
        vpc_endpoint_id=endpoint.id,
        policy=pulumi.Output.json_dumps(document(callers)),
    )
layers = REGION.apply("arn:aws:s3:::prod-{}-starport-layer-bucket/*".format)
s3 = aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=vpc.id,
    service_name=REGION.apply("com.amazonaws.{}.s3".format),
    policy=pulumi.Output.json_dumps(
        document({"Principal": "*", "Action": "s3:GetObject", "Resource": layers})
    ),
)
aws.ec2.VpcEndpointRouteTableAssociation("s3", vpc_endpoint_id=s3.id, route_table_id=table.id)
