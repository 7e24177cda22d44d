"""How the fleet answers: one method an operation, called by the operation's name."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tools.bench.fleet import contents
from tools.bench.fleet.contents import ACCOUNT, CLUSTERS, FUNCTIONS, REGION, SERVICES, VERSIONS


class Fleet:
    """What is there, and how it answers: one method an operation."""

    def __init__(self, repositories: int, images: int, host: str = "") -> None:
        self.names = contents.names(repositories)
        self.host = host
        self.images = json.dumps(
            {"imageDetails": [contents.detail(n) for n in range(images)]}
        ).encode()
        self._manifests = {contents.digest(n): contents.manifest(n) for n in range(images)}
        self._findings = json.dumps(contents.FINDINGS).encode()

    def _listed(self, asked: Mapping[str, Any], member: str, values: list[Any]) -> dict[str, Any]:
        start, size = int(asked.get("nextToken") or 0), int(asked.get("maxResults") or 100)
        more = {"nextToken": str(start + size)} if start + size < len(values) else {}
        return {member: values[start : start + size], **more}

    def DescribeRepositories(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """All, a page at a time, or those that are named."""
        wanted = asked.get("repositoryNames")
        if wanted:
            return {"repositories": [contents.repository(name) for name in wanted]}
        return self._listed(
            asked, "repositories", [contents.repository(name) for name in self.names]
        )

    def DescribeImages(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """The same images in each repository."""
        del asked
        return self.images

    def BatchGetImage(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """The manifests that are asked for."""
        wanted = [each["imageDigest"] for each in asked["imageIds"]]
        return {"images": [self._manifests[each] for each in wanted], "failures": []}

    def BatchCheckLayerAvailability(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """None is there."""
        return {
            "layers": [
                {"layerDigest": one, "layerAvailability": "UNAVAILABLE"}
                for one in asked["layerDigests"]
            ],
            "failures": [],
        }

    def GetLifecyclePolicy(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """One policy for all."""
        return {**asked, "lifecyclePolicyText": json.dumps(contents.POLICY)}

    def GetRepositoryPolicy(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """None."""
        del asked
        return contents.refusal("RepositoryPolicyNotFoundException")

    def ListTagsForResource(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """One."""
        del asked
        return {"tags": [{"Key": "Owner", "Value": "team"}]}

    def GetRegistryScanningConfiguration(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """Basic."""
        del asked
        return {"registryId": ACCOUNT, "scanningConfiguration": {"scanType": "BASIC", "rules": []}}

    def BatchGetRepositoryScanningConfiguration(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """On push."""
        return {
            "scanningConfigurations": [
                {"repositoryName": name, "scanOnPush": True, "scanFrequency": "SCAN_ON_PUSH"}
                for name in asked["repositoryNames"]
            ]
        }

    def DescribeImageScanFindings(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """A page of ten findings."""
        del asked
        return self._findings

    def GetAuthorizationToken(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """A token for the registry that is named at the start."""
        del asked
        return {
            "authorizationData": [
                {"authorizationToken": "QVdTOnBhc3N3b3Jk", "proxyEndpoint": f"http://{self.host}"}
            ]
        }

    def ListClusters(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """Ten."""
        return self._listed(
            asked, "clusterArns", [contents.arn("cluster", n) for n in range(CLUSTERS)]
        )

    def ListTasks(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """A hundred a cluster."""
        return self._listed(asked, "taskArns", self._of(asked, "task"))

    def ListServices(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """A hundred a cluster."""
        asked = {"maxResults": 10, **asked}
        return self._listed(asked, "serviceArns", self._of(asked, "service"))

    def _of(self, asked: Mapping[str, Any], kind: str) -> list[str]:
        first = int(asked["cluster"].rpartition("/")[2]) * SERVICES
        return [contents.arn(kind, n) for n in range(first, first + SERVICES)]

    def DescribeTasks(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """Each runs an image by tag."""
        return {
            "tasks": [
                {"taskArn": arn, "containers": [self._container(arn, 10)]} for arn in asked["tasks"]
            ],
            "failures": [],
        }

    def DescribeServices(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """Each has one deployment and one revision."""
        return {
            "services": [contents.service(arn) for arn in asked["services"]],
            "failures": [],
        }

    def ListServiceDeployments(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """One before the current."""
        earlier = contents.revision(asked["service"], 2)
        return {"serviceDeployments": [{"targetServiceRevisionArn": earlier}]}

    def DescribeServiceRevisions(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """Images by digest."""
        return {
            "serviceRevisions": [
                {
                    "serviceRevisionArn": arn,
                    "containerImages": [self._container(arn.rpartition("/")[0], int(arn[-1]) * 20)],
                }
                for arn in asked["serviceRevisionArns"]
            ],
            "failures": [],
        }

    def DescribeTaskDefinition(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """An image by tag."""
        image = self._image(asked["taskDefinition"])
        return {"taskDefinition": {"containerDefinitions": [{"image": f"{image}:v1.11"}]}}

    def _container(self, arn: str, number: int) -> dict[str, str]:
        return {
            "image": f"{self._image(arn)}:v1.{number}",
            "imageDigest": contents.digest(number),
        }

    def _image(self, arn: str) -> str:
        number = int(re.findall(r"\d+", arn)[-1])
        name = self.names[number % len(self.names)]
        return f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}"

    def ListRules(self, asked: Mapping[str, Any]) -> Any:  # noqa: N802
        """None."""
        del asked
        return {"Rules": []}

    def functions(self, path: str) -> Any:
        """Lambda's and the Scheduler's REST calls."""
        if "/schedules" in path:
            return {"Schedules": []}
        name = re.search(r"/functions/(f\d+)", path)
        if name is None:
            return {
                "Functions": [
                    {"FunctionName": f"f{n}", "PackageType": "Image"} for n in range(FUNCTIONS)
                ]
            }
        if "/versions" in path:
            listed = ["$LATEST", *(str(n) for n in range(1, VERSIONS))]
            return {"Versions": [{"FunctionName": name[1], "Version": v} for v in listed]}
        return {"Code": {"ResolvedImageUri": f"{self._image(name[1])}@{contents.digest(30)}"}}
