"""The provider's own configuration (`aws:region`, an explicit `aws.Provider`): read and refused."""

import json
from collections.abc import Iterator
from typing import Any

from local.provider.errors import ProviderError, sentence
from local.provider.session import Session, from_environment, loopback
from local.provider.values import Plain

# Whatever only matters to a real AWS is taken and has no effect on the local one.
_WITHOUT_EFFECT = frozenset(
    (
        "maxRetries",
        "profile",
        "retryMode",
        "s3UsePathStyle",
        "sharedConfigFiles",
        "sharedCredentialsFiles",
        "skipCredentialsValidation",
        "skipMetadataApiCheck",
        "skipRegionValidation",
        "skipRequestingAccountId",
        "stsRegion",
        "token",
        "useDualstackEndpoint",
        "useFipsEndpoint",
        "userAgents",
        "version",
    )
)
_MODELLED = frozenset(
    (
        "accessKey",
        "allowedAccountIds",
        "defaultTags",
        "endpoints",
        "forbiddenAccountIds",
        "ignoreTags",
        "region",
        "secretKey",
    )
)


def failures(config: Plain) -> Iterator[tuple[str, str]]:
    """`(property, reason)` of every setting that the plug-in doesn't model."""
    for name in config:
        if name not in _MODELLED | _WITHOUT_EFFECT and not name.startswith("__"):
            yield name, f"is a provider setting that the local aws plug-in doesn't model: {name}"


def session(config: Plain) -> Session:
    """The session that a configuration asks for, its account proved to be allowed.

    Raises:
        ProviderError: no region, an endpoint that isn't loopback, or an account not allowed.
    """
    made = from_environment(_decoded(config.get("region")))
    made.endpoint = _endpoint(config) or made.endpoint
    made.access_key = config.get("accessKey", made.access_key)
    made.secret_key = config.get("secretKey", made.secret_key)
    made.default_tags = _tags(config.get("defaultTags"))
    ignored = _decoded(config.get("ignoreTags")) or {}
    made.ignored_tags = (
        frozenset(ignored.get("keys", [])),
        tuple(ignored.get("keyPrefixes", [])),
    )
    try:
        made.identify()
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing works without it
        raise ProviderError(
            f"the local AWS at {made.endpoint} doesn't answer: {sentence(error)}"
        ) from None
    _prove(made, config)
    return made


def _endpoint(config: Plain) -> str | None:
    """The one endpoint of the provider's `endpoints`, every one of them proved to be loopback."""
    found = _decoded(config.get("endpoints")) or []
    urls = [url for entry in found for url in entry.values()]
    proved = [loopback(url) for url in urls]
    return proved[0] if proved else None


def _tags(value: Any) -> dict[str, str]:
    tags = (_decoded(value) or {}).get("tags") or {}
    return {str(key): str(item) for key, item in tags.items()}


def _prove(made: Session, config: Plain) -> None:
    allowed = _decoded(config.get("allowedAccountIds")) or []
    forbidden = _decoded(config.get("forbiddenAccountIds")) or []
    if allowed and made.account not in [str(account) for account in allowed]:
        raise ProviderError(
            f"the AWS account {made.account} at {made.endpoint} is not among "
            f"aws:allowedAccountIds ({', '.join(map(str, allowed))}): "
            "nothing was touched; use the account that this stack belongs to"
        )
    if made.account in [str(account) for account in forbidden]:
        raise ProviderError(
            f"the AWS account {made.account} at {made.endpoint} is among "
            "aws:forbiddenAccountIds: nothing was touched"
        )


def _decoded(value: Any) -> Any:
    """A setting's value: the engine hands lists and objects over as JSON text."""
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(value)
    return value
