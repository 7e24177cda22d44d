"""What the distributions say of themselves: dependencies, names, the one version."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.utils import canonicalize_name

from ecr_lifecycle.version import VERSION
from tools.release.build import PROJECTS, dependencies
from tools.setup.places import ROOT

#: What a distribution installs from the checkout, and the modules of it that need more.
ROOMS = {
    "container-registry": ("components", "container_registry", "ecr_lifecycle", "policy_pack"),
    "ecr-lifecycle": ("ecr_lifecycle",),
}
#: What is imported where it is there, and asked for where it is needed.
EXTRAS = {"container-registry": ("audit",), "ecr-lifecycle": ("audit", "fast", "yaml")}
#: Imported under another name than the package's, or brought by a package that is asked for.
PACKAGES = {
    "yaml": "pyyaml",
    "pydantic_core": "pydantic",
    "grpc": "pulumi",
    "google": "pulumi",
    "botocore": "boto3",
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def asked(name):
    """What a distribution asks for, and what its extras for these rooms bring."""
    with (PROJECTS[name] / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"]
    return set(dependencies(PROJECTS[name])), {
        package for extra in EXTRAS[name] for package in extras[extra]
    }


@pytest.mark.parametrize("name", PROJECTS)
def test_a_distribution_asks_for_every_package_that_it_imports_and_for_no_other(name):
    rooms = ROOMS[name]
    modules = {
        module.split(".")[0]
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for module in imports(path)
    }
    foreign = modules - set(rooms) - set(sys.stdlib_module_names)
    base, extra = asked(name)
    assert {canonicalize_name(PACKAGES.get(module, module)) for module in foreign} == base | extra
    assert not base & extra


def test_what_only_the_operations_need_is_an_extra():
    modules = {
        module.split(".")[0]
        for path in (ROOT / "operations").rglob("*.py")
        for module in imports(path)
    }
    main = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {canonicalize_name(PACKAGES.get(module, module)) for module in modules}
    foreign = wanted - {"ecr-lifecycle", "container-registry", "operations"}
    foreign -= set(map(canonicalize_name, sys.stdlib_module_names))
    assert foreign - set(main["dependencies"]) == set(main["optional-dependencies"]["operations"])


def test_there_is_one_version():
    for project in PROJECTS.values():
        said = tomllib.loads((project / "pyproject.toml").read_text())
        assert said["project"]["dynamic"] == ["version"]
        path = project / said["tool"]["hatch"]["version"]["path"]
        assert path == ROOT / "ecr_lifecycle" / "version.py"
    pack = yaml.safe_load((ROOT / "policy_pack" / "PulumiPolicy.yaml").read_text())
    assert pack["version"] == VERSION


@pytest.mark.parametrize("module", ["ecr_lifecycle", "container_registry"])
def test_a_command_says_the_version(module):
    said = subprocess.run(
        [sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=True
    )
    assert re.search(rf"\b{re.escape(VERSION)}\b", said.stdout)


def test_both_distributions_have_the_same_licence_and_python():
    main, lifecycle = (
        tomllib.loads((project / "pyproject.toml").read_text())["project"]
        for project in PROJECTS.values()
    )
    for key in ("license", "license-files", "requires-python"):
        assert main[key] == lifecycle[key]
    for name in main["license-files"]:
        assert (ROOT / name).read_bytes() == (ROOT / "ecr_lifecycle" / name).read_bytes()


def test_in_a_checkout_the_command_names_the_folder_of_the_checkout():
    said = subprocess.run(
        [sys.executable, "-m", "container_registry", "policy-pack"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(said.stdout.strip()) == ROOT / "policy_pack"


def test_the_python_of_the_smaller_page_runs(tmp_path, monkeypatch, capsys):
    page = (ROOT / "ecr_lifecycle" / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "policy.json").write_text('{"rules": []}')
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out


def test_what_only_the_local_aws_needs_is_an_extra():
    """pytest is there where its fixtures are used; the AWS CLI only where its data is read."""
    folders = ((ROOT / "local" / "aws").rglob("*.py"), [ROOT / "local" / "process.py"])
    modules = {
        module.split(".")[0] for paths in folders for path in paths for module in imports(path)
    }
    foreign = modules - {"local", "container_registry", "ecr_lifecycle"}
    foreign -= {*sys.stdlib_module_names, "pytest", "awscli"}
    main = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    # werkzeug and botocore come with moto's server and with boto3, as their own parts.
    extra = {each.partition("[")[0] for each in main["optional-dependencies"]["local"]}
    assert foreign - set(main["dependencies"]) - {"werkzeug", "botocore"} == extra
