"""What ECR refuses, as findings, all at once.

Every constraint is one of AWS's; where AWS's own answer is known, the impact quotes it.
"""

import json
from typing import Any

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.findings import Findings
from ecr_lifecycle.limits import MAX_TEXT, MIN_TEXT
from ecr_lifecycle.positions import Positions
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.validation.document import check_document

__all__ = ["positions_of", "read_checked", "validate"]


def validate(source: Any) -> list[Finding]:
    """What ECR would refuse in `source`: text, bytes, plain objects, proxies or a `Policy`.

    It never raises, and an empty list means that ECR takes the policy.
    """
    return read_checked(source)[1]


def read_checked(source: Any) -> tuple[Any, list[Finding]]:
    """The plain JSON document in `source` and what ECR would refuse in it."""
    findings = Findings()
    document = read(source, findings)
    if document is UNREADABLE:
        return None, list(findings)
    check_document(document, findings)
    _check_length(source, document, findings)
    if findings and (positions := positions_of(source)):
        findings.locate(positions)
    return document, list(findings)


def positions_of(source: Any) -> Positions | None:
    """Where the values of `source` stand, if it is a text that could be read."""
    if not isinstance(source, str | bytes | bytearray):
        return None
    return Positions(source if isinstance(source, str) else bytes(source).decode())


def _check_length(source: Any, document: Any, findings: Findings) -> None:
    """The text's length; objects are measured as the shortest text that says the same."""
    if isinstance(source, str | bytes | bytearray):
        length = len(source if isinstance(source, str) else bytes(source).decode())
    elif findings:
        return  # what has no text of its own is measured once it is a policy
    else:
        length = len(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    if length > MAX_TEXT:
        findings.invalid(
            "text-too-long",
            f"the text has {length} characters, and ECR takes {MAX_TEXT}",
            "ECR refuses the whole policy, and no image is ever cleaned up",
            "write it without white space, with shorter descriptions or fewer rules",
        )
    elif length < MIN_TEXT:
        findings.invalid(
            "text-too-short",
            f"the text has {length} characters, and ECR asks for at least {MIN_TEXT}",
            "ECR refuses the policy; no complete rule is that short",
            "write at least one complete rule",
        )
