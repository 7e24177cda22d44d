"""What the plug-in refuses or fails at, in one sentence, and how AWS's own errors are read."""

import re
from typing import Any

_TAKEN = re.compile(r"Exist(?!ent)|Duplicate|Conflict|InUse")
_ABSENT = re.compile(r"NotFound|NoSuch|NotExist|NonExistent|ResourceNotFound")


class ProviderError(Exception):
    """One sentence for the user: what is wrong, and what to do about it."""


def is_absent(error: BaseException) -> bool:
    """Whether an AWS error says that the object asked for isn't there."""
    return bool(_ABSENT.search(_code(error)))


def is_taken(error: BaseException) -> bool:
    """Whether an AWS error says that somebody else's object is where one was to be made."""
    return bool(_TAKEN.search(_code(error))) and not is_absent(error)


def _code(error: BaseException) -> str:
    return str(_response(error).get("Error", {}).get("Code", ""))


def sentence(error: BaseException) -> str:
    """An error as one line, an AWS one with its operation and code."""
    response = _response(error)
    if type(error).__name__ == "ResponseParserError":
        return "the local AWS failed and answered no AWS error: its log has the reason"
    if not response:
        return " ".join(str(error).split()) or type(error).__name__
    code, message = response["Error"].get("Code"), response["Error"].get("Message")
    return f"{getattr(error, 'operation_name', 'the call')} failed: {code}: {message}"


def _response(error: BaseException) -> dict[str, Any]:
    """The response of a botocore ClientError; told by its shape, for botocore loads late."""
    response = getattr(error, "response", None)
    return response if isinstance(response, dict) and "Error" in response else {}
