"""`registryctl doctor` on a scripted AWS and a network of the test's."""

import json
from functools import partial

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import doctor as command
from operations.cli import options
from operations.doctor.network import Network
from tests.operations.doctor.given import INSTANCE


class Outcome:
    """What a run said."""

    def __init__(self, done):
        self.done, self.exit_code = done, done.exit_code

    @property
    def told(self):
        return json.loads(self.done.stdout)

    @property
    def bad(self):
        """The codes of what is wrong."""
        return [f["code"] for one in self.told["tests"] for f in one["findings"]]

    @property
    def unseen(self):
        """The codes of what could not be tested."""
        return [f["code"] for one in self.told["tests"] for f in one["couldNotTest"]]

    def of(self, name):
        """One test, by its name."""
        return next(one for one in self.told["tests"] if one["name"] == name)


@pytest.fixture
def doctor(monkeypatch, tmp_path):
    """Runs it, from an instance unless told otherwise, on an empty Docker configuration."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("SUDO_USER", "CI"):
        monkeypatch.delenv(name, raising=False)

    def doctor(aws, image="payments:1.0", *words, network=None, origin=INSTANCE):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        if network:
            monkeypatch.setattr(command, "Network", partial(Network, **network))
        where = ("--from", origin) if origin else ()
        asked = ["doctor", *([image] if image else []), *where, *words, "--json"]
        return Outcome(CliRunner().invoke(cli.main, asked))

    return doctor
