"""Docker's configuration, with each way in which it has no login that counts."""

import base64
import json
import os
import time

import pytest

from tests.operations.doctor.given import HOST, account

AUTH = {"auth": base64.b64encode(b"AWS:secret-of-the-test").decode()}
HOURS = 3600


def nowhere(*_):
    raise OSError("no network in this test")


@pytest.fixture
def configured(tmp_path):
    def configured(value, age=0, folder="docker"):
        path = tmp_path / folder / "config.json"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        then = time.time() - age
        os.utime(path, (then, then))

    return configured


@pytest.fixture
def helper(tmp_path):
    def helper(name, answer):
        path = tmp_path / "bin" / f"docker-credential-{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{answer}\n")
        path.chmod(0o755)

    return helper


@pytest.fixture
def login(doctor):
    def login(image=f"{HOST}/payments:1.0"):
        done = doctor(account(), image, origin=None, network={"resolve": nowhere})
        assert "secret-of-the-test" not in done.done.output
        return done.of("login")

    return login


def code(test):
    return [one["code"] for one in test["findings"] + test["couldNotTest"]]


def test_a_login_for_the_host_is_good(login, configured):
    configured({"auths": {HOST: AUTH}})
    assert login()["state"] == "ok"
    configured({"auths": {f"https://{HOST}/v2/": AUTH}})
    assert login()["state"] == "ok"


def test_without_docker_there_is_nothing_to_test(login):
    assert login()["state"] == "left out"


def test_docker_without_a_login_has_none(login, helper, tmp_path):
    (tmp_path / "bin").mkdir()
    docker = tmp_path / "bin/docker"
    docker.write_text("")
    docker.chmod(0o755)
    assert code(login()) == ["not-logged-in"]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (HOST.replace("1" * 12, "2" * 12), "account 222222222222 in place of 111111111111"),
        (HOST.replace("northeast-2", "northeast-1"), "Region ap-northeast-1 in place of"),
        ("111111111111.dkr-ecr.ap-northeast-2.on.aws", "the dual-stack name of the same"),
    ],
)
def test_a_login_for_another_registry_says_what_differs(login, configured, other, word):
    configured({"auths": {other: AUTH}})
    test = login()
    assert code(test) == ["login-elsewhere"]
    assert word in test["findings"][0]["problem"]


def test_a_classic_login_does_not_serve_the_dual_stack_name(login, configured):
    configured({"auths": {HOST: AUTH}})
    test = login("111111111111.dkr-ecr.ap-northeast-2.on.aws/payments:1.0")
    assert "the classic name of the same registry" in test["findings"][0]["problem"]


@pytest.mark.parametrize("member", ["credHelpers", "credsStore"])
def test_a_helper_that_knows_nothing_shadows_the_login_in_the_file(
    login, configured, helper, member
):
    helper("empty", "exit 1")
    helpers = {HOST: "empty"} if member == "credHelpers" else "empty"
    configured({"auths": {HOST: AUTH}, member: helpers})
    test = login()
    assert code(test) == ["helper-shadows-login"]
    assert member in test["findings"][0]["problem"]


def test_a_helper_that_knows_the_host_is_good(login, configured, helper):
    helper("good", """echo '{"Username": "AWS", "Secret": "secret-of-the-test"}'""")
    configured({"credsStore": "good", "auths": {HOST: {}}})
    assert login()["state"] == "ok"


def test_a_helper_that_is_not_installed_is_told(login, configured):
    configured({"credHelpers": {HOST: "ecr-login"}})
    test = login()
    assert code(test) == ["helper-does-not-answer"]
    assert "docker-credential-ecr-login" in test["findings"][0]["fix"]


def test_a_token_of_yesterday_is_too_old(login, configured):
    configured({"auths": {HOST: AUTH}}, age=11 * HOURS)
    assert login()["state"] == "ok"
    configured({"auths": {HOST: AUTH}}, age=13 * HOURS)
    assert code(login()) == ["login-too-old"]


def test_under_sudo_the_users_own_login_is_pointed_to(login, configured, monkeypatch, tmp_path):
    from operations.doctor import login as module

    monkeypatch.setenv("SUDO_USER", "dev")
    monkeypatch.setattr(module, "_home", lambda _: tmp_path / "dev")
    configured({})
    configured({"auths": {HOST: AUTH}}, folder="dev/.docker")
    test = login()
    assert "under sudo, Docker reads root's" in test["findings"][0]["problem"]


def test_on_a_runner_the_shared_configuration_is_named(login, configured, monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DOCKER_CONFIG")
    configured({}, folder=".docker")
    assert "its own DOCKER_CONFIG" in login()["findings"][0]["fix"]


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"auths": []}'])
def test_a_configuration_that_is_none_ends_in_no_traceback(login, configured, text):
    configured(text)
    assert login()["state"] in ("not tested", "bad")
