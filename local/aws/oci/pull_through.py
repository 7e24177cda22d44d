"""Images that a pull-through cache fetches from another registry; here only from this machine.

ECR user guide, "Pull through cache": a pull of `PREFIX/NAME` imports the image from the upstream of
the rule with that prefix (`ROOT` for any), and at most every 24 hours looks for a newer one under
the tag; whoever pulls needs `ecr:BatchImportUpstreamImage`, and `ecr:CreateRepository` the first
time. A failure of the upstream leaves what is here. Refuses an upstream that is not loopback.
"""

import base64
import http.client
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from moto.ecr.exceptions import ImageAlreadyExistsException

from local.aws.oci import creation, events, images, layers, manifest, site
from local.aws.oci.arrival import arrive
from local.aws.oci.effects import Arrival
from local.aws.oci.errors import Refused
from local.aws.oci.storage import digest_of

_FRESH_SECONDS: Final = 24 * 60 * 60
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_TIMEOUT: Final = 30
_ROOT: Final = "ROOT"
_ACCEPT: Final = ", ".join(sorted(manifest.IMAGES | manifest.INDEXES))


class UpstreamError(Exception):
    """The upstream gives nothing; the text says why."""


def fetch_image(visit: Any, name: str, reference: str) -> None:
    """Brings in an image that a rule is about, if it is not here or not fresh."""
    backend = visit.backend
    rule = _rule(backend, name)
    if rule is None:
        return
    known = backend.repositories.get(name)
    image = images.find(known, reference) if known is not None else None
    if image is not None and _is_fresh(backend, name, reference):
        return
    visit.require("BatchImportUpstreamImage", name)
    if known is None:
        visit.require("CreateRepository", name)
    upstream = _Upstream(backend, rule, name)
    try:
        _import(backend, upstream, rule, name, reference)
    except (UpstreamError, OSError, http.client.HTTPException) as error:
        detail = {**_detail(rule, "FAILED"), "repository-name": name, "failure-reason": str(error)}
        events.send(backend, "ECR Pull Through Cache Action", detail)
        if known is None:
            raise Refused(404, "NAME_UNKNOWN", f"the upstream registry: {error}") from None


def _rule(backend: Any, name: str) -> dict[str, Any] | None:
    found = [
        rule
        for prefix, rule in backend.cache_rules.items()
        if prefix == _ROOT or name.startswith(f"{prefix}/")
    ]
    return max(found, key=lambda rule: _length(rule["ecrRepositoryPrefix"]), default=None)


def _length(prefix: str) -> int:
    return -1 if prefix == _ROOT else len(prefix)


def _is_fresh(backend: Any, name: str, reference: str) -> bool:
    """A digest never changes; a tag was looked up within a day."""
    if reference.startswith("sha256:"):
        return True
    looked = backend.cache_looked_up.get((name, reference), 0.0)
    return bool(site.here().clock.now().timestamp() - looked < _FRESH_SECONDS)


def _import(
    backend: Any, upstream: "_Upstream", rule: dict[str, Any], name: str, reference: str
) -> None:
    text, kind = upstream.manifest(reference)
    repository = creation.for_arrival(backend, name, "PULL_THROUGH_CACHE")
    tag = None if reference.startswith("sha256:") else reference
    _take(backend, upstream, rule, repository, text, kind, tag)
    if tag is not None:
        backend.cache_looked_up[(name, tag)] = site.here().clock.now().timestamp()


def _take(
    backend: Any,
    upstream: "_Upstream",
    rule: dict[str, Any],
    repository: Any,
    text: str,
    kind: str,
    tag: str | None,
) -> None:
    read = manifest.read(text, kind)
    for digest in read.children:
        if images.find(repository, digest) is None:
            _take(backend, upstream, rule, repository, *upstream.manifest(digest), None)
    for digest in read.blobs:
        if digest not in repository.layers:
            upstream.layer(repository, layers.key(backend, repository.name), digest)
    arrival = Arrival("ECR Pull Through Cache Action", _detail(rule, "SUCCESS"))
    try:
        arrive(backend, repository.name, text, tag, kind, None, arrival)
    except ImageAlreadyExistsException:
        return


