"""What the provider takes passes, in each form that Pulumi keeps it in; no credential is shown."""

from typing import Any

import pytest

from container_registry.settings import SECRET, load
from tests.container_registry.settings.given import SMALLEST
from tests.container_registry.settings.refused import findings, refusal

TAKEN: dict[str, Any] = {
    "maxRetries": (3, "3"),
    "useFipsEndpoint": (True, "false"),
    "profile": ("deployer", "7", SECRET),
    "ignoreTags": ({"keys": ["cost"]}, '{"keyPrefixes": ["aws-"]}'),
    "defaultTags": ({"tags": {"Owner": "platform"}}, '{"tags": {"Owner": "platform"}}'),
    "sharedCredentialsFiles": (["/etc/a"], '["/etc/a", "/etc/b"]'),
    "endpoints": ([{"ecr": "https://ecr.example.com"}],),
    "assumeRoles": (
        [
            {"roleArn": "arn:aws:iam::222222222222:role/hub"},
            {"roleArn": "arn:aws:iam::111111111111:role/deploy/deployer", "duration": "1h"},
        ],
        [{"roleArn": SECRET}],
    ),
    "assumeRoleWithWebIdentity": (
        {"roleArn": "arn:aws:iam::111111111111:role/d", "webIdentityTokenFile": "/t"},
        {"webIdentityToken": SECRET},
    ),
    "version": ("7.51.1",),
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in TAKEN.items() for value in values]
)
def test_what_the_provider_takes_passes(key: str, value: Any):
    load({**SMALLEST, f"aws:{key}": value}, "dev")


def test_a_key_that_the_engine_decrypted_is_not_judged():
    load({**SMALLEST, "aws:httpsProxy": "[1]"}, "dev", secret_keys={"aws:httpsProxy"})


def test_every_wrong_value_is_said_at_once():
    config = {**SMALLEST, "aws:maxRetries": [], "aws:profile": 1.5, "aws:userAgents": {"a": "b"}}
    assert [str(one.where.path) for one in findings(config)] == [
        "aws:maxRetries",
        "aws:profile",
        "aws:userAgents",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("httpProxy", ["http://me:hush-hush@proxy"]),
        ("noProxy", {"hush-hush": "x"}),
        ("secretKey", {"hush-hush": 5}),
        ("token", 12345678),
        ("assumeRoleWithWebIdentity", {"webIdentityToken": 12345678}),
        ("assumeRoleWithWebIdentity", {"webIdentityTokn": "hush-hush"}),
        ("assumeRoleWithWebIdentity", "hush-hush"),
    ],
)
def test_no_message_shows_what_may_be_a_credential(key: str, value: Any):
    said = refusal({**SMALLEST, f"aws:{key}": value})
    assert "hush-hush" not in said
    assert "12345678" not in said
