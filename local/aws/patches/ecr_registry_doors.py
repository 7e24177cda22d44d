"""Where a registry is, and the password for it: on this machine, and true.

ECR API reference, GetAuthorizationToken: a token for 12 hours, its end, and the URL to log in to;
for other registries too, where `registryIds` names them. A Repository's `repositoryUri` is what
images are pushed to. moto's token is a constant that expired in 2015, and both of its addresses are
AWS's.
"""

import base64
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.models import Repository
from moto.ecr.responses import ECRResponse

from local.aws.oci import access, site


def patch() -> None:
    """Makes tokens and addresses those of this server."""
    ECRResponse.get_authorization_token = _tokens
    Repository.uri = property(_uri, lambda *_: None)


def _tokens(response: Any) -> Any:
    here = site.here()
    caller = access.caller_of(response.access_key, response.current_account, response.region)
    registries = response._get_param("registryIds") or [response.current_account]
    data = []
    for registry in registries:
        password, grant = here.tokens.issue(registry, response.region, caller.arn, caller.key)
        data.append(
            {
                "authorizationToken": base64.b64encode(f"AWS:{password}".encode()).decode(),
                "expiresAt": grant.expires_at,
                "proxyEndpoint": f"http://{here.host}",
            }
        )
    return ActionResult({"authorizationData": data})


def _uri(repository: Any) -> str:
    return f"{site.here().host}/{repository.name}"
