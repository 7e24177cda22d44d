"""Whether the registry takes the login that Docker has, asked of the registry itself.

Source: OCI distribution specification, "Determining support": `GET /v2/` answers 200 to whoever is
logged in.
"""

from typing import Final
from urllib.parse import urlsplit

import urllib3

from operations.doctor.case import Case
from operations.doctor.docker import folder_of
from operations.doctor.login import Here
from operations.doctor.network import Network, elsewhere
from operations.doctor.notes import Notes
from operations.oci.credentials import of_docker

_OK: Final = 200
#: 400 is ECR's answer to a token that it never gave out.
_REFUSED: Final = (400, 401, 403)


def accepted(case: Case, machine: Here, network: Network, notes: Notes) -> None:
    """The registry's answer to Docker's login."""
    if elsewhere(case, notes):
        return
    host = str(urlsplit(case.url).hostname)
    if not network.reached.get(host):
        notes.skip("the registry takes no connection")
        return
    login = of_docker(case.registry, folder_of(machine.folder))()
    if login is None:
        notes.skip("Docker has no login for it")
        return
    http = urllib3.PoolManager(timeout=network.seconds, retries=False, ssl_context=network.trusted)
    try:
        answer = http.request("GET", f"{case.url}/v2/", headers={"Authorization": login.basic})
    except urllib3.exceptions.HTTPError as error:
        notes.could_not(
            "registry-not-reached",
            case.registry,
            f"it did not answer GET /v2/: {type(error).__name__}",
            "see the tests above",
        )
        return
    if answer.status == _OK:
        notes.say(f"{case.registry} takes the login")
    elif answer.status in _REFUSED:
        notes.bad(
            "login-refused",
            case.registry,
            f"it refuses Docker's login with {answer.status}",
            "pulls and pushes end in `no basic auth credentials`, 401 or 403",
            "log in again: the token is older than 12 hours, of an account that may not use this "
            "registry, or its role has gone",
        )
    else:
        notes.could_not(
            "registry-not-reached",
            case.registry,
            f"it answers GET /v2/ with {answer.status}",
            "try again; a proxy may be in between",
        )
