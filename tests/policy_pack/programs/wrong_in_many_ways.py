"""One mistake a resource, each in a shape of its own: objects, outputs, lists, other regions."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

SCANNED = {"scan_on_push": True}
GITHUB = "token.actions.githubusercontent.com"
AUDIENCE = {f"{GITHUB}:aud": "sts.amazonaws.com"}
SUBJECT = {f"{GITHUB}:sub": "repo:acme/x:ref:refs/heads/main"}
elsewhere = ResourceOptions(provider=aws.Provider("elsewhere", region="us-east-1"))


def document(**statement: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def text(**statement: Any) -> str:
    return json.dumps(document(**statement))


def rule(priority: int, status: str, kind: str, number: int) -> dict[str, Any]:
    selection = {"tagStatus": status, "countType": kind, "countNumber": number}
    if kind == "sinceImagePushed":
        selection["countUnit"] = "days"
    return {"rulePriority": priority, "selection": selection, "action": {"type": "expire"}}


UNTAGGED = ("untagged", "sinceImagePushed", 1)
NEWEST = ("any", "imageCountMoreThan", 200)
GOOD = json.dumps({"rules": [rule(1, *UNTAGGED), rule(2, *NEWEST)]})
UPSIDE_DOWN = pulumi.Output.from_input({"rules": [rule(1, *NEWEST), rule(2, *UNTAGGED)]})


def repository(logical: str, **arguments: Any) -> aws.ecr.Repository:
    return aws.ecr.Repository(logical, **{"image_scanning_configuration": SCANNED, **arguments})


here = repository("here", name="same", force_delete=True)
repository("there", name="same", opts=elsewhere)
aws.ecr.LifecyclePolicy("there", repository="same", policy=GOOD, opts=elsewhere)
unscanned = repository("unscanned", image_scanning_configuration={"scan_on_push": False})
twice = repository("twice")
aws.ecr.LifecyclePolicy("first", repository=twice.name, policy=GOOD)
aws.ecr.LifecyclePolicy("second", repository=twice.id, policy=GOOD)
broken = repository("broken")
aws.ecr.LifecyclePolicy(
    "upside-down", repository=broken.name, policy=pulumi.Output.json_dumps(UPSIDE_DOWN)
)
aws.ecr.RepositoryPolicy(
    "public", repository=broken.name, policy=text(Principal={"AWS": ["*"]}, Action="ecr:*")
)
aws.ecr.RepositoryPolicy(
    "all-but-one",
    repository=here.name,
    policy=text(NotPrincipal={"AWS": "123456789012"}, Action="ecr:BatchGetImage"),
)
aws.ecrpublic.Repository("for-everybody", repository_name="pub", opts=elsewhere)

for name, condition in {
    "no-subject": {"StringEquals": AUDIENCE},
    "no-audience": {"StringEquals": SUBJECT},
    "any-repository": {"StringEquals": AUDIENCE, "StringLike": {f"{GITHUB}:sub": "repo:acme*"}},
    "one-of-two": {"StringEquals": {**AUDIENCE, f"{GITHUB}:sub": [*SUBJECT.values(), "repo:*"]}},
    "if-it-exists": {"StringEqualsIfExists": {**AUDIENCE, **SUBJECT}},
    "all-of-none": {"StringEquals": AUDIENCE, "ForAllValues:StringLike": SUBJECT},
}.items():
    trust = text(
        Principal={"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition=condition,
    )
    aws.iam.Role(name, assume_role_policy=trust)

inline = text(Action="ecr:*", Resource="*")
role = aws.iam.Role(
    "inline",
    assume_role_policy=document(
        Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole"
    ),
    inline_policies=[{"name": "everything", "policy": inline}],
)
aws.iam.RolePolicy(
    "every-repository", role=role.id, policy=document(Action=["ecr:Put*"], Resource=["*"])
)
aws.iam.Policy("all-but-iam", policy=text(NotAction="iam:*", Resource="*"))
aws.iam.Policy("no-such-action", policy=text(Action="ecr:PullImage", Resource="*"))
aws.iam.PolicyAttachment(
    "full-access",
    roles=[role.name],
    policy_arn="arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess",
)

alarm = {
    "alarm_description": "https://wiki.example.com/runbooks/registry",
    "comparison_operator": "GreaterThanThreshold",
    "evaluation_periods": 1,
    "namespace": "AWS/ECR",
    "period": 300,
    "statistic": "Sum",
    "threshold": 1,
}
aws.cloudwatch.MetricAlarm("tells-nobody", metric_name="RepositoryPullCount", **alarm)
aws.cloudwatch.MetricAlarm(
    "never-fires",
    metric_name="ImageScanFindings",
    alarm_actions=["arn:aws:sns:ap-northeast-2:123456789012:alerts"],
    **alarm,
)
aws.kms.Key("never-turned")
turned = aws.kms.Key("turned", enable_key_rotation=True)
aws.kms.KeyPolicy(
    "open-key",
    key_id=turned.id,
    policy=text(Principal={"AWS": ["*"]}, Action="kms:Decrypt", Resource="*"),
)
aws.sns.Topic("in-clear")

for service in ("ecr.api", "ecr.dkr"):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id="vpc-0a1b2c3d",
        service_name=f"com.amazonaws.ap-northeast-2.{service}",
        vpc_endpoint_type="Interface",
    )
aws.ecr.RegistryPolicy(
    "open-registry", policy=text(Principal="*", Action="ecr:ReplicateImage", Resource="*")
)
aws.ecr.ReplicationConfiguration(
    "abroad",
    replication_configuration={
        "rules": [{"destinations": [{"region": "eu-west-1", "registry_id": "999999999999"}]}]
    },
)
