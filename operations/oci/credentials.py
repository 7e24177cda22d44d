"""Credentials for a registry: ECR's own token, Docker's configuration, or standard input.

Owns the look-up. Refuses a password as an argument: every user of the machine sees those. Source:
Docker, "docker login", credential helpers (`docker-credential-NAME get`: the host on standard
input, JSON on standard output).
"""

import base64
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, unknown

_SECONDS = 30


@dataclass(frozen=True)
class Login:
    """A user and a password, or a token that stands for both (`identitytoken`)."""

    user: str
    password: str = field(repr=False)
    is_token: bool = False

    @property
    def basic(self) -> str:
        """The value of an Authorization header."""
        pair = f"{self.user}:{self.password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"


#: Asked again whenever the registry says that the last answer is no longer good.
Source = Callable[[], Login | None]


def of_ecr(aws: Aws) -> Source:
    """ECR's token: 12 hours, and fetched again when it is refused."""

    def login() -> Login:
        with asking(Where(resource="ECR"), "ecr:GetAuthorizationToken"):
            answer = aws.client("ecr").get_authorization_token()
        token = str(answer["authorizationData"][0]["authorizationToken"])
        user, _, password = base64.b64decode(token).decode().partition(":")
        return Login(user, password)

    return login


def of_docker(host: str, directory: Path | None = None) -> Source:
    """What `docker login` has stored for a host: a helper's answer before the file's own."""
    where = directory or Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")

    def login() -> Login | None:
        configuration = _read(where / "config.json")
        helper = (configuration.get("credHelpers") or {}).get(host) or configuration.get(
            "credsStore"
        )
        if helper:
            found = of_helper(str(helper), host)
            if found:
                return found
        return _of_file((configuration.get("auths") or {}).get(host) or {})

    return login


def anonymous() -> None:
    """Nobody's."""


def _read(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise unknown(
            "no-credentials", Where(file=str(path)), str(error), "log in again with `docker login`"
        ) from error
    return value if isinstance(value, dict) else {}


def of_helper(name: str, host: str) -> Login | None:
    """What a credential helper says of a host; None where it knows nothing.

    Raises:
        CouldNotFindOut: the helper is not there, or does not answer.
    """
    try:
        done = subprocess.run(
            [f"docker-credential-{name}", "get"],
            input=host,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        value = json.loads(done.stdout) if done.returncode == 0 else {}
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise unknown(
            "no-credentials",
            Where(resource=host),
            f"docker-credential-{name} did not answer: {type(error).__name__}",
            "install the helper, or log in again",
        ) from error
    if not value.get("Secret"):
        return None
    user = str(value.get("Username", ""))
    return Login(user, str(value["Secret"]), is_token=user == "<token>")


def _of_file(entry: Mapping[str, Any]) -> Login | None:
    if entry.get("identitytoken"):
        return Login("<token>", str(entry["identitytoken"]), is_token=True)
    if not entry.get("auth"):
        return None
    user, _, password = base64.b64decode(str(entry["auth"])).decode().partition(":")
    return Login(user, password.rstrip("\0"))
