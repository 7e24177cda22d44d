"""The same question of many repositories at once.

Owns the threads and what becomes of a question without an answer: it costs the others nothing.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ecr_lifecycle.finding import Finding
from operations.aws import WORKERS
from operations.failures import CouldNotFindOut

A = TypeVar("A")
Q = TypeVar("Q")


@dataclass
class Answers(Generic[A]):
    """What was found, in the order of the questions, and why some have no answer."""

    found: list[A] = field(default_factory=list)
    reasons: list[Finding] = field(default_factory=list)


def ask_each(questions: Iterable[Q], ask: Callable[[Q], A], workers: int = WORKERS) -> Answers[A]:
    """The answers to all questions."""
    answers: Answers[A] = Answers()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for asked in [pool.submit(ask, question) for question in questions]:
            try:
                answers.found.append(asked.result())
            except CouldNotFindOut as error:
                answers.reasons += error.findings
    return answers
