"""A change of the settings changes exactly what it should, and the engine says so beforehand."""

import yaml

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


def services(machine):
    document = yaml.safe_load((machine.root / "Pulumi.trio.yaml").read_text())
    return document["config"]["container-registry:services"]


def of_service(machine, service):
    """Type and name of every resource of a service in the state."""
    resources = (
        resource["urn"].split("::", 2)[2] for resource in machine.state("trio")["resources"]
    )
    return {
        found.rpartition("$")[2]
        for found in resources
        if found.endswith(f"::{service}") or f"::{service}-" in found
    }


def test_nothing_changes_after_up(trio):
    answer, changes = trio.preview("trio", "--expect-no-changes")
    assert answer.returncode == 0, answer.stderr
    assert changes == set()


def test_another_keep_count_replaces_each_lifecycle_policy_and_nothing_else(trio):
    with trio.edited("trio", retention={"keep": 7}):
        answer, changes = trio.preview("trio", "--expect-no-changes")
    assert changes == {
        ("replace", f"{LIFECYCLE}::{service}-lifecycle") for service in services(trio)
    }
    assert answer.returncode != 0, "the engine must not call this no change"


def test_a_removed_service_is_deleted_with_all_that_is_its_own(trio):
    left = {name: value for name, value in services(trio).items() if name != "guestbook"}
    with trio.edited("trio", services=left):
        _, changes = trio.preview("trio")
    assert changes == {("delete", resource) for resource in of_service(trio, "guestbook")}
    assert ("delete", f"{REPOSITORY}::guestbook-repository") in changes


def test_a_renamed_repository_is_replaced_and_only_its_own_service_is_touched(trio):
    renamed = services(trio)
    renamed["guestbook"]["repository"] = "visitors"
    with trio.edited("trio", services=renamed):
        _, changes = trio.preview("trio")
    replaced = {resource for operation, resource in changes if operation == "replace"}
    assert {
        f"{REPOSITORY}::guestbook-repository",
        f"{LIFECYCLE}::guestbook-lifecycle",
    } <= replaced
    assert {resource for _, resource in changes} <= of_service(trio, "guestbook")
    assert {operation for operation, _ in changes} <= {"replace", "update"}


def test_another_encryption_replaces_each_repository_with_its_lifecycle_policy(trio):
    key = "arn:aws:kms:ap-northeast-2:111111111111:key/11111111-2222-3333-4444-555555555555"
    with trio.edited("trio", encryption={"type": "KMS", "key": key}):
        _, changes = trio.preview("trio")
    replaced = {
        ("replace", resource)
        for service in services(trio)
        for resource in (
            f"{REPOSITORY}::{service}-repository",
            f"{LIFECYCLE}::{service}-lifecycle",
        )
    }
    assert replaced <= changes
    assert not any(operation == "delete" for operation, _ in changes)


def test_a_change_behind_pulumis_back_is_seen_by_refresh(trio):
    def refresh():
        command = "pulumi refresh --stack trio --preview-only --expect-no-changes"
        return trio.shell(command, "trio")

    def put(mutability):
        command = f"ecr put-image-tag-mutability --image-tag-mutability {mutability}"
        trio.aws(f"{command} --repository-name guestbook", "trio")

    before = refresh()
    put("MUTABLE")
    seen = refresh()
    put("IMMUTABLE")
    assert before.returncode == 0, before.stdout + before.stderr
    assert seen.returncode != 0
    assert "guestbook-repository" in seen.stdout
