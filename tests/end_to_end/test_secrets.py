"""A secret is in the stack file, encrypted, and nowhere else in clear."""

import secrets
import subprocess

#: Made here and now: the copy of the program holds a copy of this file too.
MARKER = f"planted-{secrets.token_hex(8)}@example.com"


def found_in(path):
    said = subprocess.run(
        ["grep", "-rlF", MARKER, str(path)], capture_output=True, text=True, check=False
    )
    return said.stdout.splitlines()


def test_a_planted_secret_is_found_in_no_state_cache_log_output_or_message(machines):
    machine = machines()
    machine.add_stack("small")
    machine.stacks.add("small")
    passphrase = {
        "PULUMI_CONFIG_PASSPHRASE": "local",
        "PULUMI_BACKEND_URL": f"file://{machine.temporary}",
    }
    planted = machine.run(
        "sh",
        "-c",
        "pulumi stack init small && pulumi config set --stack small --path --secret"
        f" 'container-registry:alertAddresses[0]' {MARKER}",
        env=passphrase,
    )
    assert planted.returncode == 0, planted.stderr
    said = [machine.engine("up", "small")]
    assert said[0].returncode == 0, said[0].stderr
    said.append(machine.shell("pulumi stack export --stack small", "small"))
    said.append(machine.preview("small")[0])
    with machine.edited("small", retention=None):
        said.append(machine.engine("up", "small"))
    assert said[-1].returncode == 1
    assert not [answer.args for answer in said if MARKER in answer.stdout + answer.stderr]
    assert found_in(machine.root.parent) == []
