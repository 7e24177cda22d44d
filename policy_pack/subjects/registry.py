"""Which registry a resource belongs to: the account and region that its provider works in.

Two resources are in one registry unless something that the program says tells them apart. The
account itself is never asked for: a policy pack calls no AWS.
"""

from __future__ import annotations

import json
from typing import Any

from policy_pack.framework.resource import Resource
from policy_pack.framework.values import UNKNOWN, has_unknown, revealed

Registry = tuple[str, str]
"""(region, what tells the account), each empty where the program doesn't say."""

_ACCOUNT = ("allowedAccountIds", "assumeRole", "assumeRoles", "profile", "accessKey")


def registry_of(resource: Resource) -> Registry:
    """The registry of a resource."""
    properties = resource.provider.properties if resource.provider else {}
    region = revealed(resource.marked("region"))
    if not isinstance(region, str):
        region = revealed(properties.get("region"))
    return region if isinstance(region, str) else "", _account(properties)


def _account(properties: Any) -> str:
    said = {}
    for name in _ACCOUNT:
        value = revealed(properties.get(name))
        # the engine hands provider properties over as JSON texts
        if value and value is not UNKNOWN and not has_unknown(value):
            said[name] = value
    return json.dumps(said, sort_keys=True, default=repr) if said else ""


def own_accounts(resource: Resource) -> frozenset[str]:
    """The accounts that the resource's provider is allowed to work in, where the program says."""
    properties = resource.provider.properties if resource.provider else {}
    found = revealed(properties.get("allowedAccountIds"))
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            return frozenset()
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()
