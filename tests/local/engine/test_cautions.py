import pytest
from pulumi.automation.events import StepEventMetadata

from local.engine.cautions import REPOSITORY, caution


def step(operation, kind=REPOSITORY, keys=()):
    urn = f"urn:pulumi:dev::p::{kind}::guestbook-repository"
    return StepEventMetadata(op=operation, urn=urn, type=kind, provider="", keys=list(keys))


def test_a_replaced_repository_is_named_with_the_property_and_the_way_out():
    said = caution(step("replace", keys=["encryptionConfigurations"]))
    assert said.startswith("guestbook-repository is replaced")
    assert "encryptionConfigurations" in said
    assert "its images are lost" in said
    assert "copy the images" in said


def test_a_deleted_repository_is_named_with_what_force_delete_would_do():
    said = caution(step("delete"))
    assert said.startswith("guestbook-repository is deleted")
    assert "forceDelete" in said


@pytest.mark.parametrize("operation", ["same", "create", "update", "create-replacement"])
def test_a_repository_that_keeps_its_images_is_not_mentioned(operation):
    assert caution(step(operation)) is None


def test_other_types_hold_no_images():
    assert caution(step("replace", kind="aws:ecr/lifecyclePolicy:LifecyclePolicy")) is None
