"""How a command ends without a verdict.

Owns the exit codes. 0: good. 1: the judgement is bad. 2: wrong use. 3: it could not be found out,
which is never good: a missing right reads the same as a missing image to whoever ignores it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from ecr_lifecycle.finding import Finding, Severity, Where

T = TypeVar("T")

GOOD: Final = 0
BAD: Final = 1
WRONG_USE: Final = 2
UNKNOWN: Final = 3

#: What AWS answers where a right is missing. Source: "Common errors" of each API reference.
_DENIED: Final = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"}
)
#: What AWS answers to credentials that are no longer, or never were, good.
_CREDENTIALS: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "RequestExpired",
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
    }
)


class CouldNotFindOut(Exception):  # noqa: N818  (what happened, not a fault of the caller)
    """There is no verdict; every reason why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{each.where}: {each.problem}" for each in self.findings))


def unknown(code: str, where: Where, problem: str, fix: str, impact: str = "") -> CouldNotFindOut:
    """One reason why there is no verdict."""
    return CouldNotFindOut(
        [
            Finding(
                code=code,
                severity=Severity.INVALID,
                where=where,
                problem=problem,
                impact=impact or "there is no verdict, which is not a good one",
                fix=fix,
            )
        ]
    )


@contextmanager
def asking(where: Where, action: str) -> Iterator[None]:
    """Turns what AWS refuses into a reason why `action`, an IAM action, could not be answered."""
    try:
        yield
    except ClientError as error:
        raise _refused(error, where, action) from error
    except (BotoCoreError, ResponseParserError) as error:
        raise unknown(
            "aws-not-reached",
            where,
            f"{action} got no answer from AWS: {error}",
            "check the credentials, the Region and the way to AWS, then run it again",
        ) from error


def code_of(error: ClientError) -> str:
    """The error code of AWS's answer."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _refused(error: ClientError, where: Where, action: str) -> CouldNotFindOut:
    code = code_of(error)
    message = str(error.response.get("Error", {}).get("Message", "")) or "no message"
    if message.lstrip().startswith("<"):
        message = "a page of HTML, which no service of AWS answers"
    if code in _DENIED:
        return unknown(
            "access-denied",
            where,
            f"the right {action} is missing: {message}",
            f"allow {action} to the role that runs this",
            "it could not be looked at, which does not mean that nothing is there",
        )
    if code in _CREDENTIALS:
        return unknown(
            "credentials-refused",
            where,
            f"AWS refuses the credentials at {action}: {message}",
            "log in again, then run it again",
        )
    return unknown(
        "aws-refused", where, f"{action} was refused with {code}: {message}", "see AWS's message"
    )


def gathered(asked: Iterable[Callable[[], T]]) -> list[T]:
    """The answers of all questions, or one error with every reason.

    Raises:
        CouldNotFindOut: at least one question has no answer.
    """
    answers: list[T] = []
    reasons: list[Finding] = []
    for ask in asked:
        try:
            answers.append(ask())
        except CouldNotFindOut as error:
            reasons.extend(error.findings)
    if reasons:
        raise CouldNotFindOut(reasons)
    return answers
