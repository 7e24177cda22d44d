"""What is in the fleet, as AWS says it. Pure."""

import json
from typing import Any, Final

ACCOUNT: Final = "111111111111"
REGION: Final = "eu-west-1"
CLUSTERS, SERVICES = 10, 100
FUNCTIONS, VERSIONS = 100, 3
NOW: Final = 1_793_500_000
MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
INDEX: Final = "application/vnd.oci.image.index.v1+json"
POLICY: Final = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 7,
            },
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "selection": {
                "tagStatus": "tagged",
                "tagPatternList": ["v*"],
                "countType": "imageCountMoreThan",
                "countNumber": 190,
            },
            "action": {"type": "expire"},
        },
    ]
}
STS: Final = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:role/reader</Arn><UserId>A</UserId>
<Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


def digest(number: int) -> str:
    """The digest of an image, in every repository the same."""
    return f"sha256:{number:064x}"


def names(repositories: int) -> list[str]:
    """The repositories."""
    return [f"team-{number % 7}/service-{number:04}" for number in range(repositories)]


def arn(kind: str, number: int) -> str:
    """The ARN of a thing of ECS."""
    return f"arn:aws:ecs:{REGION}:{ACCOUNT}:{kind}/{number}"


def revision(service: str, number: int) -> str:
    """The ARN of a revision of a service."""
    return f"{service}/{number}"


def service(arn: str) -> dict[str, Any]:
    """A service as DescribeServices shows it."""
    definition = arn.replace(":service/", ":task-definition/")
    return {
        "serviceArn": arn,
        "taskDefinition": definition,
        "deployments": [{"taskDefinition": definition}],
        "currentServiceRevisions": [{"arn": revision(arn, 1)}],
    }


def repository(name: str) -> dict[str, Any]:
    """A repository as DescribeRepositories shows it."""
    return {
        "registryId": ACCOUNT,
        "repositoryName": name,
        "repositoryArn": f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{name}",
        "createdAt": NOW,
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    }


def detail(number: int) -> dict[str, Any]:
    """An image: every tenth untagged, pushed an hour apart; the newest an index of two others."""
    return {
        "registryId": ACCOUNT,
        "repositoryName": "any",
        "imageDigest": digest(number),
        **({"imageTags": [f"v1.{number}"]} if number % 10 or not number else {}),
        "imageSizeInBytes": 100_000_000,
        "imagePushedAt": NOW - 3600 * number,
        "imageManifestMediaType": MANIFEST if number else INDEX,
        "artifactMediaType": "application/vnd.oci.image.config.v1+json",
        "lastRecordedPullTime": NOW - 1800 * number,
        "imageStatus": "ACTIVE",
    }


def manifest(number: int) -> dict[str, Any]:
    """A manifest as BatchGetImage gives it."""

    def part(name: int, size: int) -> dict[str, Any]:
        return {"mediaType": "application/octet-stream", "digest": digest(name), "size": size}

    value: dict[str, Any] = {"schemaVersion": 2, "config": part(10**6 + number, 4_000)}
    value["layers"] = [part(10**7 + n, 20_000_000) for n in (1, 2, number, number + 10**6)]
    if not number:
        children = [
            {
                **part(n, 1_000),
                "mediaType": MANIFEST,
                "platform": {"os": "linux", "architecture": a},
            }
            for n, a in ((1, "amd64"), (2, "arm64"))
        ]
        value = {"schemaVersion": 2, "manifests": children}
    return {
        "imageId": {"imageDigest": digest(number)},
        "imageManifest": json.dumps(value),
        "imageManifestMediaType": MANIFEST if number else INDEX,
    }


FINDINGS: Final = {
    "imageScanStatus": {"status": "COMPLETE"},
    "imageScanFindings": {
        "imageScanCompletedAt": NOW,
        "findingSeverityCounts": {"MEDIUM": 10},
        "findings": [
            {
                "name": f"CVE-2026-{number:04}",
                "severity": "MEDIUM",
                "uri": "https://example.com",
                "attributes": [
                    {"key": "package_name", "value": "openssl"},
                    {"key": "package_version", "value": "3.0.1"},
                ],
            }
            for number in range(10)
        ],
    },
}


def refusal(code: str) -> tuple[int, bytes]:
    """The answer to a call that is refused."""
    return 400, json.dumps({"__type": code, "message": code}).encode()
