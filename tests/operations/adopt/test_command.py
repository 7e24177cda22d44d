"""`registryctl adopt`: what adopting means, and the settings that do it."""

import json

import pytest
import yaml
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.adopt.given import KEY, STACK, arn, registry, repository
from tests.operations.preview.test_preview import OLD, UNUSED
from tests.operations.scripted import Refusal


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.prod.yaml").write_text(STACK)

    def run(aws, *words, names=("orders",), text=None):
        if text is not None:
            (tmp_path / "Pulumi.prod.yaml").write_text(text)
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        told = ["adopt", *names, "--stack-file", "Pulumi.prod.yaml", "--offline", *words]
        return CliRunner().invoke(cli.main, told)

    run.file = tmp_path / "Pulumi.prod.yaml"
    return run


def services(run):
    return yaml.safe_load(run.file.read_text())["config"]["container-registry:services"]


def test_it_shows_what_stays_what_changes_and_what_would_go(run):
    done = run(registry(policy=True))
    assert done.exit_code == 0, done.output
    said = done.stdout
    assert "lifecycle policy: kept until `adopt` is removed" in said
    assert "the stack's would expire 2 of 4 images now" in said
    assert OLD in said
    assert UNUSED in said
    assert "repository policy: stays: the stack writes none" in said
    assert "imageTagMutability: MUTABLE, then IMMUTABLE" in said
    assert "scanOnPush: false, then true" in said
    assert "tag Owner: somebody, then none" in said
    assert "    orders:\n      adopt: true" in said
    assert run.file.read_text() == STACK


def test_fifty_repositories_are_written_by_one_command_and_every_comment_stays(run):
    names = [f"team/service-{number}" for number in range(50)]
    aws = registry(*(repository(name) for name in names))
    done = run(aws, "--match", "team/*", "--write", names=())
    assert done.exit_code == 0, done.output
    assert "50 repositories are adopted" in done.stderr
    assert services(run) == {"feed-server": {"tier": "backend"}, **dict.fromkeys(names, ADOPTED)}
    for line in STACK.splitlines():
        assert line in run.file.read_text().splitlines()
    again = run(aws, "--all", "--write", names=())
    assert again.exit_code == 0, again.output
    assert "nothing to adopt" in again.stdout


ADOPTED = {"adopt": True}


def test_policies_are_replaced_only_by_the_word(run):
    done = run(registry(), "--replace-policies", "--write")
    assert done.exit_code == 0, done.output
    assert "lifecycle policy: REPLACED by the stack's" in done.stdout
    assert services(run)["orders"] == {"adopt": True, "replacePolicies": True}


def test_a_repository_without_policies_gets_the_stacks(run):
    done = run(registry(lifecycle=False))
    assert "lifecycle policy: none yet; the stack's is written" in done.stdout
    assert "repository policy: none, and the stack writes none" in done.stdout


def test_an_encryption_that_never_changes_becomes_the_services_own(run):
    kms = {"encryptionType": "KMS", "kmsKey": KEY}
    done = run(registry(repository("orders", encryptionConfiguration=kms)), "--write")
    assert done.exit_code == 0, done.output
    own = {"type": "KMS", "key": KEY}
    assert services(run)["orders"] == {"adopt": True, "encryption": own}


def test_a_service_that_names_the_repository_adopts_it(run):
    text = STACK.replace("tier: backend", "repository: orders")
    done = run(registry(), "--write", text=text)
    assert done.exit_code == 0, done.output
    assert services(run) == {"feed-server": {"adopt": True, "repository": "orders"}}


def state(**resource):
    one = {
        "type": "aws:ecr/repository:Repository",
        "urn": "urn:pulumi:prod::shop::aws:ecr/repository:Repository::my-orders",
        "id": "orders",
        "outputs": {"arn": arn("orders")},
        **resource,
    }
    return {"version": 3, "deployment": {"resources": [one]}}


def test_a_name_that_the_state_holds_is_refused_and_nothing_is_written(run):
    aws = registry(repository("orders"), repository("other"))
    run.file.with_name("state.json").write_text(json.dumps(state()))
    done = run(aws, "--all", "--write", "--state", "state.json", names=())
    assert done.exit_code == 1
    assert "the state holds it already, as urn:pulumi:prod::shop" in done.stderr
    assert '`moved_from: {"repository": "my-orders"}`' in done.stderr
    assert "nothing was written" in done.stderr
    assert run.file.read_text() == STACK


@pytest.mark.parametrize(
    "held", [state(outputs={"arn": arn("orders").replace("2:", "1:")}), state(external=True)]
)
def test_a_name_of_another_region_or_a_mere_reference_is_no_obstacle(run, held):
    run.file.with_name("state.json").write_text(json.dumps(held))
    assert run(registry(), "--state", "state.json").exit_code == 0


def test_an_encryption_of_another_partition_is_refused(run):
    dsse = {"encryptionType": "KMS_DSSE", "kmsKey": KEY}
    done = run(registry(repository("orders", encryptionConfiguration=dsse)))
    assert done.exit_code == 1
    assert "encrypted with KMS_DSSE" in done.stderr


@pytest.mark.parametrize(
    ("words", "names", "said"),
    [
        ((), (), "Name repositories"),
        (("--match", "none/*"), (), "no repository of ap-northeast-2"),
        (("--state", "missing.json"), ("orders",), "no export of a stack"),
        (("--stack-file", "settings.yaml"), ("orders",), "not called Pulumi.STACK.yaml"),
        (("--stack-file", "Pulumi.none.yaml"), ("orders",), "Pulumi.none.yaml"),
    ],
)
def test_wrong_use_is_said_with_its_fix(run, words, names, said):
    done = run(registry(), *words, names=names)
    assert done.exit_code == 2, done.output
    assert said in done.stderr


def test_settings_that_refuse_the_adoption_are_shown_whole(run):
    text = STACK + "  container-registry:forceDelete: true\n"
    done = run(registry(), "--write", text=text)
    assert done.exit_code == 2
    assert "takes over a repository that `forceDelete` lets go" in done.stderr
    assert run.file.read_text() == text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"GetRepositoryPolicy": Refusal("AccessDeniedException")}, "ecr:GetRepositoryPolicy"),
        ({"DescribeImages": Refusal("AccessDeniedException")}, "ecr:DescribeImages"),
    ],
)
def test_what_may_not_be_read_is_no_verdict_and_nothing_is_written(run, changes, said):
    done = run(registry(**changes), "--write")
    assert done.exit_code == 3
    assert f"the right {said} is missing" in done.stderr
    assert run.file.read_text() == STACK


def test_a_repository_that_is_missing_is_no_verdict(run):
    done = run(registry(), names=("gone",))
    assert done.exit_code == 3
    assert "has no repository of this name" in done.stderr


def test_programs_read_it_as_json(run):
    done = run(registry(), "--json")
    told = json.loads(done.stdout)
    assert told["schema"] == "container-registry/adopt/1"
    (one,) = told["repositories"]
    assert (one["lifecyclePolicy"]["fate"], len(one["expires"])) == ("kept", 2)
    assert told["settings"] == {"orders": {"adopt": True}}
