"""A stack that is up, judged from its state: the report, its formats, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policy_pack.audit import check, report
from policy_pack.framework import extending
from tests.policy_pack.pack_process import urn_of

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
PROVIDER = "urn:pulumi:dev::project::pulumi:providers:aws::default"


def resource(name: str, kind: str, inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "urn": urn_of(name, kind),
        "type": urn_of(name, kind).split("::")[2],
        "custom": True,
        "inputs": inputs,
        "outputs": inputs,
        "provider": f"{PROVIDER}::0f5b",
        **more,
    }


BARE = resource("ship", "aws:ecr:Repository", {"name": "ship"})
READ = resource("theirs", "aws:ecr:Repository", {"name": "theirs"}, external=True)
SEALED = resource(
    "sealed",
    "aws:ecr:LifecyclePolicy",
    {"repository": "ship", "policy": {**SECRET, "ciphertext": "x"}},
)
OPENED = resource(
    "opened",
    "aws:ecr:RepositoryPolicy",
    {
        "repository": "ship",
        "policy": {
            **SECRET,
            "plaintext": json.dumps(
                '{"Statement":[{"Sid":"MARKER","Effect":"Allow","Principal":"*","Action":"ecr:*"}]}'
            ),
        },
    },
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "state.json"
    provider = {"urn": PROVIDER, "type": "pulumi:providers:aws", "inputs": {"region": "eu-west-1"}}
    body = {"version": 3, "deployment": {"resources": [provider, BARE, READ, SEALED, OPENED]}}
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def test_what_is_broken_is_listed_and_what_is_only_read_is_said_to_be(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report.main([str(state)]) == 1
    text = capsys.readouterr().out
    assert "## `ship`" in text
    assert "**repository-scans-images** (mandatory, high)" in text
    assert "  Impact: images with known vulnerabilities are pushed and run" in text
    assert "## `theirs`" not in text
    assert "## Only read" in text
    assert urn_of("theirs", "aws:ecr:Repository") in text
    assert "`sealed`, lifecycle-policy-is-valid: `policy` is sealed or unknown." in text
    assert "MARKER" not in text


def test_sarif_has_the_level_of_the_configuration(
    state: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "own.json"
    config.write_text(json.dumps({"repository-scans-images": "advisory"}), encoding="utf-8")
    report.main([str(state), "--config", str(config), "--format", "sarif"])
    log = json.loads(capsys.readouterr().out)
    levels = {one["ruleId"]: one["level"] for one in log["runs"][0]["results"]}
    assert levels["repository-scans-images"] == "warning"
    assert levels["repository-policy-is-not-public"] == "error"
    places = [one["locations"][0]["logicalLocations"][0] for one in log["runs"][0]["results"]]
    assert any(
        "imageScanningConfiguration.scanOnPush" in one["fullyQualifiedName"] for one in places
    )
    jsonschema.validate(
        log["runs"][0]["results"][0],
        {
            "type": "object",
            "required": ["ruleId", "message", "level"],
            "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
        },
    )


def test_a_profile_decides_on_the_exit_code(state: Path, tmp_path: Path) -> None:
    everything_off = tmp_path / "off.json"
    everything_off.write_text('{"all": "advisory"}', encoding="utf-8")
    assert report.main([str(state), "--config", str(everything_off)]) == 0
    assert report.main([str(state), "--profile", "prod"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"deployment": []}',
        '{"deployment":{"resources":[1]}}',
        '{"deployment":{"resources":[' + '{"a":' * 90 + "1" + "}" * 90 + "]}}",
        '{"deployment":' * 50_000,
    ],
)
def test_a_file_that_is_no_state_is_said_to_be_none(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")
    assert report.main([str(path)]) == 2
    assert "state.json" in capsys.readouterr().err


SLIPS = {
    "repository-has-required-tag": {"tags": ["Team"]},
    "repository-scans-images": {"exemption": []},
    "replication-stays-home": {"regions": "eu-west-1"},
    "topic-is-encrypted": "mandotory",
    "exemptions-are-current": {"maximumDays": 9000},
}


def test_every_slip_of_a_configuration_comes_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(SLIPS), encoding="utf-8")
    assert check.main([str(path)]) == 2
    told = capsys.readouterr().err
    assert "did you mean 'repository-has-required-tags'?" in told
    assert "replication-stays-home: regions: expected array, found 'eu-west-1'" in told
    assert "topic-is-encrypted: level 'mandotory' is none" in told
    assert "exemptions-are-current: maximumDays: 9000 is outside of 1..366" in told


def test_a_right_configuration_is_said_to_be_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.json"
    own = {
        "extends": {"profile": "prod", "keep": ["topic-is-encrypted"]},
        "topic-is-encrypted": "advisory",
        "repository-has-required-tags": {"tags": ["Team"]},
    }
    path.write_text(json.dumps(own), encoding="utf-8")
    assert check.main([str(path)]) == 0
    assert "right (" in capsys.readouterr().out


@pytest.mark.parametrize("name", extending.PROFILES)
def test_the_profiles_are_right(name: str) -> None:
    folder = Path(report.__file__).parents[1] / "profiles"
    assert check.main([str(folder / f"{name}.json")]) == 0
