"""How a failed operation is told: the reason once, what it means, and the command that goes on."""

import io

import pytest
from pulumi.automation import CommandError
from rich.console import Console

from local.engine.errors import EngineError
from local.engine.operation import told
from tests.local.engine.test_progress import URN, diagnostic, event

FIX = "`make up STACK=dev` goes on from there."


def failure(said, *events):
    error = CommandError.__new__(CommandError)
    Exception.__init__(error, said)
    console = Console(file=io.StringIO())

    def fail():
        with told(console, "update of dev", fix=FIX) as progress:
            for each in events:
                progress.on_event(each)
            raise error

    with pytest.raises(EngineError) as failed:
        fail()
    return failed.value.message


def test_a_failure_names_the_command_that_goes_on():
    said = failure("code: 255", diagnostic("error", "the plugin has died"))
    assert said.startswith("the update of dev failed.\n")
    assert "the plugin has died" in said
    assert said.endswith(f"  Fix: {FIX}")


def test_a_full_disk_is_freed_first():
    said = failure("write dev.json: no space left on device")
    assert "Impact: the disk is full" in said
    assert said.endswith(f"  Fix: free some room, then {FIX}")


def test_secrets_of_another_passphrase_are_to_be_left_out():
    said = failure("error: getting stack configuration: incorrect passphrase")
    assert "leave `encryptionsalt` and `alertAddresses` out" in said
    assert FIX not in said, "it would fail again"


def test_a_policys_refusal_is_no_accident():
    refused = event(
        policyEvent={
            "resourceUrn": URN,
            "message": "no",
            "color": "never",
            "policyName": "p",
            "policyPackName": "c",
            "policyPackVersion": "1",
            "enforcementLevel": "mandatory",
        }
    )
    said = failure("code: 255", refused)
    assert "p (c) rejects" in said
    assert FIX not in said


def test_a_message_of_megabytes_is_cut():
    said = failure("code: 255", diagnostic("error", "x" * 10_000_000))
    assert len(said) < 10_000
    assert "more characters" in said
