"""Which registry a resource belongs to: the account and region that its provider works in.

Owns two questions, because a guess errs in different directions. For credit (a lifecycle policy
that counts for a repository) two resources are in one registry if they have the same provider, one
with the same settings, or provably the same account. For conflict (two owners of one setting) they
are unless they are provably not. The account itself is never asked for: a policy pack calls no AWS.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.evaluate import account_of
from policy_pack.framework.resource import Provider, Resource, Stack
from policy_pack.framework.values import UNKNOWN, has_unknown, revealed

Registry = tuple[str, str]
"""(region, what tells the account), each empty where the program doesn't say."""

_ACCOUNT: Final = (
    "accessKey", "allowedAccountIds", "assumeRole", "assumeRoles", "assumeRoleWithWebIdentity",
    "ec2MetadataServiceEndpoint", "endpoints", "profile", "secretKey", "sharedConfigFiles",
    "sharedCredentialsFiles", "stsEndpoint", "token",
)  # fmt: skip
"""Settings of a provider that decide, or say, which account it works in."""


def registry_of(resource: Resource) -> Registry:
    """The registry of a resource, as far as it tells for credit."""
    return region_of(resource), _account(_settings(resource.provider))


def region_of(resource: Resource) -> str:
    """The region of a resource; empty where the program doesn't say."""
    region = revealed(resource.marked("region"))
    if not isinstance(region, str):
        region = revealed(_settings(resource.provider).get("region"))
    return region if isinstance(region, str) else ""


def is_credited(one: Resource, other: Resource) -> bool:
    """Whether what `one` says holds for `other`: the same registry for all that is known."""
    if region_of(one) != region_of(other):
        return False
    if registry_of(one) == registry_of(other):
        return True
    accounts = known_account(one), known_account(other)
    return accounts[0] is not None and accounts[0] == accounts[1]


def may_clash(one: Resource, other: Resource) -> bool:
    """Whether the two may be in one registry: nothing proves that they are not."""
    regions = region_of(one), region_of(other)
    if all(regions) and regions[0] != regions[1]:
        return False
    accounts = known_account(one), known_account(other)
    if all(accounts):
        return accounts[0] == accounts[1]
    if regions[0] != regions[1]:
        return False
    return not _other_credentials(one.provider, other.provider)


def known_account(resource: Resource) -> str | None:
    """The account that a resource is in, where its provider or its own outputs prove it."""
    settings = _settings(resource.provider)
    allowed = _listed(settings.get("allowedAccountIds"))
    if len(allowed) == 1:
        return allowed[0]
    role = _role(settings)
    if role:
        return role
    own = revealed(resource.marked("registryId"))
    if isinstance(own, str) and own.isdigit():
        return own
    arn = revealed(resource.marked("arn"))
    return account_of(arn) if isinstance(arn, str) else None


def own_accounts(resource: Resource, stack: Stack | None = None) -> frozenset[str]:
    """The accounts that are the resource's own: those that its provider may work in, and the one
    that the ARN or the registry id of any resource of the same provider has.
    """
    found = {*_listed(_settings(resource.provider).get("allowedAccountIds"))}
    role = _role(_settings(resource.provider))
    if role:
        found.add(role)
    if stack is not None:
        if "accounts" not in stack.memory:
            stack.memory["accounts"] = _found(stack)
        found |= stack.memory["accounts"].get(_urn(resource), frozenset())
    return frozenset(found)


def _found(stack: Stack) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for resource in stack.resources:
        account = known_account(resource) if resource.declared else None
        if account:
            found.setdefault(_urn(resource), set()).add(account)
    return {urn: frozenset(accounts) for urn, accounts in found.items()}


def _urn(resource: Resource) -> str:
    return resource.provider.urn if resource.provider else ""


def _settings(provider: Provider | None) -> Mapping[str, Any]:
    return provider.properties if provider else {}


def _listed(value: Any) -> list[str]:
    """The engine hands provider properties over as JSON texts."""
    value = _read(value)
    return [str(one) for one in value] if isinstance(value, list) else []


def _read(value: Any) -> Any:
    value = revealed(value)
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value


def _role(settings: Mapping[str, Any]) -> str | None:
    """The account of the role that the provider works as: the last of a chain."""
    arn: str | None = None
    for block in _blocks(settings):
        named = block.get("roleArn")
        arn = named if isinstance(named, str) else arn
    return account_of(arn) if arn else None


def _blocks(settings: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("assumeRoleWithWebIdentity", "assumeRole", "assumeRoles"):
        value = _read(settings.get(name))
        for block in value if isinstance(value, list) else [value]:
            if isinstance(block, Mapping):
                yield block


def _other_credentials(one: Provider | None, other: Provider | None) -> bool:
    """Whether both say whose credentials they have, and say different things."""
    said = [_credentials(_settings(provider)) for provider in (one, other)]
    return all(said) and said[0] != said[1]


def _credentials(settings: Mapping[str, Any]) -> str:
    return _account({key: value for key, value in settings.items() if key != "allowedAccountIds"})


def _account(settings: Mapping[str, Any]) -> str:
    said = {}
    for name in _ACCOUNT:
        value = revealed(settings.get(name))
        if value and value is not UNKNOWN and not has_unknown(value):
            said[name] = value
    return json.dumps(said, sort_keys=True, default=repr) if said else ""
