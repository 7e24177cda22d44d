"""Whether Docker, on this machine, has a login for this very registry.

Owns the causes of `no basic auth credentials`: none at all, one for another registry or another
form of its name, one that a helper shadows, one that is too old, one of another user. Source: ECR
user guide, "Private registry authentication": a token is good for 12 hours.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from operations.doctor.case import Case
from operations.doctor.docker import Configuration, folder_of, read
from operations.doctor.notes import Notes
from operations.failures import CouldNotFindOut
from operations.oci.credentials import of_helper
from operations.reference import Registry, registry_of

_GOOD_FOR: Final = timedelta(hours=12)
_FAILS: Final = "pulls and pushes end in `no basic auth credentials`"


@dataclass(frozen=True)
class Here:
    """The machine that this runs on, as far as a login goes.

    Attributes:
        folder: the folder of Docker's configuration.
        has_docker: whether Docker is installed.
        other_home: the home of the user that called sudo; None where nobody did.
        on_runner: whether a CI runner started this.
        now: what time it is.
    """

    folder: Path
    has_docker: bool
    other_home: Path | None
    on_runner: bool
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def here(folder: Path | None) -> Here:
    """The machine that this runs on."""
    user = os.environ.get("SUDO_USER", "")
    return Here(
        folder=folder_of(folder),
        has_docker=shutil.which("docker") is not None,
        other_home=_home(user) if user and user != "root" and not folder else None,
        on_runner=bool(os.environ.get("CI")) and not os.environ.get("DOCKER_CONFIG"),
    )


def _home(user: str) -> Path | None:
    home = Path(f"~{user}").expanduser()
    return home if home.is_absolute() else None


def login(case: Case, machine: Here, notes: Notes) -> None:
    """The login that Docker would use for the registry of the case."""
    if case.place is not None and not case.place.is_here:
        notes.skip("it is another machine that pulls; its Docker configuration is not here")
        return
    docker, host = read(machine.folder), case.registry
    if docker.written is None and not machine.has_docker:
        notes.skip("there is no Docker and no configuration of it on this machine")
        return
    if docker.helper(host):
        _helper(docker, host, machine, notes)
    elif host in docker.logins:
        _stored(docker, host, machine, notes)
    else:
        _none(docker, host, machine, notes)


def _helper(docker: Configuration, host: str, machine: Here, notes: Notes) -> None:
    name = docker.helper(host)
    member = "credHelpers" if host in docker.helpers else "credsStore"
    try:
        known = of_helper(name, host) is not None
    except CouldNotFindOut as error:
        for one in error.findings:
            notes.bad(
                "helper-does-not-answer",
                host,
                f"`{member}` of {docker.path} names docker-credential-{name}: {one.problem}",
                f"Docker asks nobody else for this host; {_FAILS}",
                f"install docker-credential-{name}, or remove it from `{member}` and log in again",
            )
        return
    if known:
        notes.say(f"docker-credential-{name} has a login for {host}")
    elif host in docker.logins:
        notes.bad(
            "helper-shadows-login",
            host,
            f"`{member}` of {docker.path} names docker-credential-{name}, which knows no login; "
            "`auths` of the same file has one, which Docker does not read then",
            _FAILS,
            f"{_command(host)}: it goes to the helper; or remove the helper",
        )
    else:
        _none(docker, host, machine, notes)


def _stored(docker: Configuration, host: str, machine: Here, notes: Notes) -> None:
    """The file is written at a login, so a login is at least as old as the file."""
    age = machine.now() - (docker.written or machine.now())
    if registry_of(host) and age >= _GOOD_FOR:
        notes.bad(
            "login-too-old",
            host,
            f"{docker.path} was written {age.total_seconds() / 3600:.0f} hours ago, and a token "
            "of ECR is good for 12",
            "the registry answers 401 or 403, and clients say `no basic auth credentials` or "
            "`authorization token has expired`",
            f"{_command(host)}; or let docker-credential-ecr-login fetch tokens by itself",
        )
        return
    notes.say(f"{docker.path} has a login for {host}")


def _none(docker: Configuration, host: str, machine: Here, notes: Notes) -> None:
    others = sorted(one for one in {*docker.logins, *docker.helpers} if registry_of(one))
    alike = [why for other in others if (why := _difference(host, other))]
    if machine.other_home is not None:
        theirs = read(machine.other_home / ".docker")
        if host in theirs.logins or theirs.helper(host):
            alike.append(
                f"{theirs.path} has one: under sudo, Docker reads root's configuration, and the "
                "login was made without"
            )
    if docker.helper(host) and host not in docker.logins:
        alike.append(f"docker-credential-{docker.helper(host)} knows none either")
    fix = _command(host)
    if machine.on_runner:
        fix += (
            "; on a runner that several jobs share, give each its own DOCKER_CONFIG: a job's "
            "logout takes the others' login away"
        )
    notes.bad(
        "login-elsewhere" if alike else "not-logged-in",
        host,
        f"{docker.path} has no login for this host" + "".join(f"; {why}" for why in alike),
        _FAILS,
        fix,
    )


def _difference(host: str, other: str) -> str:
    """In what a host that is logged in to differs from the one that is wanted."""
    wanted, found = registry_of(host), registry_of(other)
    if wanted is None or found is None:
        return f"there is one for {other}"
    parts = [
        f"{name} {theirs} in place of {ours}"
        for name, theirs, ours in (
            ("account", found.account, wanted.account),
            ("Region", found.region, wanted.region),
        )
        if theirs != ours
    ]
    if not parts and found.form != wanted.form:
        parts = [f"the {found.form} name of the same registry; Docker compares names"]
    return f"there is one for {other}: {', '.join(parts)}" if parts else ""


def _command(host: str) -> str:
    found: Registry | None = registry_of(host)
    region = f" --region {found.region}" if found else ""
    return (
        f"aws ecr get-login-password{region} | docker login --username AWS --password-stdin {host}"
    )
