"""The first text of a stack file: read as the CLI reads it, right, and nothing of an example."""

import pytest

from container_registry.settings import load, read_stack_file
from tests.tools.init.given import RIGHT
from tools.init import draft
from tools.init.wanted import Wanted


@pytest.mark.parametrize("stack", ["dev", "staging", "prod", "live"])
@pytest.mark.parametrize("github", ["acme", ""])
@pytest.mark.parametrize(
    "services", ["payments web", "123 on 1e3 0x1f no yes null true nan inf team/no a.b"]
)
def test_it_is_a_right_stack_file_of_what_was_asked_for(tmp_path, stack, github, services):
    wanted = Wanted.of({**RIGHT, "STACK": stack, "GITHUB": github, "SERVICES": services})
    file = tmp_path / wanted.file
    file.write_text(draft.text(wanted))
    config = read_stack_file(file)
    assert config == draft.config(wanted)
    settings = load(config, stack)
    assert list(settings.services) == services.split()
    assert (settings.account, settings.region) == ("333333333333", "ap-northeast-2")
    assert (settings.ci is not None) == bool(github)
    assert "ops@corp.test" not in file.read_text()


@pytest.mark.parametrize("stack", ["prod", "live"])
def test_a_name_that_says_nothing_begins_as_production(stack):
    settings = load(draft.config(Wanted.of({**RIGHT, "STACK": stack})), stack)
    assert settings.protect
    assert settings.mutability.mode == "IMMUTABLE"
    assert settings.scanning.type == "ENHANCED"
    assert settings.ci.environment == "production"
    assert draft.environment_of(stack) == "prod"


def test_a_service_in_a_folder_is_built_by_the_repository_of_its_last_name():
    made = draft.services(("team/payments",), "acme")
    assert made == {"team/payments": {"github": {"repository": "acme/payments"}}}
