"""Operations that the local AWS lacks: one answer that every client reads, and that none repeats.

moto raises, its server makes a page of HTML with the status 500 of it, and clients of AWS ask four
times more before they give up. 501 is an answer: botocore retries 500, 502, 503 and 504 alone
(`botocore/retries/standard.py`), and takes an empty body for "501 Not Implemented" in every
protocol (`botocore/parsers.py`, `_is_generic_error_response`); those of JSON have room for words.
"""

import json
from typing import Final

from flask import Flask, Response, request

CODE: Final = "UnknownOperationException"
STATUS: Final = 501


def say_so(application: Flask) -> Flask:
    """Make a service's application answer for what it lacks."""
    application.register_error_handler(NotImplementedError, _answer)
    return application


def _answer(error: NotImplementedError) -> Response:
    target = request.headers.get("X-Amz-Target", "")
    if not target:
        return Response(status=STATUS)
    operation = target.rpartition(".")[2]
    said = {"__type": CODE, "message": f"the local AWS has no {operation}: {error}"}
    return Response(json.dumps(said), STATUS, content_type="application/x-amz-json-1.1")
