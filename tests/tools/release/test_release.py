"""A release, used by people who have packages of their own called as ours are."""

import hashlib
import re
import subprocess
import sys
from zipfile import ZipFile

import pytest

from tests.support.environments import link
from tools.release.archives import unpack
from tools.release.build import build
from tools.release.tryout import try_out
from tools.setup.places import ROOT

ROOMS = "components|operations|plugin|usage_reporter|local"
TAKEN = re.compile(rf"^\s*(from|import) ({ROOMS})\b", re.MULTILINE)


def names(wheel):
    with ZipFile(wheel) as opened:
        return {name for name in opened.namelist() if ".dist-info/" not in name}


def test_each_part_works_where_nothing_of_the_checkout_is(release, tmp_path):
    used = list(try_out(release, tmp_path, link))
    assert [line.partition(":")[0] for line in used] == [
        "ecr-lifecycle",
        "container-registry",
        "container-registry",
        "container-registry",
        "container-registry[operations]",
        "container-registry-policies",
        "container-registry-plugin",
    ]


@pytest.mark.parametrize(
    ("name", "top_level"),
    [
        ("container-registry", {"container_registry", "ecr_lifecycle"}),
        ("ecr-lifecycle", {"ecr_lifecycle"}),
    ],
)
def test_a_wheel_brings_no_name_that_somebody_else_may_have(release, name, top_level):
    assert {path.split("/")[0] for path in names(release.wheel(name))} == top_level


def test_both_wheels_have_the_same_package_of_lifecycle_policies(release):
    def lifecycle(name):
        found = names(release.wheel(name))
        return {path for path in found if path.startswith("ecr_lifecycle/")}

    assert lifecycle("container-registry") == lifecycle("ecr-lifecycle")


def test_the_wheel_has_every_module_of_its_rooms(release):
    found = names(release.wheel("container-registry"))
    for room, place in {
        "components": "container_registry/components",
        "operations": "container_registry/operations",
        "plugin": "container_registry/plugin",
        "local/aws": "container_registry/local/aws",
        "container_registry": "container_registry",
        "ecr_lifecycle": "ecr_lifecycle",
        "usage_reporter": "container_registry/usage_reporter",
        "policy_pack/policies": "container_registry/policy_pack/policy_pack/policies",
    }.items():
        for path in (ROOT / room).rglob("*.py"):
            assert f"{place}/{path.relative_to(ROOT / room).as_posix()}" in found


def test_no_module_of_the_wheel_imports_a_name_that_somebody_else_may_have(release):
    with ZipFile(release.wheel("container-registry")) as wheel:
        for name in wheel.namelist():
            if name.endswith(".py") and not name.startswith("container_registry/usage_reporter/"):
                text = wheel.read(name).decode()
                assert not TAKEN.search(text), name


def test_it_is_built_the_same_byte_for_byte_again(release, tmp_path):
    again = build(tmp_path / "dist")
    files = {path.name for path in release.folder.iterdir() if path.is_file()}
    assert len(files) == 9
    for name in files:
        assert (again.folder / name).read_bytes() == (release.folder / name).read_bytes(), name


def test_the_sums_are_those_of_the_files(release):
    for line in (release.folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((release.folder / name).read_bytes()).hexdigest() == digest


def test_a_source_distribution_builds_the_same_wheel(release, tmp_path):
    for name in ("container-registry", "ecr-lifecycle"):
        source = unpack(release.sdist(name), tmp_path)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
        subprocess.run(command, cwd=source, check=True, capture_output=True)
        built = tmp_path / release.wheel(name).name
        assert names(built) == names(release.wheel(name))
