"""`make down` takes one stack, whole, and leaves the others alone."""

import json

import pytest

MANIFEST = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.manifest.v1+json",
    "config": {
        "mediaType": "application/vnd.oci.image.config.v1+json",
        "digest": "sha256:" + "b" * 64,
        "size": 2,
    },
    "layers": [],
}


@pytest.fixture
def kept(trio):
    """A stack with protected repositories, one of which holds an image."""
    trio.add_stack("kept", services=("one", "two"), account="555555555555", protect=True)
    assert trio.engine("up", "kept").returncode == 0
    pushed = trio.shell(
        "aws ecr put-image --repository-name one --image-tag v1"
        f" --image-manifest '{json.dumps(MANIFEST)}'",
        "kept",
    )
    assert pushed.returncode == 0, pushed.stderr
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


def test_down_of_what_is_not_up_says_so(trio):
    down = trio.engine("down", "staging")
    assert down.returncode == 0
    assert "not up" in down.stderr
