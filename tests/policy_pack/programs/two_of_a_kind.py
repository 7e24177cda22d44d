"""Two repositories that are right; a run may target one of them."""

import json

import pulumi_aws as aws

UNTAGGED = {
    "tagStatus": "untagged",
    "countType": "sinceImagePushed",
    "countUnit": "days",
    "countNumber": 3,
}
NEWEST = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 25}
RULES = [
    {"rulePriority": number, "selection": selection, "action": {"type": "expire"}}
    for number, selection in enumerate((UNTAGGED, NEWEST), start=1)
]

for name in ("ledger", "invoices"):
    repository = aws.ecr.Repository(
        name,
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        tags={"Team": "billing"},
    )
    aws.ecr.LifecyclePolicy(
        f"{name}-rules", repository=repository.name, policy=json.dumps({"rules": RULES})
    )
