"""From nothing to production: README's commands for real AWS, as written, against the local AWS.

What a user brings, the test makes first: a bucket for the state and a KMS key for the secrets.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from local.aws import server
from tests.end_to_end.machine import HOST, Machine
from tests.support.stacks import ROOT

pytestmark = pytest.mark.language_host

ACCOUNT, REGION, BUCKET = "333333333333", "ap-northeast-2", "acme-pulumi-state"


def commands():
    """The commands of README's section, each as it stands there."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## On real AWS\n")[2]
    block = re.search(r"```sh\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)[1]
    return block.replace("\\\n", " ").strip().splitlines()


class User:
    """Somebody with a clone, the CLI and credentials of an account that has nothing yet."""

    def __init__(self, directory):
        self.machine = Machine(directory)
        self.aws = server.start(directory / "aws", ACCOUNT, REGION)
        clone = self.machine.root
        for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "as released")):
            who = ("-c", "user.name=u", "-c", "user.email=u@example.com")
            subprocess.run(("git", *who, *words), cwd=clone, check=True, capture_output=True)

    def run(self, command, **more):
        """A command in the clone, answered yes."""
        # `local/bin` brings the plug-in that stands in for AWS's; the host comes with the CLI.
        path = (self.machine.root / "local" / "bin", ROOT / ".venv" / "bin")
        environment = {
            **self.machine.environment(),
            **server.environment(self.aws),
            # The set-up was done for this checkout; a copy shares its virtual environment.
            "PYTHON": "true",
            "PATH": os.pathsep.join((*map(str, path), os.environ["PATH"], str(Path(HOST).parent))),
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_CONFIRMATIONS": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            **more,
        }
        return subprocess.run(
            command,
            shell=True,
            cwd=self.machine.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def does(self, command, **more):
        """The same where nothing may go wrong; what is printed."""
        answer = self.run(command, **more)
        assert answer.returncode == 0, f"{command}\n{answer.stdout}{answer.stderr}"
        return answer.stdout

    def asks(self, question):
        """The answer of the AWS CLI."""
        return json.loads(self.does(f"aws {question} --output json"))

    def file(self, stack="prod"):
        """A stack file's text."""
        return (self.machine.root / f"Pulumi.{stack}.yaml").read_text()


@pytest.fixture(scope="module")
def user(tmp_path_factory):
    directory = tmp_path_factory.mktemp("user")
    somebody = User(directory)
    somebody.does(
        f"aws s3api create-bucket --bucket {BUCKET} --create-bucket-configuration"
        f" LocationConstraint={REGION}"
    )
    key = somebody.asks("kms create-key")["KeyMetadata"]["KeyId"]
    somebody.does(f"aws kms create-alias --alias-name alias/pulumi --target-key-id {key}")
    yield somebody
    server.stop(directory / "aws")


@pytest.fixture(scope="module")
def up(user):
    """The user has run all of README's commands."""
    return [user.does(command) for command in commands()]


def test_three_commands_bring_production_up(user, up):
    assert len(up) == 3
    found = user.asks("ecr describe-repositories")["repositories"]
    assert sorted(one["repositoryName"] for one in found) == ["payments", "web"]
    assert {one["imageTagMutability"] for one in found} == {"IMMUTABLE_WITH_EXCLUSION"}
    user.does("pulumi preview -s prod --expect-no-changes")


def test_make_init_names_the_commands_that_follow(up):
    said = re.sub(r" \\\n\s+", " ", up[0])
    for command in commands()[1:]:
        assert re.sub(r"\s+", " ", command) in said


def test_the_address_is_told_to_sns_and_stands_nowhere_in_clear(user, up):
    topics = user.asks("sns list-subscriptions")["Subscriptions"]
    assert {one["Endpoint"] for one in topics} == {"ops@example.com"}
    assert "secure:" in user.file()
    state = user.does(f"aws s3 cp s3://{BUCKET}/.pulumi/stacks/container-registry/prod.json -")
    for text in (user.file(), state, *up):
        assert "ops@example.com" not in text


def test_the_stack_file_has_the_callers_services_and_nothing_of_the_example(user, up):
    config = yaml.safe_load(user.file())["config"]
    assert config["container-registry:services"] == {
        "payments": {"github": {"repository": "acme/payments"}},
        "web": {"github": {"repository": "acme/web"}},
    }
    assert "bubblepool" not in user.file()
    assert yaml.safe_load(user.file())["secretsprovider"].startswith("awskms://")


def test_the_file_of_a_stack_is_never_replaced(user, up):
    before = user.file()
    again = user.run(f"{commands()[0]} OVERWRITE=yes")
    assert again.returncode != 0
    assert "has a stack already" in again.stderr
    assert user.file() == before


def test_where_the_backend_refuses_nothing_is_written(user):
    before = user.file("staging")
    command = commands()[0].replace("STACK=prod", "STACK=staging")
    refused = user.run(command.replace(BUCKET, "no-such-bucket"))
    assert refused.returncode != 0
    assert "`pulumi login s3://no-such-bucket` failed" in refused.stderr
    refused = user.run(command.replace("alias/pulumi", "alias/none"))
    assert refused.returncode != 0
    assert "alias/none" in refused.stderr
    assert user.file("staging") == before
    assert "staging" not in user.does("pulumi stack ls --all")


@pytest.mark.parametrize("stack", ["dev", "staging"])
def test_each_environment_begins_with_what_the_policy_pack_accepts(user, up, stack):
    """With a passphrase and a folder, as somebody tries it first."""
    folder = user.machine.root.parent / f"state-{stack}"
    folder.mkdir()
    phrase = {"PULUMI_CONFIG_PASSPHRASE": "correct horse"}
    first = re.sub(r"SECRETS=\S+", "", commands()[0]).replace("STACK=prod", f"STACK={stack}")
    said = user.does(first.replace(f"s3://{BUCKET}", folder.as_uri()), **phrase)
    assert "needs the same passphrase" in said
    user.does(commands()[1].replace("prod", stack), **phrase)
    user.does(f"pulumi login s3://{BUCKET}")
