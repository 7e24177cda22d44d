import os
import subprocess

import pytest

from local.process import lives, works


def as_pulumi(tmp_path, script):
    """A process that the process table calls `pulumi`."""
    program = tmp_path / "pulumi"
    program.symlink_to("/bin/sleep")
    return subprocess.Popen(["sh", "-c", script.format(program)])


@pytest.mark.parametrize("script", ["exec {} 0", "exec {} 0.3"])
def test_a_pulumi_that_is_dead_or_dying_is_not_at_work(tmp_path, script):
    process = as_pulumi(tmp_path, script)
    assert not works(process.pid, "pulumi"), "unreaped, it is a zombie"
    process.wait()


def test_a_pulumi_that_lives_on_is_at_work(tmp_path):
    process = as_pulumi(tmp_path, "exec {} 60")
    try:
        while not lives(process.pid, "pulumi"):
            assert process.poll() is None
        assert works(process.pid, "pulumi")
    finally:
        process.kill()
        process.wait()


def test_another_program_with_that_number_is_not_at_work():
    assert not lives(os.getpid(), "pulumi")


def test_a_number_that_no_process_has_is_not_at_work():
    assert not works(2**22 - 1, "pulumi")
