"""An error in the form that the caller's SDK reads."""

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

_CODES: Final[Mapping[str, tuple[str, str]]] = {
    "400": ("SerializationException", "MalformedInput"),
    "403": ("AccessDeniedException", "AccessDenied"),
    "501": ("UnknownOperationException", "NotImplemented"),
}


def answer(
    environ: Mapping[str, Any], start_response: Callable[..., Any], status: str, said: str
) -> Iterable[bytes]:
    """Refuse a request.

    Args:
        environ: the request.
        start_response: takes status and headers.
        status: the status, with its phrase.
        said: what is wrong.
    """
    in_json, in_xml = _CODES[status[:3]]
    if "HTTP_X_AMZ_TARGET" in environ or "json" in environ.get("CONTENT_TYPE", ""):
        kind, body = "application/json", json.dumps({"__type": in_json, "message": said})
    else:
        kind, body = (
            "text/xml",
            (
                f"<ErrorResponse><Error><Type>Sender</Type><Code>{in_xml}</Code>"
                f"<Message>{escape(said)}</Message></Error></ErrorResponse>"
            ),
        )
    content = body.encode("utf-8", "replace")
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
    return [content]
