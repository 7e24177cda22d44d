"""What a shell is told when the user presses Tab."""

import pytest
from click.testing import CliRunner

from operations.cli import main


def complete(shell, *words):
    """What the shell is offered in place of the last word."""
    words = ["registryctl", *words]
    environment = {
        "_REGISTRYCTL_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words),
        # fish gives the last word by itself, the others its place.
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    done = CliRunner().invoke(main, [], prog_name="registryctl", env=environment)
    assert done.exit_code == 0, done.output
    return done.stdout


SHELLS = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_command_is_completed(shell):
    told = complete(shell, "doc")
    assert "doctor" in told
    assert "gate" not in told


@pytest.mark.parametrize("shell", SHELLS)
def test_a_command_of_a_group_is_completed(shell):
    assert "plan" in complete(shell, "expire", "pl")


@pytest.mark.parametrize("shell", SHELLS)
def test_an_option_and_its_choices_are_completed(shell):
    assert "--only-fixed" in complete(shell, "gate", "--only-f")
    told = complete(shell, "gate", "--format", "j")
    assert "json" in told
    assert "junit" in told
    assert "sarif" not in told


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_asks_this_command(shell):
    environment = {"_REGISTRYCTL_COMPLETE": f"{shell}_source"}
    done = CliRunner().invoke(main, [], prog_name="registryctl", env=environment)
    assert f"_REGISTRYCTL_COMPLETE={shell}_complete" in done.stdout
