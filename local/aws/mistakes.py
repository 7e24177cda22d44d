"""What a caller got wrong is an answer that says so, and no traceback in the server's log.

moto raises where it can't read a body, and where it lacks a service or an action. Owns the answer
to that; what else is raised is a defect of the local AWS, and goes to its log as it is.

What it lacks is answered with 501: botocore retries 500, 502, 503 and 504 alone
(`botocore/retries/standard.py`), so a client asks once.
"""

import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from local.aws import refusal
from local.aws.gate import Environ, Wsgi

_UNREADABLE: Final = (EOFError, OSError, UnicodeDecodeError, zlib.error)
#: Not the caller's doing, and not the body's.
_OF_THE_CONNECTION: Final = (ConnectionError, TimeoutError)


def answered(application: Wsgi) -> Wsgi:
    """The application, which answers a caller's mistakes."""
    from botocore.model import OperationNotFoundError

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except NotImplementedError as error:
            operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
            lacks = f"the local AWS has no {operation}" if operation else "the local AWS lacks this"
            said = f"{lacks}: {error or 'it is not implemented'}."
            return refusal.answer(environ, start_response, "501 Not Implemented", said)
        except OperationNotFoundError as error:
            said = f"There is no such action: {error}."
        except _UNREADABLE as error:
            # An error of the machine (a full disk, a file that may not be read) has a number.
            if isinstance(error, _OF_THE_CONNECTION) or getattr(error, "errno", None):
                raise
            said = f"The body can't be read: {error}."
        return refusal.answer(environ, start_response, "400 Bad Request", said)

    return answer
