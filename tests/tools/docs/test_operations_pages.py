"""docs/operations: every command has a page, every right exists, every example ran to its end."""

import json

import pytest
from policy_sentry.querying.actions import get_action_data

from container_registry.documents.identity import gate_policy
from operations.cli import main
from tools.docs import operations
from tools.docs.markdown import ROOT

PAGES = operations.pages()


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_is_up_to_date(path):
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path], "run `make docs`"


def test_every_command_has_a_page():
    assert {name for name, _ in operations._commands(main)} == set(operations.ABOUT)


@pytest.mark.parametrize(
    "action", sorted({action for about in operations.ABOUT.values() for action in about.rights})
)
def test_every_right_exists(action):
    assert get_action_data(*action.split(":"))


def test_the_gate_role_has_what_the_gate_needs_and_no_more():
    def allowed(*, enhanced):
        statements = json.loads(gate_policy("arn", enhanced=enhanced))["Statement"]
        listed = (s["Action"] for s in statements)
        return {a for each in listed for a in ([each] if isinstance(each, str) else each)}

    both = allowed(enhanced=False) | allowed(enhanced=True)
    assert both == set(operations.ABOUT["gate"].rights)
    assert "ecr:StartImageScan" not in allowed(enhanced=True)
    assert "inspector2:ListFindings" not in allowed(enhanced=False)


@pytest.mark.parametrize(
    "name", [name for name, about in operations.ABOUT.items() if about.example]
)
def test_an_example_ends_in_an_answer(name):
    about = operations.ABOUT[name]
    for example in (about.example, *about.more):
        result = operations.run(example)
        assert result.exit_code in (0, 1), result.output
        assert "Traceback" not in result.output
