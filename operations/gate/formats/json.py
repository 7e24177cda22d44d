"""A verdict for programs. `schema` names the version of its members, which is a contract."""

import json
from typing import Any, Final

from operations.gate.judgement import Verdict
from operations.gate.vulnerability import Vulnerability

SCHEMA: Final = "container-registry/gate/1"


def as_json(verdict: Verdict) -> str:
    """The verdict as a JSON object."""
    return json.dumps(to_object(verdict), indent=2)


def to_object(verdict: Verdict) -> dict[str, Any]:
    """The members: see docs/operations/gate.md."""
    image = verdict.image
    return {
        "schema": SCHEMA,
        "verdict": "good" if verdict.is_good else "bad",
        "registryId": image.registry,
        "repository": image.repository,
        "digest": image.digest,
        "tags": list(image.tags),
        "scanType": verdict.scanning.type,
        "platforms": [
            {
                "platform": each.platform.name,
                "digest": each.platform.digest,
                "found": len(each.found),
                "suppressed": len(each.suppressed),
                "scannedAt": each.scanned_at.isoformat() if each.scanned_at else None,
                "unscanned": each.unscanned or None,
            }
            for each in verdict.results
        ],
        "counts": {rating.name: number for rating, number in verdict.counts.items()},
        "over": {
            rating.name: {"found": found, "limit": limit}
            for rating, (found, limit) in verdict.over.items()
        },
        "counted": [_one(each) for each in verdict.counted],
        "leftOut": [_one(each) for each in verdict.left_out],
        "accepted": [
            {**_one(each), "reason": entry.reason, "until": entry.until.isoformat()}
            for each, entry in verdict.sorted.accepted
        ],
        "expiredAcceptances": [str(each) for each in verdict.sorted.expired],
        "unusedAcceptances": [str(each) for each in verdict.sorted.unused],
    }


def _one(found: Vulnerability) -> dict[str, Any]:
    return {
        "id": found.id,
        "severity": found.rating.name,
        "package": found.package,
        "version": found.version,
        "fix": found.fix,
        "fixedIn": found.fixed_in or None,
        "epss": found.epss,
        "inUse": found.in_use,
        "platforms": list(found.platforms),
        "uri": found.uri or None,
        "firstSeen": found.first_seen.isoformat() if found.first_seen else None,
    }
