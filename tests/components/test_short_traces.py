"""The limit on stacks: there while the program registers, gone whatever happens."""

import sys
import traceback

import pulumi
import pytest
from pulumi_aws import sns

from components.short_traces import FRAMES, short_traces
from tests.support.mocks import deploy


def deep(calls: int) -> int:
    return len(traceback.extract_stack()) if calls == 0 else deep(calls - 1)


def test_the_nearest_frames_alone_are_taken() -> None:
    with short_traces():
        assert deep(50) == FRAMES
    assert deep(50) > 50


def test_an_error_is_read_whole() -> None:
    def program() -> None:
        with short_traces():
            deep(50)
            raise pulumi.RunError("wrong")

    with pytest.raises(pulumi.RunError) as error:
        program()
    assert not hasattr(sys, "tracebacklimit")
    assert "deep" not in "".join(traceback.format_exception(error.value))
    assert "program" in "".join(traceback.format_exception(error.value))


def test_a_limit_that_somebody_else_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "tracebacklimit", 3, raising=False)
    with short_traces():
        assert deep(50) == 3
    assert sys.tracebacklimit == 3


def test_the_frames_that_are_left_reach_from_the_sdk_to_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The SDK looks for the third `__init__`; the frame above it is who made the resource."""
    seen: list[list[str]] = []
    extract = traceback.extract_stack

    def watched(*args: object, **options: object) -> traceback.StackSummary:
        found = extract(sys._getframe(1))
        seen.append([frame.name for frame in found])
        return found

    monkeypatch.setattr(traceback, "extract_stack", watched)

    def program() -> None:
        with short_traces():
            sns.Topic("alerts")

    deploy(program)
    # The stack itself was registered before.
    [made] = [names for names in seen if "program" in names]
    assert len(made) == FRAMES
    assert made.count("__init__") >= 3
    assert made.index("program") < made.index("__init__")
