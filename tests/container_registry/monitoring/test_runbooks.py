"""Every message has a page of the runbooks, and every page can be read at three in the morning."""

import re
from pathlib import Path
from typing import get_args

import pytest
from botocore import xform_name
from botocore.session import get_session

from container_registry.catalogue import metrics
from container_registry.monitoring.runbook import Runbook
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.severity import Severity

PAGE = (Path(__file__).parents[3] / "docs/runbooks.md").read_text(encoding="utf-8")
each = pytest.mark.parametrize("page", RUNBOOKS.values(), ids=RUNBOOKS)


def test_every_kind_of_breach_has_a_page() -> None:
    assert set(metrics.BREACH_KINDS) <= set(RUNBOOKS)


@each
def test_a_page_says_what_it_means_what_to_check_what_to_do_and_how_to_silence_it(
    page: Runbook,
) -> None:
    assert page.severity in get_args(Severity)
    assert len(page.title) < 80
    assert page.symptom.endswith(".")
    assert page.check
    assert all(command.split()[0] in {"aws", "kubectl", "pulumi"} for _, command in page.check)
    assert page.fix
    assert not page.fix.endswith("."), "a message adds it"
    assert page.silence.endswith(".")


@each
def test_no_text_of_a_message_can_break_json_because_eventbridge_escapes_nothing(
    page: Runbook,
) -> None:
    for text in (page.noun, page.title, page.fix, page.link()):
        assert not set(text) & set('"\\<>\n'), text


@each
def test_docs_runbooks_has_its_section_under_the_anchor_that_messages_link_to(
    page: Runbook,
) -> None:
    assert re.search(rf"^## {page.noun}$", PAGE, re.MULTILINE)
    section = PAGE.split(f"\n## {page.noun}\n")[1].split("\n## ")[0]
    for text in (page.title, page.symptom, page.fix, page.silence):
        assert text in section
    for what, command in page.check:
        assert what in section
        assert command in section


#: What the AWS CLI adds to an operation's own parameters, and commands that are its own.
OPTIONS = {"query", "output", "region", "max-results", "cli-binary-format", "max-items"}
OWN = {("logs", "tail")}


def commands() -> list[tuple[str, str, set[str]]]:
    """Service, operation and options of every `aws` in the page's commands."""
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", " ")
    found = re.findall(r"\baws ([a-z0-9]+) ([a-z-]+)([^\n]*)", blocks)
    return [
        (service, name, set(re.findall(r" --([a-z-]+)", rest))) for service, name, rest in found
    ]


@pytest.mark.parametrize(
    ("service", "name"), sorted({(service, name) for service, name, _ in commands()} - OWN)
)
def test_every_command_is_one_that_the_aws_cli_has(service: str, name: str) -> None:
    operation = "".join(word.capitalize() for word in name.split("-"))
    model = get_session().get_service_model(service)
    known = {one.casefold(): one for one in model.operation_names}
    assert operation.casefold() in known
    shape = model.operation_model(known[operation.casefold()]).input_shape
    members = {xform_name(member, "-") for member in shape.members} if shape else set()
    for other, called, options in commands():
        if (other, called) == (service, name):
            # Options of a command inside the command stand on the same line.
            nested = {"queue-name", "name"}
            assert options - OPTIONS - nested <= members, (service, name)


def test_before_you_begin_says_how_to_get_what_the_commands_need() -> None:
    beginning = PAGE.split("\n## ")[1]
    used = set(re.findall(r"\$([A-Z_]+)", PAGE)) | set(re.findall(r"\$\{([A-Z_]+):-", PAGE))
    assert used - {"PARTITION"} <= set(re.findall(r"\b([A-Z_]+)=", beginning))
