"""`docs/operations/schemas/`: what each command's `--json` prints, as JSON Schema 2020-12.

Owns the members and their meaning. A schema's number changes when a member is renamed, removed or
means something else; members are added under the same number, so readers must allow for more.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ecr_lifecycle.finding import Severity
from tools.docs.markdown import Pages

FOLDER: Final = Path("docs/operations/schemas")
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def _text(says: str) -> Schema:
    return {"type": "string", "description": says}


def _number(says: str) -> Schema:
    return {"type": "number", "description": says}


def _count(says: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": says}


def _truth(says: str) -> Schema:
    return {"type": "boolean", "description": says}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _list(item: Schema, says: str = "") -> Schema:
    return {"type": "array", "items": item, **({"description": says} if says else {})}


def _map(value: Schema, says: str) -> Schema:
    return {"type": "object", "additionalProperties": value, "description": says}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


_FINDING: Final = _object(
    {
        "code": _text("stable, for programs: lower-case words joined by `-`"),
        "severity": {"enum": [one.value for one in Severity], "description": "what it costs"},
        "where": _object(
            {},
            {
                "path": _text("the place in a document"),
                "resource": _text("the resource"),
                "file": _text("the file"),
                "line": _count("its line, from 1"),
                "column": _count("its column, from 1"),
            },
        ),
        "problem": _text("what is wrong"),
        "impact": _text("what happens if it stays"),
        "fix": _text("what to do"),
    },
    {
        "found": _text("the value that is wrong; never a secret"),
        "details": {"type": "object", "description": "what only some findings have"},
    },
)
_FINDINGS: Final = {"type": "array", "items": {"$ref": "#/$defs/finding"}}
_COULD_NOT: Final = {**_FINDINGS, "description": "what could not be looked at, and why"}
_PRICE: Final = {
    "usd": _number("US dollars for one"),
    "region": _text("the Region that the price is of"),
    "source": _text("where it was read"),
    "date": _text("when, year and month"),
}
_DIGEST: Final = _text("sha256:...")
_VULNERABILITY: Final = {
    "id": _text("CVE-... and the like"),
    "severity": _text("CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL or UNRATED"),
    "package": _text("the package"),
    "version": _text("its version"),
    "fix": _text("YES, PARTIAL, NO or UNKNOWN"),
    "fixedIn": _or_null(_text("the version that has the fix")),
    "epss": _or_null(_number("how likely it is used, 0 to 1")),
    "inUse": _or_null(_count("how many running containers Inspector sees")),
    "platforms": _list(_text("linux/amd64 and the like")),
    "uri": _or_null(_text("where to read of it")),
    "firstSeen": _or_null(_text("ISO 8601")),
}
_ACCEPTED: Final = {
    **_VULNERABILITY,
    "reason": _text("why it is accepted"),
    "until": _text("ISO 8601"),
}
_MIGRATION: Final = {
    "source": _text("the repository that is copied"),
    "target": _text("the repository that it goes to"),
}
_MONEY: Final = _object({"count": _count("how many"), "usdAMonth": _number("US dollars a month")})

_FATE: Final = {
    "enum": ["none", "stays", "kept", "replaced", "made", "same"],
    "description": "what becomes of it: stays for good, is kept until `adopt` is removed, is "
    "replaced or made with the next update, or is the same",
}
_SERVICE: Final = _object(
    {"adopt": _truth("true")},
    {
        "replacePolicies": _truth("true"),
        "encryption": _object({"type": _text("AES256 or KMS")}, {"key": _text("the key's ARN")}),
    },
)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "gate/1": _object(
        {
            "verdict": {"enum": ["good", "bad"], "description": "of the thresholds"},
            "registryId": _text("the account"),
            "repository": _text("the repository"),
            "digest": _DIGEST,
            "tags": _list(_text("a tag"), "the image's tags"),
            "scanType": {"enum": ["BASIC", "ENHANCED"], "description": "which scanning"},
            "platforms": _list(
                _object(
                    {
                        "platform": _text("empty where the image stands alone"),
                        "digest": _DIGEST,
                        "found": _count("vulnerabilities"),
                        "suppressed": _count("vulnerabilities that a filter suppressed"),
                        "scannedAt": _or_null(_text("ISO 8601")),
                        "unscanned": _or_null(_text("why it passes without a scan")),
                    }
                )
            ),
            "counts": _map(_count("how many"), "what counts, by severity"),
            "over": _map(
                _object({"found": _count("how many"), "limit": _count("how many may be")}),
                "what is over its limit, by severity",
            ),
            "counted": _list(_object(_VULNERABILITY)),
            "leftOut": _list(_object(_VULNERABILITY), "what --only-fixed and the like leave out"),
            "accepted": _list(_object(_ACCEPTED)),
            "expiredAcceptances": _list(_text("an entry")),
            "unusedAcceptances": _list(_text("an entry")),
        }
    ),
    "adopt/1": _object(
        {
            "repositories": _list(
                _object(
                    {
                        "repository": _text("the repository that exists"),
                        "service": _text("the service that it becomes"),
                        "lifecyclePolicy": _object(
                            {"now": _or_null(_text("its text")), "fate": _FATE}
                        ),
                        "repositoryPolicy": _object(
                            {"now": _or_null(_text("its text")), "fate": _FATE}
                        ),
                        "differences": _list(
                            _object(
                                {
                                    "setting": _text("as ECR spells it"),
                                    "now": _text("what it is"),
                                    "then": _text("what the update after `adopt` writes"),
                                }
                            )
                        ),
                        "images": _or_null(_count("images; null where nothing would go")),
                        "expires": _or_null(
                            _list(
                                _object(
                                    {
                                        "digest": _DIGEST,
                                        "tags": _list(_text("a tag")),
                                        "action": _text("EXPIRE or TRANSITION"),
                                        "rule": _count("the rule's priority"),
                                    }
                                )
                            )
                        ),
                    }
                )
            ),
            "settings": _map(_SERVICE, "the settings for the stack file, by service"),
        }
    ),
    "health/1": _object(
        {
            "looked": _list(_text("what was looked at")),
            "findings": _FINDINGS,
            "couldNotLook": _COULD_NOT,
        }
    ),
    "doctor/1": _object(
        {
            "image": _or_null(_text("the image; null for the registry")),
            "region": _text("the Region"),
            "tests": _list(
                _object(
                    {
                        "name": _text("of the test, for programs"),
                        "tested": _text("what was tested"),
                        "state": {"enum": ["ok", "bad", "not tested", "left out"]},
                        "found": _list(_text("what was found, or why it was left out")),
                        "findings": _FINDINGS,
                        "couldNotTest": _COULD_NOT,
                    }
                ),
                "in the order of a pull",
            ),
        }
    ),
    "in-use/1": _object(
        {
            "complete": _truth("whether every place could be looked into"),
            "looked": _list(_text("a place")),
            "couldNotLook": _COULD_NOT,
            "uses": _list(
                _object(
                    {
                        "account": _text("the registry's account"),
                        "region": _text("its Region"),
                        "repository": _text("the repository"),
                        "digest": _or_null(_DIGEST),
                        "tag": _or_null(_text("a tag")),
                        "how": _text("how it is used"),
                        "by": _text("who uses it"),
                    }
                )
            ),
        }
    ),
    "preview/1": _object(
        {
            "repositories": _list(
                _object(
                    {
                        "repository": _text("the repository"),
                        "images": _count("how many there are"),
                        "hasPolicy": _truth("whether it has a lifecycle policy"),
                        "going": _list(
                            _object(
                                {
                                    "digest": _DIGEST,
                                    "tags": _list(_text("a tag")),
                                    "action": {"enum": ["EXPIRE", "TRANSITION"]},
                                    "rule": _count("the rule's priority"),
                                    "inUse": _truth("whether it is in use"),
                                    "by": _list(_text("who uses it")),
                                }
                            )
                        ),
                        "differences": _or_null(
                            _list(
                                _object(
                                    {
                                        "digest": _DIGEST,
                                        "ecr": _text("what ECR says"),
                                        "ours": _text("what the evaluation says"),
                                        "assumption": _or_null(_text("that explains it")),
                                    }
                                ),
                                "null where ECR was not asked",
                            )
                        ),
                    }
                )
            )
        }
    ),
    "expire-plan/1": _object(
        {
            "account": _text("the registry's account"),
            "region": _text("its Region"),
            "made": _text("ISO 8601"),
            "days": _count("how long an image must have been idle"),
            "looked": _list(_text("a place")),
            "images": _list(
                _object(
                    {
                        "repository": _text("the repository"),
                        "digest": _DIGEST,
                        "tags": _list(_text("a tag")),
                        "last": _text("when it was pushed or pulled last, ISO 8601"),
                        "size": _count("bytes"),
                    }
                )
            ),
        }
    ),
    "migrate/1": {
        "oneOf": [
            {
                **_object(
                    {
                        **_MIGRATION,
                        "bytes": _count("of all of them"),
                        "bytesMissing": _count("those of them that the target lacks, as it says"),
                        "pulls": _count("what the source counts"),
                        "limits": _map(_text("as the source says"), "the source's rate limits"),
                        "findings": _FINDINGS,
                        "tags": _list(
                            _object(
                                {
                                    "tag": _text("a tag"),
                                    "digest": _DIGEST,
                                    "platforms": _count("how many"),
                                    "bytes": _count("of all of it"),
                                    "pulls": _count("that it costs"),
                                }
                            )
                        ),
                    }
                ),
                "description": "a plan, without --yes",
            },
            {
                **_object(
                    {
                        **_MIGRATION,
                        "images": _list(
                            _object(
                                {
                                    "tag": _text("a tag"),
                                    "sourceDigest": _or_null(_DIGEST),
                                    "targetDigest": _or_null(_DIGEST),
                                    "whole": _truth("whether all of it arrived, digests equal"),
                                    "manifests": _count("that were put"),
                                    "bytes": _count("that were sent"),
                                    "seconds": _number("it took"),
                                    "failed": _FINDINGS,
                                    "leftOut": _FINDINGS,
                                }
                            )
                        ),
                    }
                ),
                "description": "what was copied",
            },
        ]
    },
    "cost/1": _object(
        {
            "usdAMonth": _number("US dollars a month"),
            "price": _object({"item": _text("what is billed"), **_PRICE}),
            "repositories": _list(
                _object(
                    {
                        "repository": _text("the repository"),
                        "images": _count("how many"),
                        "billedBytes": _count("each layer once"),
                        "summedBytes": _count("the sum of the images"),
                        "usdAMonth": _number("US dollars a month"),
                        "billedBytesAfterPolicy": _or_null(_count("what --policy leaves")),
                    }
                )
            ),
        }
    ),
    "cost-preview/1": _object(
        {
            "usdAMonth": _object(
                {
                    "now": _number("as deployed"),
                    "after": _number("after the update"),
                    "difference": _number("after less now"),
                }
            ),
            "lines": _list(
                _object(
                    {
                        "what": _text("what is paid"),
                        "region": _text("where"),
                        "now": _MONEY,
                        "after": _MONEY,
                        "price": _object({"item": _text("what is billed"), **_PRICE}),
                        "note": _text("what the number rests on; empty where it is exact"),
                    }
                )
            ),
            "byUse": _list(
                _object(
                    {
                        "item": _text("what is billed"),
                        "region": _text("where"),
                        "price": _object(_PRICE),
                    }
                ),
                "what is paid by use, and not counted",
            ),
            "notKnown": _list(
                _object({"what": _text("what has no number"), "count": _count("how many")})
            ),
        }
    ),
}


def whole(name: str) -> Schema:
    """The schema of a `schema` member, such as `gate/1`."""
    identity = f"container-registry/{name}"
    return {
        "$schema": _DRAFT,
        "title": identity,
        "type": "object",
        "required": ["schema"],
        "properties": {"schema": {"const": identity}},
        "allOf": [SCHEMAS[name]],
        "$defs": {"finding": _FINDING},
    }


def file_of(identity: str) -> str:
    """The file of a schema: `container-registry/gate/1` is in `gate-1.json`."""
    return f"{identity.removeprefix('container-registry/').replace('/', '-')}.json"


def pages() -> Pages:
    """Every schema's file."""
    return {FOLDER / file_of(name): json.dumps(whole(name), indent=2) + "\n" for name in SCHEMAS}
