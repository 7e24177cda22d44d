"""Look-ups in IAM: a role, a policy, an issuer of tokens."""

from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.handler import unpaired
from local.provider.services.iam.documents import text
from local.provider.services.iam.policy import Policy
from local.provider.session import Aws
from local.provider.values import Plain


class GetRole(Function):
    """A role by its name."""

    token = "aws:iam/getRole:getRole"
    arguments = frozenset({"name"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        role = aws.iam.get_role(RoleName=arguments["name"])["Role"]
        return {
            "id": role["RoleName"],
            "name": role["RoleName"],
            "arn": role["Arn"],
            "uniqueId": role["RoleId"],
            "path": role["Path"],
            "createDate": role["CreateDate"].isoformat(),
            "description": role.get("Description", ""),
            "maxSessionDuration": role.get("MaxSessionDuration", 3600),
            "assumeRolePolicy": text(role["AssumeRolePolicyDocument"]),
            "permissionsBoundary": role.get("PermissionsBoundary", {}).get(
                "PermissionsBoundaryArn", ""
            ),
            "tags": unpaired(role.get("Tags")),
        }


class GetOpenIdConnectProvider(Function):
    """An issuer by its ARN or its URL."""

    token = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider"
    arguments = frozenset({"arn", "url"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        url = str(arguments.get("url", "")).removeprefix("https://")
        arn = arguments.get("arn") or aws.arn("iam", f"oidc-provider/{url}", region="")
        known = aws.iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
        if arn not in [provider["Arn"] for provider in known]:
            raise ProviderError(f"the account {aws.account} has no OIDC provider {arn}")
        found = aws.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        return {
            "id": arn,
            "arn": arn,
            "url": found["Url"],
            "clientIdLists": found["ClientIDList"],
            "thumbprintLists": found.get("ThumbprintList") or [],
            "tags": unpaired(found.get("Tags")),
        }


class GetPolicy(Function):
    """A managed policy, of AWS or of the account, by its ARN or its name."""

    token = "aws:iam/getPolicy:getPolicy"
    arguments = frozenset({"arn", "name", "pathPrefix", "tags"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        arn = arguments.get("arn") or _named(aws, arguments)
        found = Policy().read(aws, arn, {}) or {}
        return {**found, "id": arn, "tags": found["tagsAll"]}


def _named(aws: Aws, arguments: Plain) -> str:
    path = arguments.get("pathPrefix") or "/"
    pages = aws.iam.get_paginator("list_policies").paginate(PathPrefix=path)
    name, tags = arguments.get("name"), arguments.get("tags") or {}
    found = [policy for page in pages for policy in page["Policies"]]
    arns = [
        policy["Arn"]
        for policy in found
        if name in (None, policy["PolicyName"])
        and tags.items() <= unpaired(policy.get("Tags")).items()
    ]
    if len(arns) != 1:
        raise ProviderError(f"{len(arns)} policies match {arguments}: the look-up needs one")
    return str(arns[0])
