"""`docs/operations/schemas/`: what each command's `--json` prints, as JSON Schema 2020-12.

Owns the members and their meaning. A schema's number changes when a member is renamed, removed or
means something else; members are added under the same number, so readers must allow for more.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.docs.markdown import Pages
from tools.docs.schema_words import (
    COULD_NOT,
    DIGEST,
    FINDING,
    FINDINGS,
    Schema,
    count,
    list_of,
    map_of,
    number,
    object_of,
    or_null,
    text,
    truth,
)
from tools.docs.schemas_of_changes import CHANGES

FOLDER: Final = Path("docs/operations/schemas")
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_PRICE: Final = {
    "usd": number("US dollars for one"),
    "region": text("the Region that the price is of"),
    "source": text("where it was read"),
    "date": text("when, year and month"),
}
_VULNERABILITY: Final = {
    "id": text("CVE-... and the like"),
    "severity": text("CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL or UNRATED"),
    "package": text("the package"),
    "version": text("its version"),
    "fix": text("YES, PARTIAL, NO or UNKNOWN"),
    "fixedIn": or_null(text("the version that has the fix")),
    "epss": or_null(number("how likely it is used, 0 to 1")),
    "inUse": or_null(count("how many running containers Inspector sees")),
    "platforms": list_of(text("linux/amd64 and the like")),
    "uri": or_null(text("where to read of it")),
    "firstSeen": or_null(text("ISO 8601")),
}
_ACCEPTED: Final = {
    **_VULNERABILITY,
    "reason": text("why it is accepted"),
    "until": text("ISO 8601"),
}
_MIGRATION: Final = {
    "source": text("the repository that is copied"),
    "target": text("the repository that it goes to"),
}
_MONEY: Final = object_of({"count": count("how many"), "usdAMonth": number("US dollars a month")})

_FATE: Final = {
    "enum": ["none", "stays", "kept", "replaced", "made", "same"],
    "description": "what becomes of it: stays for good, is kept until `adopt` is removed, is "
    "replaced or made with the next update, or is the same",
}
_SERVICE: Final = object_of(
    {"adopt": truth("true")},
    {
        "replacePolicies": truth("true"),
        "encryption": object_of({"type": text("AES256 or KMS")}, {"key": text("the key's ARN")}),
    },
)

_GATE: Final = {
    "verdict": {"enum": ["good", "bad"], "description": "of the thresholds"},
    "registryId": text("the account"),
    "repository": text("the repository"),
    "digest": DIGEST,
    "tags": list_of(text("a tag"), "the image's tags"),
    "scanType": {"enum": ["BASIC", "ENHANCED"], "description": "which scanning"},
    "platforms": list_of(
        object_of(
            {
                "platform": text("empty where the image stands alone"),
                "digest": DIGEST,
                "found": count("vulnerabilities"),
                "suppressed": count("vulnerabilities that a filter suppressed"),
                "scannedAt": or_null(text("ISO 8601")),
                "unscanned": or_null(text("why it passes without a scan")),
            }
        )
    ),
    "counts": map_of(count("how many"), "what counts, by severity"),
    "over": map_of(
        object_of({"found": count("how many"), "limit": count("how many may be")}),
        "what is over its limit, by severity",
    ),
    "counted": list_of(object_of(_VULNERABILITY)),
    "leftOut": list_of(object_of(_VULNERABILITY), "what --only-fixed and the like leave out"),
    "accepted": list_of(object_of(_ACCEPTED)),
    "expiredAcceptances": list_of(text("an entry")),
    "unusedAcceptances": list_of(text("an entry")),
}
_COPIED: Final = object_of(
    {
        "tag": text("a tag"),
        "sourceDigest": or_null(DIGEST),
        "targetDigest": or_null(DIGEST),
        "whole": truth("whether all of it arrived, digests equal"),
        "manifests": count("that were put"),
        "bytes": count("that were sent"),
        "seconds": number("it took"),
        "failed": FINDINGS,
        "leftOut": FINDINGS,
    }
)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "gate/1": object_of(_GATE),
    "adopt/1": object_of(
        {
            "repositories": list_of(
                object_of(
                    {
                        "repository": text("the repository that exists"),
                        "service": text("the service that it becomes"),
                        "lifecyclePolicy": object_of(
                            {"now": or_null(text("its text")), "fate": _FATE}
                        ),
                        "repositoryPolicy": object_of(
                            {"now": or_null(text("its text")), "fate": _FATE}
                        ),
                        "differences": list_of(
                            object_of(
                                {
                                    "setting": text("as ECR spells it"),
                                    "now": text("what it is"),
                                    "then": text("what the update after `adopt` writes"),
                                }
                            )
                        ),
                        "images": or_null(count("images; null where nothing would go")),
                        "expires": or_null(
                            list_of(
                                object_of(
                                    {
                                        "digest": DIGEST,
                                        "tags": list_of(text("a tag")),
                                        "action": text("EXPIRE or TRANSITION"),
                                        "rule": count("the rule's priority"),
                                    }
                                )
                            )
                        ),
                    }
                )
            ),
            "settings": map_of(_SERVICE, "the settings for the stack file, by service"),
        }
    ),
    "health/1": object_of(
        {
            "looked": list_of(text("what was looked at")),
            "findings": FINDINGS,
            "couldNotLook": COULD_NOT,
        }
    ),
    "doctor/1": object_of(
        {
            "image": or_null(text("the image; null for the registry")),
            "region": text("the Region"),
            "tests": list_of(
                object_of(
                    {
                        "name": text("of the test, for programs"),
                        "tested": text("what was tested"),
                        "state": {"enum": ["ok", "bad", "not tested", "left out"]},
                        "found": list_of(text("what was found, or why it was left out")),
                        "findings": FINDINGS,
                        "couldNotTest": COULD_NOT,
                    }
                ),
                "in the order of a pull",
            ),
        }
    ),
    "in-use/1": object_of(
        {
            "complete": truth("whether every place could be looked into"),
            "looked": list_of(text("a place")),
            "couldNotLook": COULD_NOT,
            "uses": list_of(
                object_of(
                    {
                        "account": text("the registry's account"),
                        "region": text("its Region"),
                        "repository": text("the repository"),
                        "digest": or_null(DIGEST),
                        "tag": or_null(text("a tag")),
                        "how": text("how it is used"),
                        "by": text("who uses it"),
                    }
                )
            ),
        }
    ),
    "preview/1": object_of(
        {
            "repositories": list_of(
                object_of(
                    {
                        "repository": text("the repository"),
                        "images": count("how many there are"),
                        "hasPolicy": truth("whether it has a lifecycle policy"),
                        "going": list_of(
                            object_of(
                                {
                                    "digest": DIGEST,
                                    "tags": list_of(text("a tag")),
                                    "action": {"enum": ["EXPIRE", "TRANSITION"]},
                                    "rule": count("the rule's priority"),
                                    "inUse": truth("whether it is in use"),
                                    "by": list_of(text("who uses it")),
                                }
                            )
                        ),
                        "differences": or_null(
                            list_of(
                                object_of(
                                    {
                                        "digest": DIGEST,
                                        "ecr": text("what ECR says"),
                                        "ours": text("what the evaluation says"),
                                        "assumption": or_null(text("that explains it")),
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
    "migrate/1": {
        "oneOf": [
            {
                **object_of(
                    {
                        **_MIGRATION,
                        "bytes": count("of all of them"),
                        "bytesMissing": count("those of them that the target lacks, as it says"),
                        "pulls": count("what the source counts"),
                        "limits": map_of(text("as the source says"), "the source's rate limits"),
                        "findings": FINDINGS,
                        "tags": list_of(
                            object_of(
                                {
                                    "tag": text("a tag"),
                                    "digest": DIGEST,
                                    "platforms": count("how many"),
                                    "bytes": count("of all of it"),
                                    "pulls": count("that it costs"),
                                }
                            )
                        ),
                    }
                ),
                "description": "a plan, without --yes",
            },
            {
                **object_of(
                    {
                        **_MIGRATION,
                        "images": list_of(_COPIED),
                    }
                ),
                "description": "what was copied",
            },
        ]
    },
    "cost/1": object_of(
        {
            "usdAMonth": number("US dollars a month"),
            "price": object_of({"item": text("what is billed"), **_PRICE}),
            "repositories": list_of(
                object_of(
                    {
                        "repository": text("the repository"),
                        "images": count("how many"),
                        "billedBytes": count("each layer once"),
                        "summedBytes": count("the sum of the images"),
                        "usdAMonth": number("US dollars a month"),
                        "billedBytesAfterPolicy": or_null(count("what --policy leaves")),
                    }
                )
            ),
        }
    ),
    "cost-preview/1": object_of(
        {
            "usdAMonth": object_of(
                {
                    "now": number("as deployed"),
                    "after": number("after the update"),
                    "difference": number("after less now"),
                }
            ),
            "lines": list_of(
                object_of(
                    {
                        "what": text("what is paid"),
                        "region": text("where"),
                        "now": _MONEY,
                        "after": _MONEY,
                        "price": object_of({"item": text("what is billed"), **_PRICE}),
                        "note": text("what the number rests on; empty where it is exact"),
                    }
                )
            ),
            "byUse": list_of(
                object_of(
                    {
                        "item": text("what is billed"),
                        "region": text("where"),
                        "price": object_of(_PRICE),
                    }
                ),
                "what is paid by use, and not counted",
            ),
            "notKnown": list_of(
                object_of({"what": text("what has no number"), "count": count("how many")})
            ),
        }
    ),
    "promote/1": object_of(
        {
            "source": text("the image as it was named"),
            "target": text("the repository that it goes to"),
            "digest": DIGEST,
            "tag": text("the release tag"),
            "tagged": truth("whether the tag is this digest in the target"),
            "copied": {**_COPIED, "description": "the copy; its tag is the digest"},
            "gate": {
                **or_null(object_of({"schema": {"const": "container-registry/gate/1"}, **_GATE})),
                "description": "the gate's answer; null where there is no verdict",
            },
        }
    ),
    **CHANGES,
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
        "$defs": {"finding": FINDING},
    }


def file_of(identity: str) -> str:
    """The file of a schema: `container-registry/gate/1` is in `gate-1.json`."""
    return f"{identity.removeprefix('container-registry/').replace('/', '-')}.json"


def pages() -> Pages:
    """Every schema's file."""
    return {FOLDER / file_of(name): json.dumps(whole(name), indent=2) + "\n" for name in SCHEMAS}
