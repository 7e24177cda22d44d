"""What keeps a run from reading something, and how that is said.

Owns the words of an error; refuses to know what it costs.
"""

from typing import Any, Final

from botocore.exceptions import ClientError

from usage_reporter.answers import mapped

#: Characters of a reason: 10,000 of them fit into Lambda's answer of 6 MB.
_LONGEST: Final = 300


class OutOfTimeError(Exception):
    """The function's time is nearly over."""


def reason(error: Exception) -> str:
    """An error in a few words: AWS's code where there is one."""
    if isinstance(error, ClientError):
        details = _details(error)
        return f"{details.get('Code', 'unknown')}: {details.get('Message', '')}"[:_LONGEST]
    return f"{type(error).__name__}: {error}"[:_LONGEST]


def code(error: Exception) -> str:
    """AWS's code of an error, an empty text where it has none."""
    return str(_details(error).get("Code", "")) if isinstance(error, ClientError) else ""


def _details(error: ClientError) -> Any:
    return mapped(error.response.get("Error"))
