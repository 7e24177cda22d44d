"""The keys of the AWS provider's configuration, `aws:...` in a stack file, and what each holds.

Owns the names and the shapes. Source: the provider's schema, as its Python package 7 has it in
`pulumi_aws/config` and `pulumi_aws/provider.py`; a test compares them. The words are those of
terraform-provider-aws, `internal/provider/sdkv2/provider.go`, which the provider is made of. The
engine itself reads `version` and `pluginDownloadURL`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from container_registry.catalogue.provider_endpoints import SERVICES


@dataclass(frozen=True, slots=True)
class Shape:
    """What a key holds.

    Attributes:
        kind: a scalar, a list, a mapping with keys of the user's, or a block with fixed keys.
        of: what a list or a mapping holds.
        fields: the keys of a block.
        words: the only texts that are taken, where it is no other.
    """

    kind: Literal["text", "number", "boolean", "list", "mapping", "block"]
    of: "Shape | None" = None
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    words: tuple[str, ...] = ()


TEXT: Final = Shape("text")
_NUMBER: Final = Shape("number")
_BOOLEAN: Final = Shape("boolean")
_TEXTS: Final = Shape("list", of=TEXT)
_BY_NAME: Final = Shape("mapping", of=TEXT)


def _word(*words: str) -> Shape:
    return Shape("text", words=words)


#: Credentials: a secret, or not in a stack file at all.
CREDENTIALS: Final = frozenset({"accessKey", "secretKey", "token"})
#: A credential inside a block.
INNER_CREDENTIAL: Final = ("assumeRoleWithWebIdentity", "webIdentityToken")

_SESSION: Final[Mapping[str, Shape]] = {
    "duration": TEXT,
    "policy": TEXT,
    "policyArns": _TEXTS,
    "roleArn": TEXT,
    "sessionName": TEXT,
}
_ROLE: Final = Shape(
    "block",
    fields={
        **_SESSION,
        "externalId": TEXT,
        "sourceIdentity": TEXT,
        "tags": _BY_NAME,
        "transitiveTagKeys": _TEXTS,
    },
)

SHAPES: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(CREDENTIALS, TEXT),
    "allowedAccountIds": _TEXTS,
    "assumeRoleWithWebIdentity": Shape(
        "block", fields={**_SESSION, "webIdentityToken": TEXT, "webIdentityTokenFile": TEXT}
    ),
    "assumeRoles": Shape("list", of=_ROLE),
    "customCaBundle": TEXT,
    "defaultTags": Shape("block", fields={"tags": _BY_NAME}),
    "ec2MetadataServiceEndpoint": TEXT,
    "ec2MetadataServiceEndpointMode": _word("IPv4", "IPv6"),
    "endpoints": Shape("list", of=Shape("block", fields=dict.fromkeys(SERVICES, TEXT))),
    "forbiddenAccountIds": _TEXTS,
    "httpProxy": TEXT,
    "httpsProxy": TEXT,
    "ignoreTags": Shape("block", fields={"keyPrefixes": _TEXTS, "keys": _TEXTS}),
    "insecure": _BOOLEAN,
    "maxRetries": _NUMBER,
    "noProxy": TEXT,
    "profile": TEXT,
    "region": TEXT,
    "retryMode": _word("standard", "adaptive"),
    "s3UsEast1RegionalEndpoint": _word("legacy", "regional"),
    "s3UsePathStyle": _BOOLEAN,
    "sharedConfigFiles": _TEXTS,
    "sharedCredentialsFiles": _TEXTS,
    "skipCredentialsValidation": _BOOLEAN,
    "skipMetadataApiCheck": _BOOLEAN,
    "skipRegionValidation": _BOOLEAN,
    "skipRequestingAccountId": _BOOLEAN,
    "stsRegion": TEXT,
    "tagPolicyCompliance": _word("error", "warning", "disabled"),
    "tokenBucketRateLimiterCapacity": _NUMBER,
    "useDualstackEndpoint": _BOOLEAN,
    "useFipsEndpoint": _BOOLEAN,
    "userAgents": _TEXTS,
}

KEYS: Final = frozenset(SHAPES)

#: What the engine reads of a provider's configuration.
OF_THE_ENGINE: Final = frozenset({"pluginDownloadURL", "version"})
