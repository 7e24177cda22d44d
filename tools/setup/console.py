"""What the user sees of a long step: its name, its progress, the time it takes.

Everything goes to stderr, so that the output of `make -s env` stays pure.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """The set-up cannot go on; the text is the whole message for the user."""


def say(text: str) -> None:
    """One line to the user."""
    print(f"  {text}", file=sys.stderr, flush=True)


class Step:
    """A step that is under way, and how far it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.detail = ""
        self._started = time.monotonic()

    def __str__(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        elapsed = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
        return " · ".join(part for part in (self.name, self.detail, elapsed) if part)


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Show a step while it runs: a line that counts in a terminal, a line now and then in a log."""
    current = Step(name)
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(current, done), daemon=True)
    ticker.start()
    try:
        yield current
        outcome = "done"
    except BaseException:
        outcome = "failed"
        raise
    finally:
        done.set()
        ticker.join()
        current.detail = outcome
        print(f"{_ERASE if sys.stderr.isatty() else ''}  {current}", file=sys.stderr, flush=True)


_ERASE = "\r\x1b[2K"


def _tick(current: Step, done: threading.Event) -> None:
    terminal = sys.stderr.isatty()
    while True:
        line = f"{_ERASE}  {current}" if terminal else f"  {current}\n"
        print(line, end="", file=sys.stderr, flush=True)
        if done.wait(0.2 if terminal else 30):
            return
