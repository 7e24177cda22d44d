"""What is said of each wrong configuration, whole: `refusals.txt` is the record.

Each was read aloud: true, one fault, its own impact, a fix that mends it. After a change that is
meant, `python -m tests.container_registry.settings.test_refusals` writes the record anew; read it.
"""

from pathlib import Path

import pytest

from ecr_lifecycle.rendering import to_text
from tests.container_registry.settings.refused import findings
from tests.container_registry.settings.wrong import WRONG

RECORD = Path(__file__).with_name("refusals.txt")
HEAD = "# "


def said(name: str) -> str:
    return "\n".join(to_text(one) for one in findings(WRONG[name]))


def recorded() -> dict[str, str]:
    blocks = RECORD.read_text(encoding="utf-8").split(f"\n\n{HEAD}")
    named = (block.removeprefix(HEAD).partition("\n") for block in blocks)
    return {name: text.rstrip("\n") for name, _, text in named}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused_in_the_words_of_the_record(name: str) -> None:
    assert said(name) == recorded()[name]


@pytest.mark.parametrize("name", WRONG)
def test_one_mistake_is_one_finding_on_three_lines(name: str) -> None:
    text = said(name)
    assert text.count("\n") == 2
    assert text.count("    Impact: ") == text.count("    Fix: ") == 1
    assert "hush-hush" not in text
    assert "corp.test" not in text


def test_nothing_is_recorded_that_is_tried_no_more() -> None:
    assert list(recorded()) == list(WRONG)


if __name__ == "__main__":
    blocks = [f"{HEAD}{name}\n{said(name)}" for name in WRONG]
    RECORD.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
