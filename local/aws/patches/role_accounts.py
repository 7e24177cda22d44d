"""The keys of an assumed role act in the role's own account, also when that is another one.

AWS Security Token Service API reference, "AssumeRole": the credentials are those of the role. The
server is told its account, and moto then takes every caller for a member of it.
"""

from typing import Any

from moto.core.responses import BaseResponse


def patch() -> None:
    """Asks the key first for its account."""
    told = BaseResponse.get_current_account

    def current_account(response: Any) -> str:
        return account_of(response.get_access_key()) or str(told(response))

    BaseResponse.get_current_account = current_account


def account_of(access_key: str) -> str:
    """The account in which IAM or STS gave out a key that is active; empty for any other key."""
    from moto.iam.models import iam_backends

    for account, backends in list(iam_backends.items()):
        for backend in list(backends.values()):
            key = backend.access_keys.get(access_key)
            if key is not None:
                return str(account) if key.status == "Active" else ""
    return ""
