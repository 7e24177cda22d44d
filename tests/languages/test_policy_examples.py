"""The pack's examples as what they look like: programs in YAML, run by Pulumi's own YAML host.

`make languages` runs this; building the host takes minutes where it is not cached.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.aws import server
from local.provider import registry
from policy_pack import examples, policies
from policy_pack.examples import Example
from tests.policy_pack.engine import ROOT, Engine, start
from tests.policy_pack.pack_process import token
from tools.setup.pulumi import provide_yaml_host

PACK = str(ROOT / "policy_pack")
SETTING_FREE = [
    (policy, example)
    for policy in policies.load()
    if not policy.runs_last
    for example in examples.load(policy.id).bad[:1]
    if not example.settings and not example.configuration and not example.undecided
]


@dataclass(frozen=True)
class Host:
    """An engine that finds the YAML host."""

    engine: Engine
    folder: Path

    def preview(self, resources: Any, config: Any) -> subprocess.CompletedProcess[str]:
        program = {"name": "fixtures", "runtime": "yaml", "resources": resources}
        (self.folder / "Pulumi.yaml").write_text(yaml.safe_dump(program), encoding="utf-8")
        settings = {"config": {"aws:region": "ap-northeast-2"}}
        (self.folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        levels = self.folder / "levels.json"
        levels.write_text(json.dumps(config), encoding="utf-8")
        if not levels.with_name("made").exists():
            self.run("stack", "init", "dev")
            levels.with_name("made").touch()
        return self.run(
            "preview", "--stack", "dev", "--policy-pack", PACK, "--policy-pack-config", str(levels)
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            env=self.engine.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("engine")
    running, _ = start(folder)
    provide_yaml_host()
    project = folder / "project"
    project.mkdir()
    yield Host(running, project)
    server.stop(folder / "aws")


def modelled(example: Example) -> bool:
    return all(token(one["type"]) in registry.modelled() for one in example.resources.values())


def renamed(example: Example, prefix: str) -> dict[str, Any]:
    """The resources under names of their own, and references to them likewise."""
    text = json.dumps(dict(example.resources))
    text = re.sub(r"\$\{([\w-]+)\.", rf"${{{prefix}-\1.", text)
    return {f"{prefix}-{name}": one for name, one in json.loads(text).items()}


def test_a_good_example_is_a_program_that_passes(host: Host) -> None:
    good = examples.load("repository-has-lifecycle-policy").good[0]
    done = host.preview(dict(good.resources), {"all": "mandatory"})
    assert done.returncode == 0, done.stdout + done.stderr


ALONE = (
    {"repository-has-lifecycle-policy"},
    {"repository-scans-images"},
    {"scan-rules-cover-repository"},
)
"""Policies that look around: what another example has in the same stack would count here, too."""
MOST = {policy.id for policy, _ in SETTING_FREE}.difference(*ALONE)


@pytest.mark.parametrize("together", [MOST, *ALONE], ids=["most", "lifecycle", "scans", "rules"])
def test_a_bad_example_is_refused_by_its_policy(host: Host, together: set[str]) -> None:
    """Many in one program, each under a name of its own."""
    resources: dict[str, Any] = {}
    expected = set()
    for policy, example in SETTING_FREE:
        if modelled(example) and policy.id in together:
            resources |= renamed(example, policy.id)
            expected.add(policy.id)
    assert len(expected) >= min(len(together), 15)
    done = host.preview(resources, {"all": "mandatory"})
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert expected <= set(re.findall(r"\[mandatory\].*?\s([a-z]+(?:-[a-z]+)+)\s", told)), told
