import os
import subprocess

from local.engine import environment


def test_the_cli_its_plugins_and_the_users_own_path_are_on_path_in_this_order(checkout):
    path = environment.of_engine(checkout)["PATH"].split(os.pathsep)
    assert path[:2] == [str(checkout.venv / "bin"), str(checkout.root / "local" / "bin")]
    assert os.pathsep.join(path[2:]) == os.environ["PATH"]


def test_the_state_is_the_checkouts_own(checkout):
    variables = environment.of_engine(checkout)
    assert variables["PULUMI_BACKEND_URL"].startswith(f"file://{checkout.root}/.local/")
    assert variables["PULUMI_HOME"].startswith(str(checkout.local))


def test_nothing_that_leads_to_a_real_account_stays(checkout, monkeypatch):
    mine = dict.fromkeys((*environment.FOREIGN, "PULUMI_HOME"), "mine")
    monkeypatch.setattr(os, "environ", {**os.environ, **mine})
    environment.enter(environment.of_engine(checkout))
    assert not [name for name in environment.FOREIGN if name in os.environ]
    assert os.environ["PULUMI_HOME"] == str(checkout.pulumi_home)


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
