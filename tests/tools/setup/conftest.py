"""A checkout and a cache of its own; nothing is fetched unless a test says so."""

import sys

import pytest

from tools.setup import go, places, venv


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Whatever a test installs, it is not into this checkout."""
    virtual = tmp_path / "checkout" / ".venv"
    monkeypatch.setattr(places, "VENV", virtual)
    monkeypatch.setattr(places, "LOCAL", tmp_path / "checkout" / ".local")
    monkeypatch.setattr(places, "LOG", tmp_path / "checkout" / ".local" / "setup.log")
    monkeypatch.setattr(venv, "_STAMP", virtual / ".complete")
    monkeypatch.setattr(venv, "users_uv", lambda: None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def interpreter(elsewhere):
    """A virtual environment as far as the set-up looks at it."""
    (places.VENV / "bin").mkdir(parents=True)
    (places.VENV / "bin" / "python").symlink_to(sys.executable)


@pytest.fixture
def offline(monkeypatch):
    """Every way to a server leads nowhere, as on a machine without network."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy", "PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_RETRIES", "0")


@pytest.fixture
def no_go(monkeypatch):
    monkeypatch.setattr(go.shutil, "which", lambda name, **_: None)
