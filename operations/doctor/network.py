"""The way from this machine to the registry: names, TCP, TLS, and the registry's own answer.

Owns sockets and what their errors mean. Every step has a time limit, name resolution too, which has
none of its own. Source: ECR user guide, "Amazon ECR interface VPC endpoints": the API, the registry
and the bucket of the layers are three names.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import Empty, Queue
from threading import Thread
from typing import Any, Final
from urllib.parse import urlsplit

from operations.doctor.case import Case
from operations.doctor.notes import Notes

Resolver = Callable[[str, int], list[str]]

_HTTPS: Final = 443
_HTTP: Final = 80


@dataclass(frozen=True)
class Target:
    """One name that a pull goes to.

    Attributes:
        what: what it serves.
        host: the name.
        port: the port.
        tls: whether it speaks TLS.
        lost: what fails without it.
    """

    what: str
    host: str
    port: int
    tls: bool
    lost: str


@dataclass
class Network:
    """The network of the machine that this runs on.

    Attributes:
        seconds: how long one step may take.
        resolve: the addresses of a name.
        trusted: which certificates are trusted; the system's where None.
        addresses: what was resolved, by name.
        reached: the addresses that took a connection, by name.
    """

    seconds: float = 5.0
    resolve: Resolver = field(default_factory=lambda: resolved)
    trusted: ssl.SSLContext | None = None
    addresses: dict[str, list[str]] = field(default_factory=dict)
    reached: dict[str, list[str]] = field(default_factory=dict)


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def targets(case: Case) -> list[Target]:
    """The names that a pull goes to."""
    api = urlsplit(str(case.aws.client("ecr").meta.endpoint_url))
    registry = urlsplit(case.url)
    found = [
        _target("ECR's API", api, "logins, and every look at the registry"),
        _target("the registry", registry, "every pull and push"),
    ]
    if case.is_amazon:
        suffix = str(api.hostname).partition(f"{case.aws.region}.")[2]
        host = f"prod-{case.aws.region}-starport-layer-bucket.s3.{case.aws.region}.{suffix}"
        lost = "layers: the manifest comes, and the download hangs"
        found.append(Target("the layers' bucket", host, _HTTPS, True, lost))
    return found


def _target(what: str, url: Any, lost: str) -> Target:
    tls = url.scheme == "https"
    return Target(what, str(url.hostname), url.port or (_HTTPS if tls else _HTTP), tls, lost)


def elsewhere(case: Case, notes: Notes) -> bool:
    """Whether it is another machine that pulls, whose way can't be tried from here."""
    if case.place is not None and not case.place.is_here:
        notes.skip("it is tried from the machine that pulls: run this there, with --from here")
        return True
    return False


def names(case: Case, network: Network, notes: Notes) -> None:
    """Which addresses the names have, and whether they are those of endpoints."""
    if elsewhere(case, notes):
        return
    for target in targets(case):
        found = _resolve(network, target)
        if isinstance(found, str):
            notes.bad(
                "name-not-resolved",
                target.host,
                f"the name of {target.what} has no address: {found}",
                f"{target.lost} fail",
                "check the machine's DNS server; in a VPC, enableDnsSupport and the endpoint's "
                "private DNS",
            )
            continue
        network.addresses[target.host] = found
        notes.say(f"{target.host}: {', '.join(map(_kind, found))}")


def _resolve(network: Network, target: Target) -> list[str] | str:
    """The addresses, or why there are none. A thread that hangs must not keep the command."""
    answers: Queue[list[str] | OSError] = Queue()

    def ask() -> None:
        try:
            answers.put(network.resolve(target.host, target.port))
        except OSError as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=network.seconds)
    except Empty:
        return f"no answer within {network.seconds:g} s"
    if isinstance(answer, OSError):
        return answer.strerror or str(answer)
    return answer or "the answer is empty"


def _kind(address: str) -> str:
    parsed = ip_address(address.partition("%")[0])
    if parsed.is_loopback:
        return f"{address} (this machine)"
    return f"{address} ({'private' if parsed.is_private else 'public'})"


def is_public(address: str) -> bool:
    """Whether an address is one of the internet's."""
    return ip_address(address.partition("%")[0]).is_global


def tcp(case: Case, network: Network, notes: Notes) -> None:
    """Whether each name takes a connection."""
    if elsewhere(case, notes):
        return
    for target in targets(case):
        found = network.addresses.get(target.host, [])
        tries = {one: _connect(network, one, target.port) for one in found}
        network.reached[target.host] = [one for one, why in tries.items() if not why]
        for address, why in tries.items():
            if not why:
                notes.say(f"{target.host} at {address} takes connections on {target.port}")
                continue
            hangs = why == _TIMED_OUT
            notes.bad(
                "connection-times-out" if hangs else "connection-refused",
                f"{target.host}:{target.port}",
                f"{target.what} at {address}: {why}",
                f"{target.lost} {'hang until they time out' if hangs else 'fail'}",
                "a security group, a network ACL, a route or a firewall drops it: the tests below "
                "look at those of a VPC that is named"
                if hangs
                else "nothing listens there: check the address, and what the name resolves to",
            )
    if not any(network.reached.values()):
        notes.say("no name has an address that answers")


_TIMED_OUT: Final = "no answer in time"


def _connect(network: Network, address: str, port: int) -> str:
    """Why there is no connection; empty where there is one."""
    try:
        socket.create_connection((address, port), network.seconds).close()
    except TimeoutError:
        return _TIMED_OUT
    except OSError as error:
        return error.strerror or str(error)
    return ""


def tls(case: Case, network: Network, notes: Notes) -> None:
    """Whether each name proves that it is itself."""
    if elsewhere(case, notes):
        return
    asked = [one for one in targets(case) if one.tls and network.reached.get(one.host)]
    if not asked:
        plain = all(not one.tls for one in targets(case))
        notes.skip("no name speaks TLS" if plain else "nothing takes connections")
        return
    for target in asked:
        why, fix = _handshake(network, target)
        if why:
            notes.bad(
                "tls-fails",
                f"{target.host}:{target.port}",
                f"{target.what}: {why}",
                f"{target.lost} fail with an error about TLS or x509",
                fix,
            )
        else:
            notes.say(f"{target.host} proves its name")


def _handshake(network: Network, target: Target) -> tuple[str, str]:
    context = network.trusted or ssl.create_default_context()
    address = network.reached[target.host][0]
    try:
        with (
            socket.create_connection((address, target.port), network.seconds) as plain,
            context.wrap_socket(plain, server_hostname=target.host),
        ):
            return "", ""
    except ssl.SSLCertVerificationError as error:
        return (
            f"its certificate is not trusted: {error.verify_message}",
            "a proxy that reads TLS is in between: let it pass ECR and S3 through, or trust its "
            "authority in the daemon",
        )
    except TimeoutError:
        return (
            "it takes the connection and never answers",
            "something between drops large packets or inspects TLS: check the MTU and firewalls",
        )
    except OSError as error:
        return (
            f"the handshake fails: {error.strerror or error}",
            "look at what answers there: a proxy, or something else than the registry",
        )
