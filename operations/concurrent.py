"""The same question of many things at once.

Owns the threads, how many questions are asked at a time in the whole process, and what becomes of a
question without an answer: it costs the others nothing, and what it gave before it failed stays.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Final, Generic, TypeVar

from ecr_lifecycle.finding import Finding
from operations.aws import WORKERS
from operations.failures import CouldNotFindOut

A = TypeVar("A")
Q = TypeVar("Q")

#: Several places are looked into at once, each with threads of its own: this bounds them all. Who
#: asks must not wait for another question: only what calls AWS itself is asked here.
_ASKING: Final = BoundedSemaphore(WORKERS)


@dataclass
class Answers(Generic[A]):
    """What was found, in the order of the questions, and why some have no answer."""

    found: list[A] = field(default_factory=list)
    reasons: list[Finding] = field(default_factory=list)


def ask_each(questions: Iterable[Q], ask: Callable[[Q], A], workers: int = WORKERS) -> Answers[A]:
    """One answer to each question."""
    return ask_all(questions, lambda question: (ask(question),), workers)


def ask_all(
    questions: Iterable[Q], ask: Callable[[Q], Iterable[A]], workers: int = WORKERS
) -> Answers[A]:
    """All answers to each question, in one list."""
    answers: Answers[A] = Answers()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for one in pool.map(lambda question: _asked(lambda: ask(question)), questions):
            answers.found += one.found
            answers.reasons += one.reasons
    return answers


def _asked(ask: Callable[[], Iterable[A]]) -> Answers[A]:
    answers: Answers[A] = Answers()
    try:
        with _ASKING:
            for one in ask():
                answers.found.append(one)
    except CouldNotFindOut as error:
        answers.reasons += error.findings
    return answers
