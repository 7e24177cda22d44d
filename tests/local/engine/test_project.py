"""What the CLI reads: the stack file as it is, and what the local machine adds."""

import pytest
import yaml

from container_registry.settings import load, read_stack_file
from local.engine import project
from local.engine.project import PLACEHOLDER, SALT, local_text
from tests.local.engine.conftest import VALID

ALERTS = "container-registry:alertAddresses"
SECURE = [{"secure": PLACEHOLDER}]
OWN = 'config:\n  container-registry:alertAddresses:\n    - secure: "v1:x:y"\n  aws:region: r\n'


def test_a_stack_file_without_salt_and_addresses_gets_both():
    text = local_text("config:\n  aws:region: eu-west-1\n", wants_address=True)
    assert yaml.safe_load(text) == {
        "encryptionsalt": SALT,
        "config": {ALERTS: SECURE, "aws:region": "eu-west-1"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "# first\nconfig:\n    # indented by four\n    a: 0123\n    b: [1e3, no]\n",
        "config: {a: 0123, b: [1e3, no]}\n",
        "{config: {a: 0123, b: [1e3, no]}}\n",
        '---\n"config":\n  a: 0123\n  b:\n  - 1e3\n  - no\n...\n',
        "config: {}",
        "config:\r\n  a: 0123\r\n  b: [1e3, no]\r\n",
        "config:\n  é: 'ü'\n  😀: x\n  a: 1",
    ],
    ids=["block", "flow", "all flow", "markers", "empty", "carriage returns", "beyond ASCII"],
)
def test_what_is_not_added_stays_letter_for_letter_whatever_its_style(text):
    added = local_text(text, wants_address=True)
    before = yaml.load(text, yaml.BaseLoader)["config"]
    after = yaml.load(added, yaml.BaseLoader)
    assert after.pop("encryptionsalt") == SALT
    assert after["config"].pop(ALERTS) == SECURE
    assert after == {"config": before}
    position = 0
    for letter in text:
        position = added.index(letter, position) + 1


def test_addresses_under_the_local_passphrase_stay_with_their_salt():
    text = f"encryptionsalt: v1:mine\n{OWN}"
    assert local_text(text, wants_address=False) == text


def test_addresses_that_only_aws_can_decrypt_give_way_to_as_many_placeholders():
    text = (
        "secretsprovider: awskms://alias/pulumi?region=eu-west-1\nencryptedkey: AQID\n"
        'config:\n  container-registry:alertAddresses:\n    - secure: "AQ"\n    - secure: "BQ"\n'
        "  aws:region: r\n"
    )
    assert yaml.safe_load(local_text(text, wants_address=False)) == {
        "secretsprovider": "passphrase",
        "encryptedkey": "",
        "encryptionsalt": SALT,
        "config": {ALERTS: SECURE * 2, "aws:region": "r"},
    }


def test_a_secrets_provider_without_secrets_is_only_replaced():
    text = "secretsprovider: awskms://alias/x\nconfig:\n  aws:region: r\n"
    assert yaml.safe_load(local_text(text, wants_address=False)) == {
        "secretsprovider": "passphrase",
        "encryptionsalt": SALT,
        "config": {"aws:region": "r"},
    }


def test_the_checkouts_own_files_are_never_written(checkout):
    before = {path: path.read_bytes() for path in checkout.root.glob("Pulumi*")}
    settings = load(read_stack_file(checkout.stack_file("dev")), "dev")
    directory = project.prepare(checkout, "dev", settings)
    assert directory.is_relative_to(checkout.local)
    assert {path: path.read_bytes() for path in checkout.root.glob("Pulumi*")} == before
    assert not [p for p in (directory, *directory.iterdir()) if p.stat().st_mode & 0o077]
    written = yaml.safe_load((directory / "Pulumi.dev.yaml").read_text())
    assert written["config"][ALERTS] == SECURE
    assert yaml.safe_load((directory / "Pulumi.yaml").read_text())["main"] == str(checkout.root)


def test_a_stack_without_monitoring_gets_no_address(checkout):
    off = "  container-registry:monitoring: {enabled: false}\n"
    checkout.stack_file("dev").write_text(VALID + off)
    settings = load(read_stack_file(checkout.stack_file("dev")), "dev")
    directory = project.prepare(checkout, "dev", settings)
    assert ALERTS not in (directory / "Pulumi.dev.yaml").read_text()


def test_taking_down_needs_no_stack_file(checkout):
    checkout.stack_file("dev").unlink()
    directory = project.prepare(checkout, "dev", None)
    assert yaml.safe_load((directory / "Pulumi.dev.yaml").read_text())["encryptionsalt"] == SALT


def test_no_committed_stack_file_carries_a_secret_or_a_salt():
    from local.engine.checkout import Checkout

    files = [Checkout.here().stack_file(name) for name in Checkout.here().stack_names()]
    assert len(files) >= 5
    for file in files:
        text = file.read_text()
        for word in ("secure:", "encryptionsalt", "encryptedkey", "secretsprovider"):
            assert word not in text, file.name
