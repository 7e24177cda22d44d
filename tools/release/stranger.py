"""What people do with a release who have packages of their own called as ours are.

Each function uses one part of a release in an environment, and raises where that fails.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc, provider_pb2_grpc

from ecr_lifecycle.version import VERSION
from tools.release.environment import Environment

#: Names that this project uses at its top level, or did, and that anybody may use.
OWN_PACKAGES: Final = ("components", "lifecycle", "operations", "policy_pack", "registry", "tools")
_PROGRAMS: Final = Path(__file__).parent / "programs"
#: Every module of the wheel; what is zipped for Lambda, and the pack, are not there to be imported.
_IMPORT_ALL: Final = """
import importlib, pkgutil, container_registry, ecr_lifecycle
for package in (container_registry, ecr_lifecycle):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__") and ".usage_reporter" not in found.name:
            importlib.import_module(found.name)
"""
_KEEP_FIVE: Final = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": 5,
            },
            "action": {"type": "expire"},
        }
    ]
}


def settle_in(environment: Environment) -> None:
    """Fill the folder with the stranger's own packages."""
    for name in OWN_PACKAGES:
        package = environment.folder / name
        package.mkdir()
        (package / "__init__.py").write_text('OWNER = "stranger"\n', encoding="utf-8")


def use_lifecycle(environment: Environment) -> None:
    """A right policy and a wrong one, through the console script."""
    script = environment.venv / "bin" / "ecr-lifecycle"
    _require(VERSION in environment.run(script, "--version"), "the version is another")
    right, wrong = environment.folder / "right.json", environment.folder / "wrong.json"
    right.write_text(json.dumps(_KEEP_FIVE), encoding="utf-8")
    wrong.write_text('{"rules": []}', encoding="utf-8")
    environment.run(script, "validate", right)
    environment.run(script, "validate", wrong, expect=1)


def use_components(environment: Environment) -> None:
    """A program that registers a component, beside the stranger's own packages."""
    program = environment.folder / "program.py"
    shutil.copyfile(_PROGRAMS / program.name, program)
    environment.run(environment.python, program)


def lack_operations(environment: Environment) -> None:
    """Without the extra the command says what is missing."""
    environment.run(environment.venv / "bin" / "registryctl", "--version", expect=1)


def use_operations(environment: Environment) -> None:
    """The command starts, and refuses what is no question before it asks AWS."""
    script = environment.venv / "bin" / "registryctl"
    _require(VERSION in environment.run(script, "--version"), "the version is another")
    environment.run(script, "gate", expect=2)
    environment.run(environment.python, "-c", _IMPORT_ALL)


def use_policy_pack(environment: Environment, pack: Path) -> None:
    """The pack's process, started as the engine starts it, asked what it is."""
    command = (environment.python, "-u", "-m", "pulumi.policy", "127.0.0.1:0", pack)
    with _started(environment, *command) as channel:
        said = analyzer_pb2_grpc.AnalyzerStub(channel).GetAnalyzerInfo(proto.AnalyzerInfo())
    _require(said.name == "container-registry" and len(said.policies) > 0, "it is another pack")
    project = (pack / "PulumiPolicy.yaml").read_text(encoding="utf-8")
    _require(f"version: {VERSION}\n" in project, "the pack's version is another")
    for page in ("README.md", "docs/README.md", "example-config.json", "LICENSE"):
        _require((pack / page).is_file(), f"the pack has no {page}")


def use_plugin(environment: Environment, plugin: Path) -> None:
    """The plug-in's process, started as a language host starts it, asked what it has."""
    with _started(environment, environment.python, "-u", plugin, "127.0.0.1:0") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        said = json.loads(stub.GetSchema(proto.GetSchemaRequest()).schema)
        version = stub.GetPluginInfo(empty_pb2.Empty()).version
    _require(version == VERSION, "the plug-in's version is another")
    known = "container-registry:index:ContainerRegistry" in said["resources"]
    _require(known, "the plug-in has no ContainerRegistry")


@contextmanager
def _started(environment: Environment, *command: str | Path) -> Iterator[grpc.Channel]:
    """A process that prints its port, for as long as the block runs."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=environment.folder,
        env=environment.variables,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        port = process.stdout.readline().strip() if process.stdout else ""
        _require(port.isdigit(), f"{command[-2]} does not start")
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        process.kill()
        process.communicate()


def installed_plugin(environment: Environment) -> Path:
    """Where the console script says that the plug-in is."""
    script = environment.venv / "bin" / "container-registry"
    return Path(environment.run(script, "plugin").strip())


def installed_policy_pack(environment: Environment) -> Path:
    """Where the console script says that the pack is."""
    script = environment.venv / "bin" / "container-registry"
    _require(VERSION in environment.run(script, "--version"), "the version is another")
    return Path(environment.run(script, "policy-pack").strip())


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise RuntimeError(otherwise)
