"""The pack as other projects get it: from a release, from a git checkout, from a wheel.

Each recipe is the one of docs/policies/README.md, and ends in a preview on the real engine. As
Pulumi's own language host does, the pack is run by the environment that its PulumiPolicy.yaml
names, so a wrong path there is a pack that doesn't start.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.aws import server
from tests.policy_pack.engine import ROOT, Engine, start
from tests.support.environments import link
from tools.release import stranger
from tools.release.archives import unpack
from tools.release.build import Release, build
from tools.release.environment import Environment

HOST = """\
#!/bin/sh
environment=$(sed -n 's/^ *virtualenv: //p' "$2/PulumiPolicy.yaml")
exec "$2/$environment/bin/python" -u -m pulumi.policy "$1" "$2"
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    running, _ = start(folder)
    (folder / "bin" / "pulumi-analyzer-policy-python").write_text(HOST, encoding="utf-8")
    yield running
    server.stop(folder / "aws")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(tmp_path_factory.mktemp("release") / "dist")


def from_a_release(release: Release, folder: Path) -> Path:
    """Unpacked, with the environment of its own that its page describes."""
    pack = unpack(release.policy_pack, folder)
    made = Environment.fresh(folder / "made")
    link(made, pack / "requirements.txt")
    made.venv.rename(pack / "venv")
    return pack


def from_a_checkout(release: Release, folder: Path) -> Path:
    """Cloned and set up."""
    checkout = folder / "container-registry"
    subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    return checkout / "policy_pack"


def from_a_wheel(release: Release, folder: Path) -> Path:
    """Installed into a team's environment, in which a command says where it is."""
    team = Environment.fresh(folder / "team")
    stranger.settle_in(team)
    link(team, release.wheel("container-registry"))
    return stranger.installed_policy_pack(team)


@pytest.mark.parametrize("recipe", [from_a_release, from_a_checkout, from_a_wheel])
def test_each_recipe_ends_in_a_preview_that_is_judged(
    recipe: Callable[[Release, Path], Path], release: Release, engine: Engine, tmp_path: Path
) -> None:
    pack = recipe(release, tmp_path)
    (outcome,) = engine.with_pack(pack).run("bare_and_wrong.py", "preview")
    assert not outcome["succeeded"]
    found = {one["policy"] for one in outcome["violations"] if one["level"] == "mandatory"}
    assert "repository-has-lifecycle-policy" in found, outcome["output"]


def test_the_example_configuration_is_one_that_the_pack_takes(
    release: Release, engine: Engine, tmp_path: Path
) -> None:
    pack = from_a_release(release, tmp_path)
    example = pack / "example-config.json"
    (outcome,) = engine.with_pack(pack).run("bare_and_right.py", "preview", profile=example)
    assert outcome["succeeded"], outcome["output"]
