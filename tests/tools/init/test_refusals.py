"""What `make init` says of each wrong value, whole: `refusals.txt` is the record.

After a change that is meant, `python -m tests.tools.init.test_refusals` writes it; read it.
"""

from pathlib import Path

import pytest

from ecr_lifecycle.rendering import to_text
from tests.tools.init.given import NO_KEY, RIGHT, WRONG
from tools.init.judge import judge
from tools.init.wanted import VARIABLES, Wanted

RECORD = Path(__file__).with_name("refusals.txt")


def said(name):
    return "\n".join(to_text(one) for one in judge(Wanted.of(WRONG[name])))


def recorded():
    blocks = RECORD.read_text(encoding="utf-8").split("\n\n# ")
    named = (block.removeprefix("# ").partition("\n") for block in blocks)
    return {name: text.rstrip("\n") for name, _, text in named}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused_in_the_words_of_the_record(name):
    assert said(name) == recorded()[name]


@pytest.mark.parametrize("name", WRONG)
def test_one_mistake_is_one_finding_that_names_its_variable_and_no_secret(name):
    text = said(name)
    assert text.count("\n") == 2
    assert text.count("    Impact: ") == text.count("    Fix: ") == 1
    assert text.partition(":")[0] in VARIABLES
    assert "hush-hush" not in text
    assert "corp.test" not in text


def test_nothing_is_recorded_that_is_tried_no_more():
    assert list(recorded()) == list(WRONG)


@pytest.mark.parametrize(
    "right",
    [
        RIGHT,
        {**RIGHT, "STACK": "live", "GITHUB": "", "SERVICES": "team/payments"},
        {**RIGHT, "ALERTS": "a@corp.test https://hook.corp.test/x"},
        {**RIGHT, "SECRETS": "awskms:///arn:aws:kms:eu-west-1:111111111111:key/0"},
        {**RIGHT, "PULUMI_BACKEND_URL": RIGHT["BACKEND"]},
        {**NO_KEY, "PULUMI_CONFIG_PASSPHRASE": "x"},
        {**NO_KEY, "PULUMI_CONFIG_PASSPHRASE_FILE": "x"},
        {**NO_KEY, "BACKEND": "https://api.pulumi.com"},
        {**RIGHT, "BACKEND": "file:///var/state"},
        {**RIGHT, "OVERWRITE": "yes"},
    ],
)
def test_right_values_are_not_refused(right):
    assert judge(Wanted.of(right)) == []


if __name__ == "__main__":
    blocks = [f"# {name}\n{said(name)}" for name in WRONG]
    RECORD.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
