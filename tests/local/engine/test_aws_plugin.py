"""Which aws plug-in is started, and that the user can tell."""

import os
import subprocess

import pytest

from local.engine import aws_plugin, environment
from local.engine.checkout import Checkout
from local.provider.schema import VERSION

SHIM = Checkout.here().root / "local" / "bin" / "pulumi-resource-aws"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv(aws_plugin.VARIABLE, raising=False)
    return tmp_path / "home"


@pytest.fixture
def put(home):
    """Puts a plug-in of a version where the official CLI does."""

    def place(version, mode=0o755):
        folder = home / ".pulumi" / "plugins" / f"resource-aws-v{version}"
        folder.mkdir(parents=True)
        program = folder / "pulumi-resource-aws"
        program.write_text('#!/bin/sh\necho "the real one, $1"\n')
        program.chmod(mode)
        return program

    return place


def test_the_real_one_of_the_right_version_is_started_in_place_of_ours(put, checkout):
    program = put(VERSION)
    variables = environment.of_engine(checkout, "dev")
    assert variables[aws_plugin.VARIABLE] == str(program)
    assert str(program) in aws_plugin.said()
    started = subprocess.run(
        [SHIM, "127.0.0.1:1"], env={**os.environ, **variables}, capture_output=True, text=True
    )
    assert started.stdout == "the real one, 127.0.0.1:1\n"


@pytest.mark.parametrize("version", ["7.51.0", "6.0.0"])
def test_one_of_another_version_is_left_alone(put, version):
    put(version)
    assert aws_plugin.real() is None
    assert aws_plugin.said() == f"aws plug-in: the local one, for aws {VERSION}"


def test_one_that_cannot_be_started_is_none(put):
    put(VERSION, mode=0o644)
    assert aws_plugin.real() is None


def test_a_user_can_ask_for_the_local_one(put, monkeypatch):
    put(VERSION)
    monkeypatch.setenv(aws_plugin.VARIABLE, "local")
    assert aws_plugin.real() is None
    assert aws_plugin.variables() == {aws_plugin.VARIABLE: "local"}


def test_a_host_that_asks_by_version_finds_the_shim(home, checkout):
    for _ in range(2):
        aws_plugin.stand_by(checkout)
    folder = checkout.pulumi_home / "plugins" / f"resource-aws-v{VERSION}"
    assert (folder / "pulumi-resource-aws").readlink() == (
        checkout.root / "local" / "bin" / "pulumi-resource-aws"
    )


def test_the_shim_finds_its_checkout_through_a_link(home, tmp_path):
    """And takes no folder for a plug-in, where it runs in one that has a folder `local`."""
    link = tmp_path / "pulumi-resource-aws"
    link.symlink_to(SHIM)
    (tmp_path / "local").mkdir()
    variables = {**os.environ, **aws_plugin.variables()}
    started = subprocess.run([link], cwd=tmp_path, capture_output=True, text=True, env=variables)
    assert "started by the Pulumi engine" in started.stderr
