"""What ECR refuses, as the problems that it would report, all at once.

Every constraint is one of AWS's; where AWS's own answer is known, the message quotes it.
"""

import json
from typing import Any

from ecr_lifecycle.findings import Findings
from ecr_lifecycle.limits import MAX_TEXT, MIN_TEXT
from ecr_lifecycle.problem import Problem
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.validation.document import check_document

__all__ = ["read_checked", "validate"]


def validate(source: Any) -> list[Problem]:
    """What ECR would refuse in `source`: text, bytes, plain objects, proxies or a `Policy`.

    It never raises, and an empty list means that ECR takes the policy.
    """
    return read_checked(source)[1]


def read_checked(source: Any) -> tuple[Any, list[Problem]]:
    """The plain JSON document in `source` and what ECR would refuse in it."""
    findings = Findings()
    document = read(source, findings)
    if document is UNREADABLE:
        return None, list(findings)
    check_document(document, findings)
    _check_length(source, document, findings)
    return document, list(findings)


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
            f"The text has {length} characters and ECR takes {MAX_TEXT}, so the whole policy "
            "is refused and no image is ever cleaned up.",
            "Write it without white space, with shorter descriptions or fewer rules.",
        )
    elif length < MIN_TEXT:
        findings.invalid(
            "text-too-short",
            f"The text has {length} characters and ECR asks for at least {MIN_TEXT}; "
            "no complete rule is that short.",
            "Write at least one complete rule.",
        )
