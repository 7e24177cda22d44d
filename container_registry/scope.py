"""Where a stack lives: partition, account, Region and environment, and the ARNs that follow.

Owns every ARN that is known before AWS has made the resource, so that a policy document is whole
on the first preview. Nothing of it is a constant: the partition and its domain come from AWS.
"""

from dataclasses import dataclass
from typing import Final

#: Services whose endpoints are called after the partition's own domain; all others, `logs` and the
#: gateway of `s3` among them, are `com.amazonaws` everywhere (aws-cdk, aws-ec2/lib/vpc-endpoint.ts
#: at 000a9eb6: `VPC_ENDPOINT_SERVICE_EXCEPTIONS`, `GatewayVpcEndpointAwsService`).
_ECR: Final = frozenset({"ecr.api", "ecr.dkr"})
_OWN_DOMAIN: Final = {"aws-cn": _ECR | {"sts"}}
_ANYWHERE: Final = "com.amazonaws"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One environment in one account and Region.

    Attributes:
        partition: `aws`, `aws-cn`, `aws-us-gov`.
        dns_suffix: the partition's domain, which registry addresses end in.
        reverse_dns_prefix: the beginning of endpoint service names, such as `com.amazonaws`.
        account: the twelve digits.
        region: the Region's code.
        environment: the first word of every physical name.
        path: the path of every role and policy that IAM is given.
        permissions_boundary: ARN of the policy that bounds every role, where there is one.
    """

    partition: str
    dns_suffix: str
    reverse_dns_prefix: str
    account: str
    region: str
    environment: str
    path: str = "/"
    permissions_boundary: str | None = None

    @property
    def registry_url(self) -> str:
        """The address of the account's registry, which repository names follow after a slash."""
        return f"{self.account}.dkr.ecr.{self.region}.{self.dns_suffix}"

    def endpoint_service(self, service: str) -> str:
        """The name of a service that a VPC endpoint leads to, such as `ecr.dkr`."""
        own = service in _OWN_DOMAIN.get(self.partition, _ECR)
        return f"{self.reverse_dns_prefix if own else _ANYWHERE}.{self.region}.{service}"

    def repository_arn(self, repository: str) -> str:
        """The ARN of a repository of this registry."""
        return self._regional("ecr", f"repository/{repository}")

    def repository_arn_anywhere(self, repository: str) -> str:
        """The ARN of a repository of this name in any account and Region."""
        return f"arn:{self.partition}:ecr:*:*:repository/{repository}"

    def account_root_arn(self, account: str | None = None) -> str:
        """The principal that stands for a whole account, this one if none is named."""
        return f"arn:{self.partition}:iam::{account or self.account}:root"

    def role_arn(self, name: str) -> str:
        """The ARN of a role that the stack makes, its path included."""
        return f"arn:{self.partition}:iam::{self.account}:role{self.path}{name}"

    def managed_policy_arn(self, name: str) -> str:
        """The ARN of a policy that AWS manages."""
        return f"arn:{self.partition}:iam::aws:policy/{name}"

    def oidc_provider_arn(self, host: str) -> str:
        """The ARN of the account's OIDC provider for a host; IAM names it after the host."""
        return f"arn:{self.partition}:iam::{self.account}:oidc-provider/{host}"

    def function_arn(self, function: str, account: str | None = None) -> str:
        """The ARN of a Lambda function of this Region."""
        holder = account or self.account
        return f"arn:{self.partition}:lambda:{self.region}:{holder}:function:{function}"

    @property
    def any_repository_arn(self) -> str:
        """Every repository of this Region, whatever account holds it."""
        return f"arn:{self.partition}:ecr:{self.region}:*:repository/*"

    @property
    def layer_bucket_arn(self) -> str:
        """The bucket in which ECR keeps the layers of this Region (ECR user guide)."""
        return self.bucket_arn(f"prod-{self.region}-starport-layer-bucket")

    def bucket_arn(self, bucket: str) -> str:
        """The ARN of a bucket."""
        return f"arn:{self.partition}:s3:::{bucket}"

    def linked_roles_arn(self, service: str) -> str:
        """The ARNs of this account's service-linked roles for a service, such as Inspector."""
        return f"arn:{self.partition}:iam::{self.account}:role/aws-service-role/{service}/*"

    def _regional(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"
