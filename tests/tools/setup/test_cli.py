"""The Pulumi CLI: the user's own if it is recent, else one that is built once."""

import os

import pytest

from tools.setup import go, go_program, places, pulumi
from tools.setup.console import SetupError
from tools.setup.go_program import GoProgram
from tools.setup.pulumi import CLI, YAML
from tools.setup.run import CommandError


@pytest.fixture
def on_path(tmp_path, monkeypatch):
    """Puts a `pulumi` that says a version on PATH."""

    def put(version):
        folder = tmp_path / "path"
        folder.mkdir()
        program = folder / "pulumi"
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    return put


@pytest.fixture
def built(monkeypatch, interpreter):
    """How often it was built."""
    done = []

    def build(_, binary):
        binary.parent.mkdir(parents=True)
        binary.touch()
        done.append(binary)

    monkeypatch.setattr(GoProgram, "_build", build)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return done


@pytest.mark.parametrize("version", ["v3.250.0", "v3.300.1", "v4.0.0"])
def test_a_recent_one_on_path_is_used_and_nothing_is_built(on_path, built, version):
    on_path(version)
    pulumi.provide_cli()
    assert built == []
    assert not (places.VENV / "bin" / "pulumi").exists()


@pytest.mark.parametrize("version", ["v3.249.9", "v3.99.0", "nonsense"])
def test_an_old_one_on_path_is_left_alone_and_one_is_built(on_path, built, version):
    on_path(version)
    pulumi.provide_cli()
    assert len(built) == 1


def test_it_is_built_once_and_linked_into_the_virtual_environment(built):
    pulumi.provide_cli()
    pulumi.provide_cli()
    assert built == [places.cache() / "pulumi-3.250.0" / "pulumi"]
    assert (places.VENV / "bin" / "pulumi").readlink() == built[0]


def test_a_build_that_was_cut_off_leaves_nothing_that_looks_finished(interpreter, monkeypatch):
    monkeypatch.setattr(go_program, "provide_go", lambda *_: "go")

    def cut_off(command, **_):
        if "build" in command:
            command[command.index("-o") + 1].parent.mkdir(parents=True, exist_ok=True)
            command[command.index("-o") + 1].write_text("half")
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(go_program, "run", cut_off)
    with pytest.raises(KeyboardInterrupt):
        CLI.provide()
    assert not CLI.binary.exists()


@pytest.mark.parametrize(("program", "version"), [(CLI, "3.250.0"), (YAML, "1.25.0")])
def test_the_build_takes_the_pinned_modules_and_no_other_toolchain(
    interpreter, monkeypatch, program, version
):
    ran = []
    monkeypatch.setattr(go_program, "provide_go", lambda *_: "go")

    def built(command, *, cwd, env, on_line):
        ran.append((command, cwd, env))
        if "build" in command:
            command[command.index("-o") + 1].parent.mkdir(parents=True)
            command[command.index("-o") + 1].touch()
        return ""

    monkeypatch.setattr(go_program, "run", built)
    program.provide()
    command, folder, variables = ran[-1]
    assert variables["GOFLAGS"] == "-mod=readonly -trimpath"
    assert variables["GOTOOLCHAIN"] == "local"
    assert folder == program.pinned_in
    assert any(f"version.Version={version}" in word for word in command if isinstance(word, str))
    assert program.link.readlink() == program.binary


def test_a_failed_build_shows_the_end_of_what_go_said(monkeypatch):
    monkeypatch.setattr(go_program, "provide_go", lambda *_: "go")

    def fail(*_, **__):
        raise CommandError("x.go:1: syntax error\n")

    monkeypatch.setattr(go_program, "run", fail)
    with pytest.raises(SetupError, match=r"x\.go:1: syntax error"):
        CLI.provide()


def test_a_go_that_is_old_is_not_used(monkeypatch, interpreter):
    monkeypatch.setattr(go.shutil, "which", lambda _: "/usr/bin/go")
    monkeypatch.setattr(go, "run", lambda *_, **__: "go version go1.25.3 linux/amd64")
    monkeypatch.setattr(go, "_install", lambda target, *_: target.mkdir(parents=True))
    assert go.provide_go(CLI.name, CLI.version, CLI.pinned_in).is_relative_to(places.cache())
    monkeypatch.setattr(go, "run", lambda *_, **__: "go version go1.25.11 linux/amd64")
    assert str(go.provide_go(CLI.name, CLI.version, CLI.pinned_in)) == "/usr/bin/go"


def test_no_go_no_pulumi_and_no_network_is_one_message_with_the_ways_out(
    interpreter, offline, no_go
):
    with pytest.raises(SetupError) as refused:
        go.provide_go(CLI.name, CLI.version, CLI.pinned_in)
    message = str(refused.value)
    assert message.startswith("no Pulumi CLI on PATH, and no Go to build one")
    assert "no network" in message
    assert "3.250.0 or newer" in message


def test_a_yaml_host_of_the_users_own_is_used(built, tmp_path, monkeypatch):
    folder = tmp_path / "path"
    folder.mkdir()
    host = folder / "pulumi-language-yaml"
    host.touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin")
    pulumi.provide_yaml_host()
    assert built == []


def test_the_yaml_host_is_built_where_there_is_none(built):
    pulumi.provide_yaml_host()
    assert built == [places.cache() / "pulumi-yaml-1.25.0" / "pulumi-language-yaml"]
