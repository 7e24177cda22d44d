"""A small registry on loopback, as a test wants it: with faults, tokens and a request log."""

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def digest_of(content):
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Store:
    """What a registry holds, and how it misbehaves.

    `fault(method, path)` may answer a status, `"drop"`, or None. `authorized` is the set of
    Authorization headers that are good; None lets everybody in.
    """

    def __init__(self, name="app"):
        self.name = name
        self.blobs, self.manifests, self.tags = {}, {}, {}
        self.log, self.uploads = [], []
        self.fault = lambda method, path: None
        self.authorized, self.challenge = None, 'Basic realm="x"'
        self.referrers_api = True
        self.immutable = False  # or True; or "always", which refuses the same image too, as ECR
        self.lost = set()  # paths whose next PUT is done, and the answer to it lost
        self.lock = threading.Lock()
        self.lie = None

    def blob(self, content):
        self.blobs[digest_of(content)] = content
        return {
            "digest": digest_of(content),
            "size": len(content),
            "mediaType": "application/octet-stream",
        }

    def manifest(self, value, *tags, media_type=MANIFEST):
        content = json.dumps(value).encode()
        digest = digest_of(content)
        self.manifests[digest] = (media_type, content)
        self.tags.update(dict.fromkeys(tags, digest))
        return {"digest": digest, "size": len(content), "mediaType": media_type}

    def image(self, *tags, content=b"layer", **more):
        return self.manifest(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "config": self.blob(b"config" + content),
                "layers": [self.blob(content)],
                **more,
            },
            *tags,
        )

    def index(self, *tags, children):
        return self.manifest(
            {"schemaVersion": 2, "mediaType": INDEX, "manifests": list(children)},
            *tags,
            media_type=INDEX,
        )

    def has_all_of(self, other):
        return (
            other.blobs.items() <= self.blobs.items()
            and other.manifests.items() <= self.manifests.items()
            and other.tags.items() <= self.tags.items()
        )


@contextmanager
def serving(store):
    """The registry's host."""
    handler = type("Handler", (_Handler,), {"store": store})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Any = None

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._handle()

    do_HEAD = do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815

    def _handle(self):
        store, parts = self.store, urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        with store.lock:
            store.log.append((self.command, parts.path))
            fault = store.fault(self.command, parts.path)
        if fault == "drop":
            self.close_connection = True
            self.connection.close()
            return
        body = self.rfile.read(length)
        if fault:
            self._answer(fault, b"{}", **({"retry-after": "0"} if fault == 429 else {}))
            return
        if (
            store.authorized is not None
            and self.headers.get("authorization") not in store.authorized
        ):
            self._answer(401, b"{}", **{"www-authenticate": store.challenge})
            return
        with store.lock:
            self._serve(parts, body)

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _serve(self, parts, body):
        store, path = self.store, parts.path
        prefix = f"/v2/{store.name}/"
        if not path.startswith(prefix):
            self._answer(404, b'{"errors": [{"code": "NAME_UNKNOWN"}]}')
            return
        rest = path.removeprefix(prefix)
        if rest == "tags/list":
            self._tags(parse_qs(parts.query))
        elif rest.startswith("manifests/"):
            self._manifest(rest.removeprefix("manifests/"), body)
        elif rest.startswith("referrers/"):
            self._referrers(rest.removeprefix("referrers/"))
        elif rest == "blobs/uploads/":
            self._answer(202, location=f"{prefix}blobs/uploads/{len(store.log)}?state=1")
        elif rest.startswith("blobs/uploads/"):
            self._upload(parse_qs(parts.query)["digest"][0], body)
        else:
            self._blob(rest.removeprefix("blobs/"))

    def _tags(self, query):
        names, last = sorted(self.store.tags), query.get("last", [""])[0]
        page = [name for name in names if name > last][:3]
        more = page and page[-1] != names[-1]
        link = f'</v2/{self.store.name}/tags/list?n=3&last={page[-1]}>; rel="next"' if more else ""
        body = json.dumps({"tags": page}).encode()
        self._answer(200, body, **({"link": link} if link else {}))

    def _manifest(self, reference, body):
        store = self.store
        digest = store.tags.get(reference, reference)
        if self.command == "PUT":
            given = digest_of(body)
            value = json.loads(body)
            wanted = [one["digest"] for one in value.get("manifests", ())]
            listed = [one["digest"] for one in (value.get("layers") or [])]
            if reference.startswith("sha256:") and reference != given:
                self._answer(400, b"digest")
            elif not (set(wanted) <= store.manifests.keys() and set(listed) <= store.blobs.keys()):
                self._answer(400, b"missing")
            elif store.immutable and self._is_taken(reference, given):
                self._answer(400, b"TAG_INVALID immutable")
            else:
                store.manifests[given] = (self.headers["content-type"], body)
                if not reference.startswith("sha256:"):
                    store.tags[reference] = given
                if self.path in store.lost:
                    store.lost.remove(self.path)
                    self.close_connection = True
                    self.connection.close()
                    return
                self._answer(201)
        elif digest in store.manifests:
            media_type, content = store.manifests[digest]
            self._answer(
                200,
                content,
                **{
                    "content-type": media_type,
                    "docker-content-digest": digest,
                    "ratelimit-remaining": "90;w=3600",
                },
            )
        else:
            self._answer(404, b"{}")

    def _is_taken(self, tag, digest):
        tags = self.store.tags
        return tag in tags and (self.store.immutable == "always" or tags[tag] != digest)

    def _referrers(self, digest):
        if not self.store.referrers_api:
            self._answer(404, b"{}")
            return
        found = [
            {"digest": each, "mediaType": kind, "size": len(content)}
            for each, (kind, content) in self.store.manifests.items()
            if json.loads(content).get("subject", {}).get("digest") == digest
        ]
        self._answer(200, json.dumps({"manifests": found}).encode())

    def _upload(self, digest, body):
        self.store.uploads.append(digest)
        if digest_of(body) != digest:
            self._answer(400, b"digest")
            return
        self.store.blobs[digest] = body
        self._answer(201)

    def _blob(self, digest):
        content = self.store.blobs.get(digest)
        if content is None:
            self._answer(404)
        else:
            lie = self.store.lie
            self._answer(200, lie if lie and self.command == "GET" else content)
