"""Getting past 401: Basic, or a Bearer token of the registry's token service.

Owns the challenge and the token of each scope. A refused token is fetched again, by 401 and by
ECR's
403 for one that has expired; never by the clock alone. Source: OCI distribution specification,
"Authentication"; Docker, "Token authentication specification".
"""

import json
import re
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import urllib3

from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.oci.credentials import Login, Source

_PARAMETER: Final = re.compile(r'(\w+)="([^"]*)"')
_OK: Final = 200


class Authorization:
    """The Authorization header for a registry, by scope."""

    def __init__(self, http: urllib3.PoolManager, host: str, source: Source) -> None:
        self._http, self._host, self._source = http, host, source
        self._headers: dict[str, str] = {}
        self._lock = Lock()

    def header(self, scope: str) -> dict[str, str]:
        """The header that worked last; empty before the first challenge."""
        found = self._headers.get(scope) or self._headers.get("")
        return {"Authorization": found} if found else {}

    def renew(self, scope: str, challenge: str, refused: str | None) -> bool:
        """Answer a challenge; False where nothing better than what was refused is to be had.

        Raises:
            CouldNotFindOut: the token service refuses.
        """
        with self._lock:
            current = self._headers.get(scope) or self._headers.get("")
            if current and current != refused:
                return True  # another thread has been faster
            login = self._source()
            kind, _, parameters = challenge.partition(" ")
            if kind.lower() == "bearer":
                told = dict(_PARAMETER.findall(parameters))
                self._headers[scope] = f"Bearer {self._token(told, scope, login)}"
            elif login is None:
                return False
            else:
                self._headers[""] = login.basic
            return (self._headers.get(scope) or self._headers.get("")) != refused

    def _token(self, told: dict[str, str], scope: str, login: Login | None) -> str:
        realm = told.get("realm", "")
        if urlsplit(realm).scheme != "https" and not _is_loopback(realm):
            raise unknown(
                "insecure-login",
                Where(resource=self._host),
                f"its token service {realm!r} is not reached by TLS",
                "use a registry whose token service is",
                "the password would go over the network in clear",
            )
        query = {"service": told.get("service", ""), "scope": told.get("scope") or scope}
        headers = {"Authorization": login.basic} if login and not login.is_token else {}
        url = f"{realm}?{urlencode(query)}"
        try:
            if login and login.is_token:
                fields = {**query, "grant_type": "refresh_token", "refresh_token": login.password}
                answer = self._http.request("POST", realm, fields=fields, encode_multipart=False)
            else:
                answer = self._http.request("GET", url, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise self._refused(str(error)) from error
        value: Any = json.loads(answer.data) if answer.status == _OK else {}
        token = value.get("token") or value.get("access_token")
        if not token:
            raise self._refused(f"it answers {answer.status}")
        return str(token)

    def _refused(self, why: str) -> Exception:
        return unknown(
            "login-refused",
            Where(resource=self._host),
            f"the registry's token service gives no token: {why}",
            f"log in to {self._host} again",
        )


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
