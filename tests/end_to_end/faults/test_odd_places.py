"""A folder, a shell and a user that nobody thinks of: everything works, or says why it can't."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine

FOLDERS = {
    "all of them": 'odd, it\'s\n"a" $(touch pwned) `x` & é %41 #',
    "a comma": "a,b",
    "a space": "a b",
    "a quote": "it's",
    "a line break": "a\nb",
    "a backslash": "a\\b",
    "a percent sign": "a%20b",
}
HOSTILE = {
    "AWS_PROFILE": "nowhere",
    "AWS_ENDPOINT_URL_ECR": "https://ecr.example.com",
    "PYTHONPATH": "/nowhere",
    "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
    "PULUMI_ACCESS_TOKEN": "pul-x",
    "PULUMI_BACKEND_URL": "https://example.com",
    "LC_ALL": "C",
    "LANG": "C",
}


@pytest.fixture
def machine(tmp_path_factory, folder):
    directory = tmp_path_factory.mktemp("odd") / folder
    directory.mkdir()
    machine = Machine(directory)
    machine.add_stack("small")
    yield machine
    machine.end()


@pytest.mark.parametrize(
    "folder", FOLDERS.values() if os.environ.get("FAULTS") == "all" else ['odd, it\'s\n"a" $(x)']
)
def test_up_env_and_down_work_there_without_a_home_under_any_umask_and_environment(machine):
    def run(*words):
        environment = {**machine.environment(), **HOSTILE}
        del environment["HOME"]
        return subprocess.run(
            words,
            cwd=machine.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            umask=0o777,
            timeout=300,
        )

    engine = [sys.executable, "-m", "local.engine"]
    machine.stacks.add("small")
    up = run(*engine, "up", "--stack", "small")
    assert up.returncode == 0, up.stderr
    listed = run(
        "sh",
        "-c",
        f'eval "$({sys.executable} -m local.engine env --stack small)" &&'
        " aws ecr describe-repositories --query repositories[].repositoryName --output text &&"
        " pulumi stack output --stack small registryUrl",
    )
    assert listed.stdout.split()[:1] == ["one"], listed.stderr
    assert not list(machine.root.parent.rglob("pwned"))
    open_to_others = [
        path
        for path in (machine.root / ".local").rglob("*")
        if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []
    down = run(*engine, "down", "--stack", "small")
    assert down.returncode == 0, down.stderr


AS_ANOTHER = """
import os, sys
from local.engine.cli import main
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
main()
"""


@pytest.mark.parametrize("folder", ["closed"])
@pytest.mark.parametrize("command", ["up", "preview"])
def test_a_checkout_that_one_may_not_write_is_named_with_what_to_do(machine, command):
    """As another user where the tests may become one."""
    for path in (machine.root, *machine.root.parents):
        if path.is_relative_to(Path(machine.root.parent.parent)):
            path.chmod(0o555)
    refused = machine.run(sys.executable, "-c", AS_ANOTHER, command, "--stack", "small")
    machine.root.parent.chmod(0o755)
    machine.root.chmod(0o755)
    assert refused.returncode == 1
    assert "ermission denied" in refused.stderr, refused.stderr
    assert "git clone" in refused.stderr
    assert "Traceback" not in refused.stderr
