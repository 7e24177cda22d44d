"""One copy of the program on this machine, with a backend and local AWSs of its own."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import yaml

from local.aws import server
from tests.support.stacks import ROOT, copy, write

#: The official CLI's language host, or the one that stands in for it beside the checkout.
HOST = shutil.which("pulumi-language-python") or shutil.which(
    "pulumi-language-python", path=str(ROOT.parent / "shared" / "tools")
)


class Machine:
    """A copy of the checkout in a directory, and the commands that a user runs there."""

    def __init__(self, directory):
        self.root = copy(directory)
        self.home = directory / "home"
        self.temporary = directory / "tmp"
        self.home.mkdir()
        self.temporary.mkdir()
        self.stacks = set()

    def run(self, *command, env=None, **options):
        """Run a command in the copy, as a user with a home of their own."""
        return subprocess.run(
            [str(word) for word in command],
            cwd=self.root,
            env={**self.environment(), **(env or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )

    def environment(self):
        """What a user's shell has: nothing of this machine's AWS or Pulumi."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "PULUMI_"))
        }
        path = os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ["PATH"]))
        return {**kept, "PATH": path, "HOME": str(self.home), "TMPDIR": str(self.temporary)}

    def engine(self, command, stack="dev", *options):
        """`make up`, `make preview`, `make down`, without the set-up."""
        self.stacks.add(stack)
        return self.run(sys.executable, "-m", "local.engine", command, "--stack", stack, *options)

    def shell(self, script, stack="dev"):
        """A script in a shell that has evaluated `make -s env`."""
        prepared = f'eval "$({sys.executable} -m local.engine env --stack {stack})" && {script}'
        return self.run("sh", "-c", prepared)

    def plain(self, script, stack="dev"):
        """The same with a language host on PATH, as the official CLI brings one."""
        return self.shell(f"PATH=$PATH:{Path(HOST).parent} && {script}", stack)

    def aws(self, command, stack="dev"):
        """The answer of the AWS CLI."""
        answer = self.shell(f"aws {command} --output json", stack)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def preview(self, stack="dev", *options):
        """`pulumi preview --json`: exit code, and what would change as (operation, name)."""
        answer = self.run(sys.executable, "-m", "tests.end_to_end.inline", stack, *options)
        return answer, changes(answer.stdout)

    def state(self, stack="dev"):
        """The deployment of a stack."""
        exported = self.shell(f"pulumi stack export --stack {stack}", stack)
        assert exported.returncode == 0, exported.stderr
        return json.loads(exported.stdout)["deployment"]

    @contextmanager
    def edited(self, stack="dev", **settings):
        """The stack file with other settings, until the block ends; None leaves one out."""
        path = self.root / f"Pulumi.{stack}.yaml"
        before = path.read_text()
        document = yaml.safe_load(before)
        for name, value in settings.items():
            document["config"][f"container-registry:{name}"] = value
        document["config"] = {k: v for k, v in document["config"].items() if v is not None}
        path.write_text(yaml.safe_dump(document))
        try:
            yield
        finally:
            path.write_text(before)

    def add_stack(self, name, services=("one",), account="444444444444", **settings):
        """A stack file of its own: few services and no alarms, so that an update takes seconds."""
        settings = {
            "services": {service: {"tier": "backend"} for service in services},
            "retention": {"keep": 5},
            "monitoring": {"enabled": False},
            **settings,
        }
        config = {f"container-registry:{key}": value for key, value in settings.items()}
        config |= {"aws:region": "ap-northeast-2", "aws:allowedAccountIds": [account]}
        write(self.root, name, config)

    def forget(self, stack):
        """As if the stack had never been up here."""
        server.stop(self.root / ".local" / "stacks" / stack / "aws")
        shutil.rmtree(self.root / ".local", ignore_errors=True)

    def end(self):
        """Take down what is still up."""
        for stack in self.stacks:
            self.engine("down", stack)


def changes(preview):
    """What `pulumi preview --json` would do: (operation, type and name) of all that changes."""
    steps = json.loads(preview)["steps"]
    return {
        (step["op"], step["urn"].split("::", 2)[2].rpartition("$")[2])
        for step in steps
        if step["op"] != "same"
    }
