"""ECR's read calls on loopback, as slow as is wanted; it counts how many calls it has at once."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.ecr_lifecycle.rules import GOOD, UNTAGGED, age, count, policy, rule

POLICIES = (
    GOOD,
    policy(UNTAGGED, rule(2, count("any", 20))),
    policy(rule(1, age("any", 90))),
    None,
)
ERROR = "application/x-amz-json-1.1"


class Fleet:
    """Repositories with the same images, and a policy each of a few."""

    def __init__(self, repositories, images, latency=0.0, page=1000, denied=(), indexes=False):
        self.names = [f"team-{number % 7}/service-{number:04}" for number in range(repositories)]
        self.latency, self.page, self.denied = latency, page, set(denied)
        self.details = [detail(number) for number in range(images)]
        if indexes:
            self.details[0]["imageManifestMediaType"] = "application/vnd.oci.image.index.v1+json"
        self.cached = {}
        self.calls = []
        self.running = self.most = 0
        self.busy = 0.0
        self.first = self.last = None
        self.lock = threading.Lock()

    def answer(self, operation, asked):
        self.calls.append((operation, asked.get("repositoryName")))
        return getattr(self, operation)(asked)

    def DescribeRepositories(self, asked):
        start = int(asked.get("nextToken") or 0)
        size = min(self.page, asked["maxResults"])
        listed = [
            {
                "registryId": "111111111111",
                "repositoryName": name,
                "repositoryArn": f"arn:aws:ecr:eu-west-1:111111111111:repository/{name}",
            }
            for name in self.names[start : start + size]
        ]
        more = start + size < len(self.names)
        return 200, {"repositories": listed, **({"nextToken": str(start + size)} if more else {})}

    def GetLifecyclePolicy(self, asked):
        name = asked["repositoryName"]
        chosen = POLICIES[self.names.index(name) % len(POLICIES)]
        if name in self.denied:
            return 400, {"__type": "AccessDeniedException", "message": "no right to read this"}
        if chosen is None:
            return 400, {"__type": "LifecyclePolicyNotFoundException", "message": "none"}
        return 200, {"repositoryName": name, "lifecyclePolicyText": json.dumps(chosen)}

    def DescribeImages(self, asked):
        assert asked["filter"] == {"imageStatus": "ANY"}, "archived images are asked for"
        start = int(asked.get("nextToken") or 0)
        if start not in self.cached:
            size = min(self.page, asked["maxResults"])
            body = {"imageDetails": self.details[start : start + size]}
            if start + size < len(self.details):
                body["nextToken"] = str(start + size)
            self.cached[start] = json.dumps(body).encode()
        return 200, self.cached[start]

    def ListTagsForResource(self, asked):
        team = asked["resourceArn"].split("/")[1]
        return 200, {"tags": [{"Key": "Owner", "Value": team}]}

    def BatchGetImage(self, asked):
        manifest = {
            "schemaVersion": 2,
            "manifests": [{"digest": self.details[1]["imageDigest"]}],
        }
        images = [
            {"imageId": {"imageDigest": each["imageDigest"]}, "imageManifest": json.dumps(manifest)}
            for each in asked["imageIds"]
        ]
        return 200, {"images": images, "failures": []}

    def enter(self):
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.first = self.first or time.monotonic()

    def leave(self, seconds):
        with self.lock:
            self.running -= 1
            self.busy += seconds
            self.last = time.monotonic()


def detail(number):
    """An image: every tenth untagged, pushed an hour apart before November 2026."""
    return {
        "registryId": "111111111111",
        "repositoryName": "any",
        "imageDigest": f"sha256:{number:064x}",
        "imageTags": [f"v1.{number}"] if number % 10 else [],
        "imageSizeInBytes": 100_000_000,
        "imagePushedAt": 1_793_500_000 - 3600 * number,
        "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
        "imageStatus": "ACTIVE",
    }


def server(fleet):
    """A server of `fleet` on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            fleet.enter()
            started = time.monotonic()
            status, answer = fleet.answer(operation, json.loads(body))
            time.sleep(fleet.latency)
            fleet.leave(time.monotonic() - started)
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", ERROR)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        def do_GET(self):
            wall = (fleet.last or 0) - (fleet.first or 0)
            told = {"calls": len(fleet.calls), "busy": fleet.busy, "wall": wall, "most": fleet.most}
            data = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    return Server(("127.0.0.1", 0), Handler)
