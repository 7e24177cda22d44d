"""`make down` takes one stack, whole, and leaves the others alone."""

import json

import pytest

from tests.support.stacks import find

#: `{}`, the content of a configuration that says nothing (OCI image specification).
EMPTY = {
    "mediaType": "application/vnd.oci.empty.v1+json",
    "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    "size": 2,
}
MANIFEST = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.manifest.v1+json",
    "config": EMPTY,
    "layers": [EMPTY],
}


@pytest.fixture
def kept(trio):
    """A stack with protected repositories, one of which holds an image."""
    trio.add_stack("kept", services=("one", "two"), account="555555555555", protect=True)
    up = trio.engine("up", "kept")
    assert up.returncode == 0, up.stderr
    ecr = find(trio.root, "kept").client("ecr")
    part = {"repositoryName": "one"}
    part["uploadId"] = ecr.initiate_layer_upload(repositoryName="one")["uploadId"]
    ecr.upload_layer_part(**part, partFirstByte=0, partLastByte=1, layerPartBlob=b"{}")
    ecr.complete_layer_upload(**part, layerDigests=[EMPTY["digest"]])
    ecr.put_image(repositoryName="one", imageManifest=json.dumps(MANIFEST), imageTag="v1")
    return trio


def test_protect_refuses_plain_destroy_and_down_takes_everything_of_the_stack_alone(kept):
    plain = kept.shell("pulumi destroy --stack kept --yes --skip-preview", "kept")
    assert plain.returncode != 0
    assert "protect" in plain.stdout + plain.stderr
    assert len(kept.aws("ecr describe-repositories", "kept")["repositories"]) == 2

    down = kept.engine("down", "kept")
    assert down.returncode == 0, down.stderr
    assert "- aws:ecr/repository:Repository one-repository" in down.stderr
    assert kept.engine("env", "kept").returncode == 1
    assert not (kept.root / ".local" / "stacks" / "kept" / "aws").exists()
    assert (kept.root / "Pulumi.kept.yaml").exists(), "the stack file stays"
    assert len(kept.aws("ecr describe-repositories", "trio")["repositories"]) == 3, "untouched"


def test_down_of_what_is_not_up_is_an_error_and_makes_nothing(trio):
    before = sorted((trio.root / ".local").rglob("*"))
    for stack in ("staging", "typo", "../../local", "/etc"):
        down = trio.engine("down", stack)
        assert down.returncode == 1
        assert "Fix: " in down.stderr
    assert sorted((trio.root / ".local").rglob("*")) == before
    assert (trio.root / "local" / "aws" / "server.py").exists()


@pytest.mark.parametrize(
    "text", ["config: [\n", "config:\n  container-registry:x: .inf\n", None], ids=str
)
def test_down_needs_no_stack_file_and_writes_none(trio, text):
    trio.add_stack("odd", account="777777777777")
    assert trio.engine("up", "odd").returncode == 0
    file = trio.root / "Pulumi.odd.yaml"
    file.unlink() if text is None else file.write_text(text)
    down = trio.engine("down", "odd")
    assert down.returncode == 0, down.stderr
    assert "- aws:ecr/repository:Repository one-repository" in down.stderr, "by the engine"
    assert (file.read_text() if file.exists() else None) == text
    assert not (trio.root / ".local" / "stacks" / "odd").exists()
    assert not list(trio.root.glob(".local/state/.pulumi/stacks/*/odd*"))