def _detail(rule: dict[str, Any], status: str) -> dict[str, str]:
    return {
        "rule-version": "1",
        "sync-status": status,
        "ecr-repository-prefix": rule["ecrRepositoryPrefix"],
        "upstream-registry-url": rule["upstreamRegistryUrl"],
    }


@dataclass
class _Upstream:
    """One repository of the registry behind a rule."""

    backend: Any
    rule: dict[str, Any]
    name: str

    @property
    def _path(self) -> str:
        prefix = self.rule["ecrRepositoryPrefix"]
        rest = self.name if prefix == _ROOT else self.name.removeprefix(f"{prefix}/")
        above = self.rule.get("upstreamRepositoryPrefix") or _ROOT
        return f"/v2/{rest}" if above == _ROOT else f"/v2/{above}/{rest}"

    def manifest(self, reference: str) -> tuple[str, str]:
        """A manifest and its type."""
        with self._get(f"{self._path}/manifests/{reference}", _ACCEPT) as answer:
            content = answer.read(manifest.MAX_BYTES + 1)
        if len(content) > manifest.MAX_BYTES:
            raise UpstreamError("the manifest is too large")
        if reference.startswith("sha256:") and digest_of(content) != reference:
            raise UpstreamError(f"the manifest is not {reference}")
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        try:
            text = content.decode()
            return text, manifest.read(text, kind).media_type
        except ValueError as error:
            raise UpstreamError(f"the manifest of {reference}: {error}") from None

    def layer(self, repository: Any, owner: Any, digest: str) -> None:
        """Fetches a layer into a repository."""
        store = site.here().store
        upload = store.begin(owner)
        try:
            with self._get(f"{self._path}/blobs/{digest}") as answer:
                store.append(upload, answer.readinto, layers.MAX_BYTES)
            _require(digest, upload.digest)
        except BaseException:
            store.cancel(upload)
            raise
        layers.publish(repository, upload)

    def _get(self, path: str, accept: str = "*/*") -> http.client.HTTPResponse:
        address = self.rule["upstreamRegistryUrl"]
        headers = {"Accept": accept, **self._authorization()}
        answer = _request(address, path, headers)
        if answer.status in (302, 303, 307, 308):
            target = urlsplit(answer.headers.get("Location", ""))
            answer.close()
            answer = _request(target.netloc or address, f"{target.path}?{target.query}", {})
        if answer.status != http.HTTPStatus.OK:
            answer.close()
            raise UpstreamError(f"{address}{path} answers {answer.status}")
        return answer

    def _authorization(self) -> dict[str, str]:
        """The user and access token of the rule's secret."""
        arn = self.rule.get("credentialArn")
        if not arn:
            return {}
        from moto.secretsmanager.models import secretsmanager_backends

        secrets = secretsmanager_backends[self.backend.account_id][self.backend.region_name]
        try:
            value = json.loads(secrets.get_secret_value(arn, None, None)["SecretString"])
            pair = f"{value['username']}:{value['accessToken']}"
        except Exception:  # noqa: BLE001 - whatever moto raises for a secret that is none
            raise UpstreamError("the secret of the rule has no username and accessToken") from None
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def _require(wanted: str, found: str) -> None:
    if found != wanted:
        raise UpstreamError(f"the layer {wanted} came as {found}")


def _request(address: str, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    host = urlsplit(f"//{address}").hostname
    if host not in _LOOPBACK:
        raise UpstreamError(f"{address} is not on this machine, which the local AWS never leaves")
    connection = http.client.HTTPConnection(address, timeout=_TIMEOUT)
    connection.request("GET", path, headers={**headers, "Connection": "close"})
    return connection.getresponse()
