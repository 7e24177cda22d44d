"""A small OCI client: one connection for each request, no dependency, nothing hidden.

What clients do beyond this (retries, caches, credential stores) is what `make clients` is for.
"""

import base64
import hashlib
import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def descriptor(content, kind=LAYER, **more):
    return {"mediaType": kind, "digest": digest_of(content), "size": len(content), **more}


def image(*layers, config=b"{}", **more):
    body = {
        "schemaVersion": 2,
        "mediaType": OCI_IMAGE,
        "config": descriptor(config, CONFIG),
        "layers": [descriptor(layer) for layer in layers],
        **more,
    }
    return json.dumps(body).encode()


def index(*manifests, **more):
    listed = [descriptor(manifest, OCI_IMAGE) for manifest in manifests]
    body = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": listed, **more}
    return json.dumps(body).encode()


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self):
        """The code and the message of the one error."""
        (found,) = json.loads(self.body)["errors"]
        return found["code"], found["message"]

    @property
    def json(self):
        return json.loads(self.body)


class Door:
    """The registry's door, as one who holds a password."""

    def __init__(self, port, password, user="AWS"):
        self.port = port
        self.basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def ask(self, method, path, body=None, **headers):
        given = {"Host": f"localhost:{self.port}", "Authorization": self.basic}
        given |= {name.replace("_", "-"): text for name, text in headers.items()}
        given = {name: text for name, text in given.items() if text is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            names = {name.lower(): text for name, text in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            connection.close()

    def begin(self, name, query=""):
        return self.ask("POST", f"/v2/{name}/blobs/uploads/{query}")

    def upload(self, name, content):
        """A layer, if it is not there: as clients do it."""
        digest = digest_of(content)
        if self.ask("HEAD", f"/v2/{name}/blobs/{digest}").status == 200:
            return digest
        begun = self.begin(name)
        assert begun.status == 202, begun
        done = self.ask("PUT", f"{begun.headers['location']}?digest={digest}", content)
        assert done.status == 201, done
        return digest

    def put(self, name, reference, manifest, kind=OCI_IMAGE):
        return self.ask("PUT", f"/v2/{name}/manifests/{reference}", manifest, Content_Type=kind)

    def push(self, name, tag, *layers, config=b"{}", **more):
        """A whole image; its manifest."""
        for content in (config, *layers):
            self.upload(name, content)
        manifest = image(*layers, config=config, **more)
        put = self.put(name, tag or digest_of(manifest), manifest)
        assert put.status == 201, put
        return manifest

    def get(self, name, reference, accept=f"{OCI_IMAGE}, {OCI_INDEX}", method="GET"):
        return self.ask(method, f"/v2/{name}/manifests/{reference}", Accept=accept)

    def pull(self, name, reference):
        """An image's layers, redirects followed and digests checked; None if it is not there."""
        answer = self.get(name, reference)
        if answer.status != 200:
            return None
        contents = []
        for part in answer.json["layers"]:
            blob = self.ask("GET", f"/v2/{name}/blobs/{part['digest']}")
            if blob.status == 307:
                target = urlsplit(blob.headers["location"])
                path = f"{target.path}?{target.query}"
                blob = self.ask("GET", path, Authorization=None)
            assert digest_of(blob.body) == part["digest"], blob
            contents.append(blob.body)
        return contents

    def tags(self, name):
        return self.ask("GET", f"/v2/{name}/tags/list").json["tags"]

    def delete(self, name, reference):
        return self.ask("DELETE", f"/v2/{name}/manifests/{reference}").status
