import os
import subprocess
import sys
import time
from pathlib import Path


def test_a_plugin_ends_when_the_engine_that_started_it_is_killed(tmp_path):
    (tmp_path / "endless.py").write_text(
        "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    starter = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-m', 'local.engine.plugin', 'endless'],"
        " start_new_session=True)\n"
        "time.sleep(60)\n"
    )
    engine = subprocess.Popen(
        [sys.executable, "-c", starter],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{Path.cwd()}:{tmp_path}"},
    )
    pid = tmp_path / "pid"
    _until(lambda: pid.exists() and pid.read_text())
    engine.kill()
    engine.wait()
    _until(lambda: not _lives(int(pid.read_text())))


def test_the_module_sees_its_own_arguments_only(tmp_path):
    (tmp_path / "echo.py").write_text("import sys; print(sys.argv[1:])\n")
    said = subprocess.run(
        [sys.executable, "-m", "local.engine.plugin", "echo", "127.0.0.1:1", "pack"],
        env={**os.environ, "PYTHONPATH": f"{Path.cwd()}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "['127.0.0.1:1', 'pack']\n"


def _until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def _lives(process):
    said = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() not in ("", "Z")
