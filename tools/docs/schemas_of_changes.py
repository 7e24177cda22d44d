"""What the commands print as JSON that write, send, protect or delete something.

Owns their members and meaning; `json_schemas.py` says when a schema's number changes.
"""

from collections.abc import Mapping
from typing import Final

from operations.kit.compare import State
from tools.docs.schema_words import (
    COULD_NOT,
    DIGEST,
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

_REFUSED: Final = {
    **FINDINGS,
    "description": "what ended it early; the images show how far it came",
}
_ACCOUNT: Final = {**text("the registry's account"), "pattern": "^[0-9]{12}$"}
_REGION: Final = {**text("its Region"), "minLength": 1}
_EXACT_DIGEST: Final = {**DIGEST, "pattern": "^sha256:[0-9a-f]{64}$"}
_OFFSET: Final = "(Z|[+-][0-9]{2}:[0-9]{2})$"
_NAME: Final = {**text("the repository"), "minLength": 1}

CHANGES: Final[Mapping[str, Schema]] = {
    "alert-test/1": object_of(
        {
            "test": text("the word that marks each message of it"),
            "good": truth("whether all arrived, and somebody confirmed would read it"),
            "arrived": map_of(
                list_of(text("a topic's name")),
                "by what was sent, a severity or `alarm`: the topics on which it came",
            ),
            "missing": list_of(text("a severity, or `alarm`"), "what was sent and never came"),
            "subscribers": list_of(
                object_of(
                    {
                        "topic": text("the topic's name"),
                        "protocol": text("how the subscriber is reached; never where"),
                        "confirmed": truth("whether SNS sends to it"),
                    }
                )
            ),
        }
    ),
    "protect/1": object_of(
        {
            "complete": truth("whether every place was looked into, and every tag put"),
            "looked": list_of(text("a place")),
            "couldNotLook": COULD_NOT,
            "refused": _REFUSED,
            "images": list_of(
                object_of(
                    {
                        "repository": text("the repository"),
                        "digest": DIGEST,
                        "tag": text("the tag that it gets"),
                        "put": truth("whether it was put; never without --yes"),
                        "by": list_of(text("who uses it")),
                    }
                ),
                "those in use that have no tag of the class yet",
            ),
        }
    ),
    "expire-plan/1": object_of(
        {
            "account": _ACCOUNT,
            "region": _REGION,
            "made": {**text("ISO 8601"), "pattern": _OFFSET},
            "days": {**count("how long an image must have been idle"), "minimum": 1},
            "looked": list_of({**text("a place"), "minLength": 1}),
            "images": list_of(
                object_of(
                    {
                        "repository": _NAME,
                        "digest": _EXACT_DIGEST,
                        "tags": list_of({**text("a tag"), "minLength": 1}),
                        "last": {
                            **text("when it was pushed or pulled last, ISO 8601"),
                            "pattern": _OFFSET,
                        },
                        "size": count("bytes"),
                    }
                )
            ),
        }
    ),
    "expire-apply/1": object_of(
        {
            "account": text("the registry's account"),
            "region": text("its Region"),
            "planned": count("images that the plan names"),
            "refused": _REFUSED,
            "images": list_of(
                object_of(
                    {
                        "repository": text("the repository"),
                        "digest": DIGEST,
                        "tags": list_of(text("a tag that it had when the plan was made")),
                        "deleted": truth("whether it was deleted"),
                        "spared": or_null(text("why it was not")),
                    }
                )
            ),
        }
    ),
    "report/1": object_of(
        {
            "file": text("the page"),
            "account": text("the registry's account"),
            "region": text("its Region"),
            "made": text("ISO 8601"),
            "repositories": list_of(
                object_of(
                    {
                        "repository": text("the repository"),
                        "images": count("how many"),
                        "billedBytes": count("each layer once"),
                        "usdAMonth": number("US dollars a month"),
                        "oldest": or_null(text("when the oldest was pushed, ISO 8601")),
                        "newest": or_null(text("when the newest was pushed, ISO 8601")),
                        "inUse": count("in use, with all that hangs on them"),
                        "expiring": count("that go with the next run of the lifecycle policy"),
                        "expiringInUse": count("in use among those"),
                        "hasPolicy": truth("whether it has a lifecycle policy"),
                        "counts": or_null(
                            map_of(
                                count("how many"),
                                "vulnerabilities of the newest image, by severity; null where "
                                "there is no result",
                            )
                        ),
                        "unscanned": or_null(text("why there is no result")),
                    }
                )
            ),
            "drift": or_null(
                {**FINDINGS, "description": "differences to the stack; null without --export"}
            ),
            "couldNotLook": COULD_NOT,
        }
    ),
    "kit/1": object_of(
        {
            "service": text("the service"),
            "version": text("of the kit that ran"),
            "files": list_of(
                object_of(
                    {
                        "path": text("in the directory"),
                        "state": {
                            "enum": [one.value for one in State],
                            "description": "how it stood before: `outdated` is the kit's own, "
                            "`edited` the kit's until somebody edited it, `yours` never the kit's",
                        },
                        "written": truth("whether it was written"),
                        "writtenBy": or_null(text("the kit's version in the file; null if none")),
                        "diff": or_null(
                            text("unified, to what the kit would write; null once it is the same")
                        ),
                    }
                )
            ),
        }
    ),
    "iam-deployer/1": object_of(
        {
            "account": text("the account"),
            "region": text("the Region"),
            "environment": text("what every name begins with"),
            "policies": list_of(
                object_of(
                    {
                        "document": {"type": "object", "description": "an IAM policy"},
                        "characters": count("as IAM counts them against its limit"),
                        "file": or_null(text("where --output wrote it")),
                    }
                ),
                "all of them together are what a deployer may do",
            ),
        }
    ),
}
