"""The stack files that come with the project say what the seed environments ask for."""

from pathlib import Path

import pytest

from container_registry.settings import Settings, load, read_stack_file

ROOT = Path(__file__).parents[3]
STACKS = sorted(p.name.split(".")[1] for p in ROOT.glob("Pulumi.*.yaml"))


def settings_of(stack: str) -> Settings:
    return load(read_stack_file(ROOT / f"Pulumi.{stack}.yaml"), stack)


@pytest.mark.parametrize("stack", STACKS)
def test_every_stack_file_is_valid(stack: str) -> None:
    assert settings_of(stack).environment


def test_each_environment_is_an_account_of_its_own() -> None:
    accounts = [settings_of(stack).account for stack in STACKS]
    assert len(set(accounts)) == len(accounts)


@pytest.mark.parametrize(
    ("stack", "keep", "mutability", "scanning", "protect", "tags"),
    [
        ("dev", 5, "MUTABLE", "BASIC", False, {"feature-*", "dev-*"}),
        ("staging", 10, "IMMUTABLE_WITH_EXCLUSION", "ENHANCED", False, {"staging-*", "release-*"}),
        ("prod", 20, "IMMUTABLE_WITH_EXCLUSION", "ENHANCED", True, {"prod-*", "v*.*.*"}),
    ],
)
def test_an_environment_is_as_strict_as_the_seed_guide_wants_it(
    stack: str, keep: int, mutability: str, scanning: str, protect: bool, tags: set[str]
) -> None:
    settings = settings_of(stack)
    assert list(settings.services) == ["feed-server", "bubblepool", "guestbook"]
    tiers = {name: service.tier for name, service in settings.services.items()}
    assert tiers == {"feed-server": "backend", "bubblepool": "backend", "guestbook": "frontend"}
    assert settings.region == "ap-northeast-2"
    assert settings.retention is not None
    assert (settings.retention.keep, settings.retention.untagged_days) == (keep, 1)
    assert settings.mutability.image_tag_mutability == mutability
    assert settings.scanning.type == scanning
    assert settings.scanning.on_push
    assert settings.protect is protect
    assert {p for kind in settings.tag_scheme.values() for p in kind.patterns} == tags


def test_production_is_pushed_to_from_its_protected_environment_alone() -> None:
    ci = settings_of("prod").ci
    assert ci is not None
    assert (ci.environment, ci.branches) == ("production", ())
