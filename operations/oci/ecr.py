"""ECR as a registry of the OCI distribution API."""

from urllib.parse import urlsplit

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking
from operations.oci.client import Registry
from operations.oci.credentials import of_ecr


def ecr_registry(aws: Aws, workers: int = 8) -> Registry:
    """The registry of an account and Region, at the URL that GetAuthorizationToken names."""
    with asking(Where(resource="ECR"), "ecr:GetAuthorizationToken"):
        answer = aws.client("ecr").get_authorization_token()
    url = str(answer["authorizationData"][0]["proxyEndpoint"])
    return Registry(urlsplit(url).netloc, url, of_ecr(aws), workers)
