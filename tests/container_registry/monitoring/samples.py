"""Events in the shapes that AWS documents, for one repository.

Sources: Amazon ECR user guide, "Amazon ECR events and EventBridge" and "EventBridge events sent for
enhanced scanning in Amazon ECR"; Amazon EventBridge user guide, "AWS service events delivered via
AWS CloudTrail". Only names, places and numbers differ from the documents.
"""

import copy
import json
from typing import Any

from usage_reporter import tell
from usage_reporter.changes import Change
from usage_reporter.request import Words

ACCOUNT = "111111111111"
REGION = "ap-northeast-2"
DIGEST = "sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd12345678"

Event = dict[str, Any]


def arn(repository: str) -> str:
    return f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{repository}"


def _event(source: str, detail_type: str, detail: dict[str, Any], resources: list[str]) -> Event:
    return {
        "version": "0",
        "id": "85fc3613-e913-7fc4-a80c-a3753e4aa9ae",
        "detail-type": detail_type,
        "source": source,
        "account": ACCOUNT,
        "time": "2026-10-29T02:36:48Z",
        "region": REGION,
        "resources": resources,
        "detail": detail,
    }


def basic_scan(repository: str, status: str = "COMPLETE", **counts: int) -> Event:
    detail = {
        "scan-status": status,
        "repository-name": repository,
        "finding-severity-counts": counts,
        "image-digest": DIGEST,
        "image-tags": [],
    }
    return _event("aws.ecr", "ECR Image Scan", detail, [arn(repository)])


def failed_scan(repository: str) -> Event:
    event = basic_scan(repository, "FAILED")
    del event["detail"]["finding-severity-counts"]
    return event


def image_action(repository: str, action: str, result: str = "SUCCESS") -> Event:
    detail = {
        "result": result,
        "repository-name": repository,
        "image-digest": DIGEST,
        "action-type": action,
        "image-tag": "latest",
    }
    return _event("aws.ecr", "ECR Image Action", detail, [])


def replication(repository: str, result: str) -> Event:
    detail = {
        "result": result,
        "repository-name": repository,
        "image-digest": DIGEST,
        "source-account": ACCOUNT,
        "action-type": "REPLICATE",
        "source-region": "us-west-2",
        "image-tag": "3.17.2",
    }
    return _event("aws.ecr", "ECR Replication Action", detail, [arn(repository)])


def inspector_scan(repository: str, status: str = "INITIAL_SCAN_COMPLETE", **counts: int) -> Event:
    detail = {
        "scan-status": status,
        "repository-name": arn(repository),
        "finding-severity-counts": {**counts, "TOTAL": sum(counts.values())},
        "image-digest": DIGEST,
        "image-tags": ["latest"],
    }
    return _event("aws.inspector2", "Inspector2 Scan", detail, [arn(repository)])


def inspector_finding(repository: str, severity: str = "CRITICAL", status: str = "ACTIVE") -> Event:
    image = f"{arn(repository)}/{DIGEST}"
    detail = {
        "awsAccountId": ACCOUNT,
        "description": 'A crafted server may be able to disclose "sensitive" information.',
        "findingArn": f"arn:aws:inspector2:{REGION}:{ACCOUNT}:finding/be674aaddd0f75ac632055",
        "firstObservedAt": "Dec 3, 2021, 6:02:30 PM",
        "packageVulnerabilityDetails": {
            "source": "REDHAT_CVE",
            "vulnerabilityId": "CVE-2019-17498",
            "vulnerablePackages": [{"name": "libssh2", "version": "1.4.3"}],
        },
        "resources": [
            {
                "details": {
                    "awsEcrContainerImage": {
                        "architecture": "amd64",
                        "imageHash": DIGEST,
                        "imageTags": ["latest"],
                        "registry": ACCOUNT,
                        "repositoryName": repository,
                    }
                },
                "id": image,
                "type": "AWS_ECR_CONTAINER_IMAGE",
            }
        ],
        "severity": severity,
        "status": status,
        "title": "CVE-2019-17498 - libssh2",
        "type": "PACKAGE_VULNERABILITY",
    }
    return _event("aws.inspector2", "Inspector2 Finding", detail, [image])


def api_call(repository: str, name: str, **extra: Any) -> Event:
    detail = {
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/admin/kim",
            "accountId": ACCOUNT,
        },
        "eventTime": "2026-10-29T02:36:48Z",
        "eventSource": "ecr.amazonaws.com",
        "eventName": name,
        "awsRegion": REGION,
        "sourceIPAddress": "203.0.113.12",
        "requestParameters": {"repositoryName": repository, "registryId": ACCOUNT},
        "eventType": "AwsApiCall",
        "managementEvent": True,
        **extra,
    }
    return _event("aws.ecr", "AWS API Call via CloudTrail", detail, [])


def of_another_source(event: Event, source: str) -> Event:
    return {**copy.deepcopy(event), "source": source}


def breach(repository: str, severity: str = "ticket") -> Event:
    """What the usage reporter puts on the bus."""
    words = Words(severity, "A repository is too large", "See the policy", "docs/runbooks.md#size")
    change = Change("size", "ALARM", {repository: "6.0 GiB, limit 5.0"}, frozenset({repository}))
    entry = tell.event("dev-registry-usage", change, words)
    return _event(entry["Source"], entry["DetailType"], json.loads(entry["Detail"]), [])
