"""What the engine is told of the pack: ids, levels, schemas of the settings, standards.

Organisations write these names into their configuration, so a change of one is a change for them.
`information.json` is the record; after a change that is meant,
`python -m tests.policy_pack.test_information` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from google.protobuf import json_format

from tests.policy_pack.pack_process import Pack, running

RECORD = Path(__file__).with_name("information.json")


def information(process: Pack) -> dict[str, Any]:
    """By policy; what exemptions look like is the same for all, and is recorded once."""
    found = json_format.MessageToDict(process.info)
    policies = {policy["name"]: _recorded(policy) for policy in found["policies"]}
    exemptions = policies["alarm-has-actions"]["settings"]["exemptions"]
    for policy in policies.values():
        settings = policy.get("settings", {})
        if settings.get("exemptions") == exemptions:
            settings["exemptions"] = "as all"
    return {"exemptions": exemptions, "policies": policies}


def _recorded(policy: dict[str, Any]) -> dict[str, Any]:
    settings = policy.get("configSchema", {}).get("properties", {})
    for schema in settings.values():
        del schema["description"]
    names = ("enforcementLevel", "policyType", "severity", "tags", "url")
    kept = {name: policy[name] for name in names if name in policy}
    return {**kept, "settings": settings} if settings else kept


def test_the_engine_is_told_what_the_record_says(process: Pack) -> None:
    assert information(process) == json.loads(RECORD.read_text(encoding="utf-8"))


if __name__ == "__main__":
    with running() as pack:
        text = json.dumps(information(pack), indent=1, sort_keys=True)
    RECORD.write_text(text + "\n", encoding="utf-8")
