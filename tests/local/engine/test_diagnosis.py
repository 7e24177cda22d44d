"""What the engine and the SDK say of a plug-in's end and of a failed look-up, said truly."""

import io

from rich.console import Console

from local.engine.diagnosis import plain
from local.engine.progress import Progress
from tests.local.engine.test_progress import diagnostic

ENDED = (
    "Detected that /a b/local/bin/pulumi-resource-aws exited prematurely. \n"
    "       This is *always* a bug in the provider. Please report the issue to the provider author"
    " as appropriate.\n"
    "       To assist with debugging we have dumped the STDOUT and STDERR streams of the plugin:"
)
LOOK_UP = (
    "python inline source runtime error: invoke of aws:ec2/getVpc:getVpc failed: no VPC fits\n"
    "Traceback (most recent call last):\n"
    '  File "x.py", line 3, in <module>\n'
    "    here = aws.ec2.get_vpc()\n"
    "Exception: invoke of aws:ec2/getVpc:getVpc failed: no VPC fits"
)
OWN = (
    "python inline source runtime error: 'feed'\n"
    "Traceback (most recent call last):\n"
    '  File "/x/__main__.py", line 9, in <module>\n'
    "KeyError: 'feed'"
)


def test_a_plug_in_that_was_ended_is_nobodys_defect() -> None:
    assert plain(ENDED) == "the plug-in pulumi-resource-aws ended in the middle of its work."


def test_what_a_plug_in_said_before_it_ended_stays() -> None:
    assert plain(f"{ENDED}\nout of memory\nbye\n").endswith(" It said:\nout of memory\nbye")


def test_a_look_up_that_failed_says_why_and_no_more() -> None:
    assert plain(LOOK_UP) == "invoke of aws:ec2/getVpc:getVpc failed: no VPC fits"


def test_the_traceback_of_a_programs_own_error_stays() -> None:
    assert plain(OWN) == OWN


def test_it_is_how_errors_of_an_operation_are_told() -> None:
    progress = Progress(Console(file=io.StringIO()), "update of dev")
    progress.on_event(diagnostic("error", ENDED, urn=""))
    progress.on_event(diagnostic("error", LOOK_UP, urn=""))
    refusal = progress.refusal()
    assert "always" not in refusal
    assert "Traceback" not in refusal
    assert "no VPC fits" in refusal
