"""The bill of materials: complete, from the lock, and in the form that it names."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.release.build import PROJECTS, dependencies
from tools.release.sbom import Locked, bill, needed, read_lock
from tools.setup.places import REQUIREMENTS


@pytest.fixture(params=PROJECTS)
def name(request):
    return request.param


@pytest.fixture
def said(release, name):
    return json.loads(release.bill(name).read_text(encoding="utf-8"))


def test_it_is_valid_cyclonedx(release, name):
    text = release.bill(name).read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_each_package_has_the_version_and_the_hashes_of_the_lock(said):
    lock = REQUIREMENTS.read_text(encoding="utf-8")
    assert said["components"]
    for component in said["components"]:
        assert f"\n{component['name']}=={component['version']}" in "\n" + lock
        assert component["hashes"]
        for digest in component["hashes"]:
            assert digest["content"] in lock
        assert component["licenses"], component["name"]


def test_whatever_a_package_depends_on_is_in_it(said, name):
    known = {component["bom-ref"] for component in said["components"]}
    graph = {entry["ref"]: set(entry.get("dependsOn", ())) for entry in said["dependencies"]}
    assert graph.keys() == known | {name}
    assert set().union(*graph.values()) == known, "nothing is there that nobody asks for"


def test_what_only_developers_need_is_not_in_it(said):
    names = {component["name"] for component in said["components"]}
    assert not names & {"pytest", "moto", "mypy", "hatchling"}


def test_a_package_that_the_lock_lacks_is_no_bill(name):
    with pytest.raises(KeyError):
        bill(name, "1", dependencies(PROJECTS[name]), {"click": Locked("8", ("00",))})


def test_a_requirement_of_another_system_is_left_out():
    assert needed(["click; sys_platform == 'none'"]) == {}
    assert "click" in needed(["click; python_version > '3'"])


def test_the_whole_lock_is_read():
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    assert len(read_lock()) == sum(not line.startswith((" ", "#")) for line in lines)
    assert all(locked.hashes for locked in read_lock().values())
