"""The virtual environment: complete or made anew, never half trusted."""

import sys

import pytest

from tools.setup import places, venv
from tools.setup.console import SetupError
from tools.setup.run import CommandError


@pytest.fixture
def made(monkeypatch, interpreter):
    """How often it was created and installed."""
    done = []

    def create():
        done.append("created")
        (places.VENV / "bin").mkdir(parents=True)
        (places.VENV / "bin" / "python").symlink_to(sys.executable)

    monkeypatch.setattr(venv, "_create", create)
    monkeypatch.setattr(venv, "_install", lambda: done.append("installed"))
    return done


def test_a_second_run_does_nothing(made):
    venv.provide_venv()
    venv.provide_venv()
    assert made == ["created", "installed"]


def test_an_install_that_was_cut_off_is_made_anew(made, monkeypatch):
    def cut_off():
        (places.VENV / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(venv, "_install", cut_off)
        with pytest.raises(KeyboardInterrupt):
            venv.provide_venv()
    venv.provide_venv()
    assert made == ["created", "created", "installed"]
    assert not (places.VENV / "half").exists()


def test_another_lock_or_another_interpreter_makes_it_anew(made, tmp_path, monkeypatch):
    venv.provide_venv()
    other = tmp_path / "requirements.txt"
    other.write_text("other==1")
    monkeypatch.setattr(places, "REQUIREMENTS", other)
    venv.provide_venv()
    assert made.count("created") == 2
    python = places.VENV / "bin" / "python"
    python.unlink()
    python.symlink_to("/usr/bin/python-that-is-gone")
    venv.provide_venv()
    assert made.count("created") == 3


def test_a_python_without_venv_is_told_how_to_get_it(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SetupError) as refused:
        venv.provide_venv()
    assert "python3-venv" in str(refused.value)
    assert made == []


def test_pip_takes_over_where_uv_does_not_work(interpreter, monkeypatch):
    used = []

    def no_uv(*_, **__):
        raise CommandError("uv: cannot execute binary file")

    monkeypatch.setattr(venv, "run", no_uv)
    monkeypatch.setattr(venv, "pip_install", lambda pins, *_: used.append(pins))
    venv._install()
    assert used == [places.UV_PIN, places.REQUIREMENTS]


@pytest.fixture
def own_uv(monkeypatch, made):
    """A uv of the user's, which does what a test says."""

    def put(run):
        monkeypatch.setattr(venv, "users_uv", lambda: "/usr/bin/uv")
        monkeypatch.setattr(venv, "run", run)

    return put


def test_a_uv_of_the_users_own_does_all_of_it(own_uv, made):
    ran = []

    def run(command, *, env):
        ran.append(list(map(str, command)))
        places.VENV.mkdir(exist_ok=True)

    own_uv(run)
    venv.provide_venv()
    assert made == [], "neither venv nor pip"
    creation, installation = ran
    assert creation[:2] == ["/usr/bin/uv", "venv"]
    assert sys.executable in creation
    assert "--require-hashes" in installation
    assert str(places.UV_PIN) in installation, "make dist and make lock use the pinned one"


def test_a_uv_that_does_not_work_is_not_the_end(own_uv, made):
    def run(*_, **__):
        raise CommandError("uv: cannot execute binary file")

    own_uv(run)
    venv.provide_venv()
    assert made == ["created", "installed"]


def test_a_uv_without_network_says_so(own_uv, made):
    def run(*_, **__):
        raise CommandError("error: Failed to fetch: dns error")

    own_uv(run)
    with pytest.raises(SetupError, match="no network: the Python packages must be installed"):
        venv.provide_venv()
    assert made == []


def test_without_network_the_message_says_so(offline):
    venv._create()
    with pytest.raises(SetupError, match="no network: the Python packages must be installed"):
        venv._install()
