"""What is installed is pinned: versions, hashes, and no host to fetch it from."""

import re
import tomllib

import pytest

from tools.kit import checks, schemas
from tools.setup import pins, places
from tools.setup.console import SetupError
from tools.setup.pulumi import CLI, YAML

BROWSER = places.ROOT / "tools" / "setup" / "browser.txt"
LOCKS = (places.REQUIREMENTS, places.UV_PIN, places.GO_PIN, schemas.PIN, checks.LOCK, BROWSER)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_each_package_has_one_version_and_hashes(lock):
    text = lock.read_text()
    packages = re.findall(r"^([a-z0-9._-]+)(.*)$", text, re.MULTILINE)
    assert packages
    names = [name for name, _ in packages]
    assert len(names) == len(set(names))
    for name, rest in packages:
        assert re.match(r"==[\w.+]+", rest), f"{name} is not pinned"
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_host_is_named(lock):
    assert "://" not in lock.read_text()


def test_the_lock_has_every_package_that_the_project_asks_for():
    locked = set(re.findall(r"^([a-z0-9._-]+)==", places.REQUIREMENTS.read_text(), re.MULTILINE))
    project = tomllib.loads((places.ROOT / "pyproject.toml").read_text())["project"]
    asked = (*project["dependencies"], *project["optional-dependencies"]["dev"])
    wanted = {re.match(r"[a-z0-9-]+", name)[0] for name in asked}
    assert {"pulumi", "pulumi-aws", "pulumi-policy", "boto3", "awscli"} <= wanted
    assert wanted <= locked


def test_the_aws_cli_and_boto3_agree_on_botocore():
    text = places.REQUIREMENTS.read_text()
    assert text.count("\nbotocore==") == 1


@pytest.mark.parametrize(("program", "version"), [(CLI, "3.250.0"), (YAML, "1.25.0")])
def test_a_program_is_pinned_with_every_module_that_it_is_built_from(program, version):
    assert program.version == version
    module = (program.pinned_in / "go.mod").read_text()
    sums = (program.pinned_in / "go.sum").read_text()
    replaced = re.findall(r"^replace (\S+) =>", module, re.MULTILINE)
    for name, version in re.findall(r"^(?:require |\t)(\S+) (v\S+)", module, re.MULTILINE):
        assert name in replaced or f"{name} {version} h1:" in sums, name


def test_a_pin_that_is_missing_names_the_file(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(SetupError, match=r"empty\.txt"):
        pins.read(tmp_path / "empty.txt", r"^x==(\d+)")


def test_versions_compare_as_numbers():
    assert pins.numbers("3.250.0") > pins.numbers("3.99.9")
