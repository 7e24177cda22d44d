"""Make what an account has before this project comes: `python -m tools.existing`.

Starts the local AWS of the stack `adopt` and puts into it what that stack takes over or relies on.
It is for looking at adoption on one machine, and touches no AWS but that one.
"""

import json
import sys
from typing import Any, Final

import boto3

from container_registry.settings import load, read_stack_file
from local.aws import server
from local.aws.server import LocalAws
from local.engine.checkout import Checkout

STACK: Final = "adopt"
REPOSITORY: Final = "feed-server"
NODE_ROLE: Final = "eks-nodes"
#: The digest of `{}` (OCI image specification, "Guidance for an empty descriptor").
_EMPTY: Final = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


class Account:
    """The local AWS of a stack, as somebody used it before."""

    def __init__(self, aws: LocalAws) -> None:
        self._aws = aws
        credentials = server.environment(aws)
        self._session = boto3.Session(
            credentials["AWS_ACCESS_KEY_ID"],
            credentials["AWS_SECRET_ACCESS_KEY"],
            region_name=aws.region,
        )

    def client(self, service: Any) -> Any:
        """A boto3 client of the account."""
        return self._session.client(service, endpoint_url=self._aws.endpoint)

    def fill(self) -> None:
        """Make the repository with an image, the OIDC provider, the role and the endpoints."""
        self._repository()
        iam = self.client("iam")
        iam.create_open_id_connect_provider(
            Url="https://token.actions.githubusercontent.com",
            ClientIDList=["sts.amazonaws.com"],
        )
        trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
        document = {"Version": "2012-10-17", "Statement": {**trust, "Action": "sts:AssumeRole"}}
        iam.create_role(RoleName=NODE_ROLE, AssumeRolePolicyDocument=json.dumps(document))
        self._endpoints()

    def _repository(self) -> None:
        ecr = self.client("ecr")
        ecr.create_repository(
            repositoryName=REPOSITORY,
            imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "latest"}],
            imageScanningConfiguration={"scanOnPush": True},
            tags=[{"Key": "Owner", "Value": "somebody"}],
        )
        upload = ecr.initiate_layer_upload(repositoryName=REPOSITORY)["uploadId"]
        part = {"repositoryName": REPOSITORY, "uploadId": upload}
        ecr.upload_layer_part(**part, partFirstByte=0, partLastByte=1, layerPartBlob=b"{}")
        ecr.complete_layer_upload(**part, layerDigests=[_EMPTY])
        layer = {"mediaType": "application/vnd.oci.empty.v1+json", "digest": _EMPTY, "size": 2}
        manifest = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": layer,
            "layers": [layer],
        }
        ecr.put_image(
            repositoryName=REPOSITORY, imageManifest=json.dumps(manifest), imageTag="v1.0.0"
        )

    def _endpoints(self) -> None:
        ec2 = self.client("ec2")
        default = {"Name": "is-default", "Values": ["true"]}
        vpc = ec2.describe_vpcs(Filters=[default])["Vpcs"][0]["VpcId"]
        kinds = {"ecr.api": "Interface", "ecr.dkr": "Interface", "s3": "Gateway"}
        for service, kind in kinds.items():
            name = f"com.amazonaws.{self._aws.region}.{service}"
            ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=name, VpcEndpointType=kind)


def main() -> int:
    """Start and fill the local AWS, unless it runs already."""
    checkout = Checkout.here()
    directory = checkout.aws_directory(STACK)
    if server.find(directory) is not None:
        print(f"the local AWS of {STACK} runs already", file=sys.stderr)
        return 1
    settings = load(read_stack_file(checkout.stack_file(STACK)), STACK)
    aws = server.start(directory, settings.account, settings.region)
    Account(aws).fill()
    print(f"{aws.endpoint} has a repository to adopt: make up STACK={STACK}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
