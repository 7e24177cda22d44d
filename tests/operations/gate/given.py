"""Images, scans and findings as AWS tells them."""

import json

from tests.operations.scripted import Refusal, Script

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
PUSHED = 1_790_000_000


def digest(letter):
    return "sha256:" + letter * 64


TOP, AMD, ARM, PROOF = digest("1"), digest("a"), digest("b"), digest("c")

CHILDREN = [
    {
        "mediaType": MANIFEST,
        "digest": AMD,
        "size": 1,
        "platform": {"os": "linux", "architecture": "amd64"},
    },
    {
        "mediaType": MANIFEST,
        "digest": ARM,
        "size": 1,
        "platform": {"os": "linux", "architecture": "arm64", "variant": "v8"},
    },
    {
        "mediaType": MANIFEST,
        "digest": PROOF,
        "size": 1,
        "platform": {"os": "unknown", "architecture": "unknown"},
        "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
    },
]


def detail(of=TOP, tags=("1.0",), pushed=PUSHED, **more):
    return {
        "registryId": "111111111111",
        "repositoryName": "payments",
        "imageDigest": of,
        "imageTags": list(tags),
        "imagePushedAt": pushed,
        **more,
    }


def manifest(value):
    return {"images": [{"imageManifest": json.dumps(value)}], "failures": []}


ALONE = manifest({"schemaVersion": 2, "config": {}, "layers": []})
TWO = manifest({"schemaVersion": 2, "mediaType": INDEX, "manifests": CHILDREN})


def scan(status="COMPLETE", *findings, **more):
    return {
        "imageScanStatus": {"status": status},
        "imageScanFindings": {"findings": list(findings), "imageScanCompletedAt": PUSHED + 60},
        **more,
    }


def cve(name="CVE-2026-1", severity="CRITICAL", package="zlib"):
    return {
        "name": name,
        "severity": severity,
        "uri": f"https://cve.example/{name}",
        "attributes": [
            {"key": "package_name", "value": package},
            {"key": "package_version", "value": "1.2"},
        ],
    }


def found(name="CVE-2026-1", severity="CRITICAL", status="ACTIVE", **more):
    return {
        "findingArn": "arn:aws:inspector2:x",
        "awsAccountId": "1" * 12,
        "type": "T",
        "description": "d",
        "remediation": {},
        "resources": [],
        "status": status,
        "severity": severity,
        "firstObservedAt": PUSHED,
        "lastObservedAt": PUSHED,
        "packageVulnerabilityDetails": {
            "vulnerabilityId": name,
            "source": "NVD",
            "vulnerablePackages": [{"name": "zlib", "version": "1.2"}],
        },
        **more,
    }


def covered(reason="SUCCESSFUL", code="ACTIVE", of=TOP, scanned=PUSHED + 60):
    told = {
        "accountId": "1" * 12,
        "resourceId": f"arn:aws:ecr:r:1:repository/payments/{of}",
        "resourceType": "AWS_ECR_CONTAINER_IMAGE",
        "scanType": "PACKAGE",
        "scanStatus": {"statusCode": code, "reason": reason},
    }
    return {"coveredResources": [{**told, "lastScannedAt": scanned} if scanned else told]}


def registry(kind="BASIC", frequency="SCAN_ON_PUSH"):
    return {
        "GetRegistryScanningConfiguration": {"scanningConfiguration": {"scanType": kind}},
        "BatchGetRepositoryScanningConfiguration": {
            "scanningConfigurations": [{"repositoryName": "payments", "scanFrequency": frequency}]
        },
    }


def basic(*scans, manifest=ALONE, **more):
    return Script(
        **{
            "DescribeImages": {"imageDetails": [detail()]},
            "BatchGetImage": manifest,
            **registry(),
            "DescribeImageScanFindings": list(scans),
            "StartImageScan": {},
            **more,
        }
    )


def enhanced(coverages, findings, **more):
    return Script(
        **{
            "DescribeImages": {"imageDetails": [detail()]},
            "BatchGetImage": ALONE,
            **registry("ENHANCED", "CONTINUOUS_SCAN"),
            "ListCoverage": coverages,
            "ListFindings": findings,
            **more,
        }
    )


NOT_SCANNED = Refusal("ScanNotFoundException", "no scan")
DENIED = Refusal("AccessDeniedException", "User: arn is not authorized")
