import os
import subprocess

import pytest

from local.engine import environment
from local.engine.checkout import Checkout

#: What leads a command away from this machine or changes what it runs.
HOSTILE = {
    "AWS_PROFILE": "mine",
    "AWS_DEFAULT_PROFILE": "mine",
    "AWS_SESSION_TOKEN": "token",
    "AWS_SECURITY_TOKEN": "token",
    "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
    "AWS_ENDPOINT_URL_ECR": "https://ecr.example.com",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_ROLE_ARN": "arn:aws:iam::1:role/x",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/x",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com",
    "AWS_CA_BUNDLE": "/x",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "BOTO_CONFIG": "/x",
    "MOTO_ACCOUNT_ID": "1",
    "PULUMI_ACCESS_TOKEN": "token",
    "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
    "PULUMI_CONFIG_PASSPHRASE_FILE": "/x",
    "PULUMI_SELF_MANAGED_STATE_GZIP": "true",
    "PULUMI_STACK": "x",
    "PULUMI_DISABLE_DEFAULT_PROVIDERS": "true",
    "PYTHONPATH": "/x",
    "PYTHONHOME": "/x",
    "PYTHONSTARTUP": "/x",
}
HARMLESS = {"PATH": "/bin", "HOME": "/h", "LANG": "C", "HTTPS_PROXY": "p", "MY_AWS_THING": "kept"}


def test_our_plugins_the_cli_and_the_users_own_path_are_on_path_in_this_order(checkout):
    path = environment.of_engine(checkout, "dev")["PATH"].split(os.pathsep)
    assert path[:2] == [str(checkout.root / "local" / "bin"), str(checkout.venv / "bin")]
    assert os.pathsep.join(path[2:]) == os.environ["PATH"]


def test_path_does_not_grow_each_time(checkout, monkeypatch):
    once = environment.of_engine(checkout, "dev")["PATH"]
    monkeypatch.setenv("PATH", once)
    assert environment.of_engine(checkout, "dev")["PATH"] == once


def test_the_state_is_the_checkouts_own(checkout):
    variables = environment.of_engine(checkout, "dev")
    assert variables["PULUMI_BACKEND_URL"].startswith(f"file://{checkout.root}/.local/")
    assert variables["PULUMI_HOME"].startswith(str(checkout.local))


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_leads_elsewhere_reaches_what_is_started(checkout, monkeypatch, name):
    monkeypatch.setattr(os, "environ", {**HARMLESS, name: HOSTILE[name]})
    environment.isolate(checkout)
    assert os.environ == HARMLESS
    os.environ[name] = HOSTILE[name]
    environment.enter({"AWS_REGION": "r"})
    assert os.environ == {**HARMLESS, "AWS_REGION": "r"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_shell_drops_it_too(checkout, monkeypatch, name):
    monkeypatch.setattr(os, "environ", {**HARMLESS, name: HOSTILE[name]})
    dropped = environment.isolate(checkout)
    assert name in environment.exports({"A": "1"}, dropped).splitlines()[0].split()


def test_without_a_home_there_is_one(checkout, monkeypatch):
    monkeypatch.setattr(os, "environ", {"PATH": "/bin"})
    environment.isolate(checkout)
    assert os.environ["HOME"] == str(checkout.local)


def test_a_shell_reads_each_value_as_it_is():
    text = environment.exports({"ODD": "a b'c$d\"e", "URL": "file:///x?metadata=skip"})
    said = subprocess.run(
        ["sh", "-c", 'eval "$TEXT"; printf "%s|%s|%s" "$ODD" "$URL" "${AWS_PROFILE-unset}"'],
        env={"TEXT": text, "AWS_PROFILE": "mine"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "a b'c$d\"e|file:///x?metadata=skip|unset"


@pytest.mark.parametrize(
    "folder",
    [
        "a b",
        "it's",
        'say "x"',
        "$(touch pwned)",
        "`touch pwned`",
        "x;touch pwned;",
        "x\ntouch pwned\n",
        "a,b",
        "\\n",
        "-n",
        "*",
        "~",
        "#",
        "é😀",
        "!!",
    ],
)
def test_a_shell_is_told_nothing_but_names_and_values_whatever_the_folder_is_called(
    tmp_path, folder
):
    root = tmp_path / folder
    root.mkdir()
    text = environment.exports(environment.of_engine(Checkout(root), "dev"))
    said = subprocess.run(
        ["sh", "-c", 'eval "$TEXT"; printf "%s" "$PULUMI_HOME"'],
        env={"TEXT": text, "PATH": os.environ["PATH"]},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == str(root / ".local" / "pulumi")
    assert said.stderr == ""
    assert not list(tmp_path.rglob("pwned"))


def test_a_variable_whose_name_is_no_name_reaches_no_shell(checkout, monkeypatch):
    monkeypatch.setattr(os, "environ", {"AWS_X;touch pwned": "1", "AWS_$(id)": "1", "AWS_é": "1"})
    assert environment.exports({}).splitlines()[0].split() == [
        "unset",
        *sorted(environment.FOREIGN),
    ]
