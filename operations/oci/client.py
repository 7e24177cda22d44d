"""One registry: requests that are repeated when that is right, and nothing that is kept in memory.

Owns status codes, back-off and redirects. A dropped connection, 429 and 5xx are asked again, later
each time; 401, and 403 for an expired token, with a new token; everything else is an answer.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.response import BaseHTTPResponse

from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.oci.authorization import Authorization
from operations.oci.credentials import Source
from operations.oci.reference import Repository

CHUNK: Final = 1 << 20
_TRIES: Final = 8
#: Connections for manifests, which are not what `workers` counts.
_OTHERS: Final = 10
_LONGEST: Final = 30.0
_REDIRECTS: Final = 5
_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})


Body = Iterable[bytes] | bytes


@dataclass
class Registry:
    """The API of a registry.

    Attributes:
        host: its host, with a port.
        base: its URL.
        source: where its credentials come from.
        workers: how many connections are kept.
        sleep: what waits.
        limits: the limit of pulls, as the registry tells it.
        lacks_referrers: whether it has said that it has no referrers API.
    """

    host: str
    base: str
    source: Source
    workers: int = 8
    sleep: Callable[[float], None] = time.sleep
    limits: dict[str, str] = field(default_factory=dict)
    lacks_referrers: bool = False
    _http: urllib3.PoolManager = field(init=False)
    _authorization: Authorization = field(init=False)

    def __post_init__(self) -> None:
        timeout = urllib3.Timeout(connect=10, read=120)
        self._http = urllib3.PoolManager(
            maxsize=self.workers + _OTHERS, timeout=timeout, retries=False, blocksize=CHUNK
        )
        self._authorization = Authorization(self._http, self.host, self.source)

    def ask(
        self,
        method: str,
        path: str | Callable[[], str],
        *,
        repository: str,
        actions: str = "pull",
        accept: tuple[int, ...] = (200,),
        headers: Mapping[str, str] | None = None,
        body: Callable[[], Body] | None = None,
    ) -> BaseHTTPResponse:
        """The answer to a request, its body unread; a status outside `accept` is a refusal.

        `path` and `body` are called for each try where they are functions, so that an upload and
        its stream start again.

        Raises:
            CouldNotFindOut: no acceptable answer came.
        """
        scope = f"repository:{repository}:{actions}"
        where, last, renewed = Where(resource=f"{self.host}/{repository}"), "", 0
        for tries in range(_TRIES):
            target = path() if callable(path) else path
            try:
                sent = self._authorization.header(scope)
                answer = self._send(method, target, {**(headers or {}), **sent}, body)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                last = f"{type(error).__name__}: {error}"
                self._pause(tries, None)
                continue
            if answer.status in accept:
                self._note(answer)
                return answer
            last = _told(answer)
            if answer.status in (401, 403):
                challenge = answer.headers.get("www-authenticate", "Basic")
                if renewed < 2 and self._authorization.renew(
                    scope, challenge, sent.get("Authorization")
                ):
                    renewed += 1
                    continue
                break
            if answer.status not in _AGAIN:
                break
            self._pause(tries, answer.headers.get("retry-after"))
        raise unknown(
            "registry-refused",
            where,
            f"{method} {urlsplit(target).path} was refused: {last}",
            "see the registry's message; a login may be missing",
        )

    def pages(self, path: str, member: str, *, repository: str) -> Iterator[Any]:
        """What a list of several pages holds, by its `Link` headers."""
        following: str | None = path
        while following:
            answer = self.ask("GET", following, repository=repository)
            value = answer.json()
            yield from value.get(member) or ()
            following = _next(answer.headers.get("link", ""), following)

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Callable[[], Body] | None,
    ) -> BaseHTTPResponse:
        url = urljoin(self.base, path)
        sent = dict(headers)
        for _ in range(_REDIRECTS):
            if urlsplit(url).netloc != urlsplit(self.base).netloc:
                # A blob may live elsewhere, by a signed URL: the registry's token is not for it.
                sent.pop("Authorization", None)
            answer = self._http.request(
                method,
                url,
                headers=sent,
                body=body() if body else None,
                preload_content=False,
                redirect=False,
            )
            place = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not place:
                return answer
            answer.drain_conn()
            url = urljoin(url, place)
        return answer

    def _pause(self, tries: int, retry_after: str | None) -> None:
        wait = min(0.5 * 2**tries, _LONGEST)
        if retry_after and retry_after.isdigit():
            wait = min(max(wait, float(retry_after)), 10 * _LONGEST)
        self.sleep(wait)

    def _note(self, answer: BaseHTTPResponse) -> None:
        """The registry's limit of pulls, where it tells one (Docker Hub does)."""
        for name in ("ratelimit-limit", "ratelimit-remaining", "ratelimit-source"):
            if name in answer.headers:
                self.limits[name] = answer.headers[name]


def registry_of(repository: Repository, source: Source, workers: int = 8) -> Registry:
    """The registry that a repository is in."""
    return Registry(repository.host, repository.base, source, workers)


def _told(answer: BaseHTTPResponse) -> str:
    text = answer.read(2000).decode("utf-8", "replace")
    answer.release_conn()
    return f"{answer.status} {text}".strip()


def _next(link: str, current: str) -> str | None:
    target, _, relation = link.partition(">")
    return urljoin(current, target.lstrip("<")) if 'rel="next"' in relation else None
