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
