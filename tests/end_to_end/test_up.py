"""`make up` on the real engine: what there is afterwards, and what the AWS CLI shows of it."""

import json
import re

from tests.end_to_end.machine import ROOT

SERVICES = ("bubblepool", "feed-server", "guestbook")


def registry(dev):
    """The local AWS's own: its port, under the name that every client takes for this machine."""
    found = re.search(r"at http://127\.0\.0\.1:(\d+):", dev.first_up.stdout)
    return f"localhost:{found[1]}"


def test_the_result_names_each_repository_and_how_to_log_in_push_and_look(dev):
    said = dev.first_up.stdout
    for service in SERVICES:
        assert f"{registry(dev)}/{service}\n" in said
    assert f"docker login --username AWS --password-stdin {registry(dev)}" in said
    assert f"docker push {registry(dev)}/" in said
    assert "aws ecr describe-repositories" in said


def test_each_change_is_shown_as_it_happens_before_and_during_the_update(dev):
    assert dev.first_up.stderr.count("+ aws:ecr/repository:Repository guestbook-repository") == 2


def test_the_aws_cli_shows_the_repositories_as_configured_in_the_stacks_region(dev):
    repositories = dev.aws("ecr describe-repositories")["repositories"]
    assert sorted(found["repositoryName"] for found in repositories) == sorted(SERVICES)
    for repository in repositories:
        name = repository["repositoryName"]
        assert repository["repositoryArn"] == (
            f"arn:aws:ecr:ap-northeast-2:111111111111:repository/{name}"
        )
        assert repository["imageTagMutability"] == "MUTABLE"
        assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
        assert repository["encryptionConfiguration"]["encryptionType"] == "AES256"


def test_each_repository_carries_its_own_tags_and_the_stacks(dev):
    arn = "arn:aws:ecr:ap-northeast-2:111111111111:repository/guestbook"
    found = dev.aws(f"ecr list-tags-for-resource --resource-arn {arn}")["tags"]
    tags = {tag["Key"]: tag["Value"] for tag in found}
    assert tags["Name"] == "guestbook"
    assert tags["Service"] == "frontend"
    assert tags["Environment"] == "dev"
    assert tags["Project"] == "container-registry"


def test_the_lifecycle_policy_keeps_five_pushes_of_each_pattern_and_drops_untagged_images(dev):
    for service in SERVICES:
        answer = dev.aws(f"ecr get-lifecycle-policy --repository-name {service}")
        rules = json.loads(answer["lifecyclePolicyText"])["rules"]
        kept = {
            pattern: rule["selection"]["countNumber"]
            for rule in rules
            for pattern in rule["selection"].get("tagPatternList", ())
        }
        assert kept == {"dev-*": 5, "feature-*": 5, "sha256-*": 10_000, "*": 5}
        (untagged,) = (r["selection"] for r in rules if "tagPatternList" not in r["selection"])
        assert (untagged["tagStatus"], untagged["countNumber"]) == ("untagged", 1)


def test_a_second_up_says_that_nothing_changes(dev):
    again = dev.engine("up")
    assert again.returncode == 0, again.stderr
    assert "preview of dev: no changes" in again.stderr
    assert "update of dev: not needed" in again.stderr
    assert f"{registry(dev)}/guestbook\n" in again.stdout


def test_an_up_after_an_edit_that_changes_no_resource_updates_all_the_same(dev):
    with (dev.root / "__main__.py").open("a") as program:
        program.write("# a comment\n")
    again = dev.engine("up")
    assert again.returncode == 0, again.stderr
    assert again.stderr.count("no changes") == 2


def test_the_outputs_are_the_contract_that_later_parts_rely_on(dev):
    answer = dev.shell("pulumi stack output --stack dev --json")
    outputs = json.loads(answer.stdout)
    assert outputs["registryUrl"] == registry(dev)
    assert outputs["repositories"]["guestbook"] == {
        **outputs["repositories"]["guestbook"],
        "name": "guestbook",
        "url": f"{registry(dev)}/guestbook",
        "arn": "arn:aws:ecr:ap-northeast-2:111111111111:repository/guestbook",
    }


def test_the_stack_files_are_never_written(dev):
    for path in sorted(ROOT.glob("Pulumi*.yaml")):
        assert (dev.root / path.name).read_bytes() == path.read_bytes(), path.name


def test_env_prints_shell_exports_and_nothing_else(dev):
    answer = dev.engine("env")
    assert answer.stderr == ""
    assert all(line.startswith(("export ", "unset ")) for line in answer.stdout.splitlines())


def test_env_of_a_stack_that_is_not_up_says_how_to_bring_it_up(dev):
    answer = dev.engine("env", "staging")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "make up STACK=staging" in answer.stderr
