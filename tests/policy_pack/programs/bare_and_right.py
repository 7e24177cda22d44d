"""Bare repositories that keep every rule of production."""

import json

import pulumi
from pulumi_aws import ecr, iam

TAGS = {"Service": "backend", "Environment": "prod"}
DOCUMENT = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 1,
            },
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "selection": {
                "tagStatus": "tagged",
                "tagPatternList": ["*"],
                "countType": "imageCountMoreThan",
                "countNumber": 20,
            },
            "action": {"type": "expire"},
        },
    ]
}


def repository(logical: str, name: pulumi.Input[str] | None = None) -> ecr.Repository:
    made = ecr.Repository(
        logical,
        name=name,
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        tags={"Name": logical, **TAGS},
        opts=pulumi.ResourceOptions(protect=True),
    )
    ecr.LifecyclePolicy(f"{logical}-lifecycle", repository=made.name, policy=json.dumps(DOCUMENT))
    return made


auto = repository("auto")
computed = repository("computed", auto.repository_url.apply(lambda url: f"mirror-{len(url)}"))
iam.Policy(
    "push",
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "ecr:PutImage", "Resource": auto.arn}],
        }
    ),
)
