"""The keys of the AWS provider's configuration, `aws:...` in a stack file.

Owns the names. Source: the provider's schema, as its Python package 7 has it in
`pulumi_aws/config`; a test compares the two. The engine itself reads `version` and
`pluginDownloadURL`.
"""

from typing import Final

#: Credentials: a secret, or not in a stack file at all.
CREDENTIALS: Final = frozenset({"accessKey", "secretKey", "token"})

KEYS: Final = CREDENTIALS | {
    "allowedAccountIds",
    "assumeRoleWithWebIdentity",
    "assumeRoles",
    "customCaBundle",
    "defaultTags",
    "ec2MetadataServiceEndpoint",
    "ec2MetadataServiceEndpointMode",
    "endpoints",
    "forbiddenAccountIds",
    "httpProxy",
    "httpsProxy",
    "ignoreTags",
    "insecure",
    "maxRetries",
    "noProxy",
    "profile",
    "region",
    "retryMode",
    "s3UsEast1RegionalEndpoint",
    "s3UsePathStyle",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    "skipCredentialsValidation",
    "skipMetadataApiCheck",
    "skipRegionValidation",
    "skipRequestingAccountId",
    "stsRegion",
    "tagPolicyCompliance",
    "tokenBucketRateLimiterCapacity",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "userAgents",
}

#: What the engine reads of a provider's configuration.
OF_THE_ENGINE: Final = frozenset({"pluginDownloadURL", "version"})
