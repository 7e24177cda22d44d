"""`registryctl migrate`, a process of its own, between two registries, killed and lied to.

The source is a small registry of the tests, the target the local AWS, whose ECR and whose door are
behind one wire. A run is killed with SIGKILL at ten places of its work, and the next one takes it
up: the target is the only state.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from tests.end_to_end.operations.wire import wire
from tests.operations.migrate.registry import INDEX, MANIFEST, Store, serving
from tests.support.stacks import ROOT
from tools.clients.registry import registry

MOMENTS = 10
LARGE = 3 << 20


def contents():
    """Five tags: shared and own layers, two platforms, a signature by tag, a referrer."""
    store = Store("old")
    base = store.blob(b"base" * (LARGE // 4))

    def image(name, *tags, size=200_000, **more):
        config = store.blob(b'{"name": "%s"}' % name)
        own = store.blob((name * size)[:size])
        value = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config}
        return store.manifest({**value, "layers": [base, own], **more}, *tags)

    amd, arm = image(b"amd"), image(b"arm", size=LARGE)
    index = store.index("2.0", "latest", children=[amd, arm])
    for number in range(3):
        image(b"one %d" % number, f"1.{number}")
    single = image(b"signed", "1.9", size=LARGE)
    image(b"cosign", single["digest"].replace(":", "-") + ".sig", size=300)
    image(b"sbom", size=5_000, subject={**index, "mediaType": INDEX})
    return store


@pytest.fixture(scope="module")
def ends():
    """A source that is full, a local AWS, a wire before it, and the command."""
    source = contents()
    with registry() as shop, serving(source) as host, wire(shop.local.port) as passing:
        environment = {**shop.environment, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{passing.port}"}

        def start(into, *words):
            command = [sys.executable, "-m", "operations", "migrate", f"{host}/old"]
            return subprocess.Popen(
                [*command, "--into", into, "--yes", *words],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )

        yield SimpleNamespace(source=source, wire=passing, shop=shop, start=start)


def repository(ends, name, mutability="IMMUTABLE"):
    ends.shop.ecr.create_repository(repositoryName=name, imageTagMutability=mutability)
    _reset(ends.wire)
    return name


def _reset(passing):
    passing.steps = passing.requests = passing.logins = 0
    passing.moment = passing.act = None
    passing.fault = lambda number, method, path: None
    passing.stale_range = False
    passing.methods, passing.stored, passing.expired = [], [], set()


def finished(process):
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def assert_whole(ends, name):
    """Every manifest of the source is there under its digest and tags; every blob was stored, and
    none twice.
    """
    listed = ends.shop.ecr.describe_images(repositoryName=name)["imageDetails"]
    tags = {tag: one["imageDigest"] for one in listed for tag in one.get("imageTags", ())}
    assert {one["imageDigest"] for one in listed} == set(ends.source.manifests)
    assert tags == ends.source.tags
    stored = Counter(ends.wire.stored)
    assert set(stored) == set(ends.source.blobs)
    assert set(stored.values()) == {1}, "a blob that was complete was sent twice"


@pytest.fixture(scope="module")
def work(ends):
    """How many steps an undisturbed run has."""
    name = repository(ends, "undisturbed")
    finished(ends.start(name))
    assert_whole(ends, name)
    return ends.wire.steps


@pytest.mark.parametrize("moment", range(1, MOMENTS + 1))
def test_a_run_that_is_killed_is_taken_up_and_nothing_is_missing_or_sent_twice(ends, work, moment):
    name = repository(ends, f"killed-{moment}")
    process = ends.start(name)
    ends.wire.act = lambda: os.kill(process.pid, signal.SIGKILL)
    ends.wire.moment = work * moment // (MOMENTS + 1)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, "it was killed at work, and not done before"
    ends.wire.moment = None
    finished(ends.start(name))
    assert_whole(ends, name)


def test_a_stale_range_429_500_lost_answers_and_tokens_that_expire_lose_nothing(ends):
    name = repository(ends, "fire")
    faults = {4: 429, 9: "expire", 14: 500, 19: "drop", 24: "lose", 34: "expire", 44: 503}

    def fault(number, method, path):
        """The faults by number; and the answer to the first tag that is stored gets lost."""
        if method == "PUT" and path.endswith("/manifests/1.0") and not lost:
            lost.append(path)
            return "lose"
        return faults.pop(number, None)

    lost: list[Any] = []
    ends.wire.fault, ends.wire.stale_range = fault, True
    finished(ends.start(name))
    assert not faults, "every fault has happened"
    assert lost
    assert ends.wire.logins >= 3, "the first token, and one after each that expired"
    assert "PATCH" not in ends.wire.methods, "a stale Range misleads nobody who sends one piece"
    listed = ends.shop.ecr.describe_images(repositoryName=name)["imageDetails"]
    assert {one["imageDigest"] for one in listed} == set(ends.source.manifests)
