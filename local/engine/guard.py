"""How each command ends, however it ends: a message that names the next command, no traceback.

Owns what an interruption, a full or read-only disk and an unforeseen error look like to the user.
"""

import contextlib
import errno
import os
import signal
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from pulumi.automation import CommandError

from local import disk, private
from local.engine import environment
from local.engine.checkout import Checkout
from local.engine.errors import EngineError, InterruptedCommandError

#: The engine ends what it is doing and saves its state; most of that takes a second.
_PATIENCE_SECONDS = 20.0


@contextmanager
def guarded(checkout: Checkout, command: str, stack: str) -> Iterator[list[str]]:
    """One command of the user on one stack, on this machine and nothing else.

    What it gives are the names of the variables that would have led elsewhere.

    Raises:
        EngineError: whatever went wrong, as a message.
    """
    os.umask(private.UMASK)
    _quieten_threads()
    interrupts = _counted_interrupts()
    dropped = environment.isolate(checkout)
    again = f"make {command} STACK={stack}"
    try:
        yield dropped
    except KeyboardInterrupt:
        _end_children()
        raise InterruptedCommandError(_interrupted(command, stack)) from None
    except CommandError as error:
        if interrupts:
            raise InterruptedCommandError(_interrupted(command, stack)) from None
        raise EngineError(
            f"the Pulumi CLI failed.\n{str(error).strip()}\n  Fix: {again}"
        ) from error
    except OSError as error:
        raise EngineError(_of_system(checkout, error, again)) from error
    except SystemExit:
        raise
    except EngineError:
        if interrupts:
            # The engine had the interrupt as well, and was the first to fail of it.
            raise InterruptedCommandError(_interrupted(command, stack)) from None
        raise
    except Exception as error:
        raise EngineError(_unforeseen(checkout, error, stack)) from error


def _counted_interrupts() -> list[int]:
    """The interrupts that this process gets from here on."""
    received: list[int] = []

    def interrupt(number: int, _: object) -> None:
        received.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupt)
    return received


def _quieten_threads() -> None:
    """The Automation API's threads read what an interruption closes: that helps nobody to go on."""
    told = threading.excepthook

    def tell(failure: threading.ExceptHookArgs) -> None:
        if not isinstance(failure.exc_value, ValueError | OSError):
            told(failure)

    threading.excepthook = tell
    warnings.filterwarnings("ignore", "Error in event stream")


def _interrupted(command: str, stack: str) -> str:
    if command == "down":
        return f"interrupted. Fix: `make down STACK={stack}` again takes away what is left."
    if command == "env":
        return "interrupted; nothing was changed."
    return (
        f"interrupted. Fix: `make {command} STACK={stack}` again goes on from there;"
        f" `make down STACK={stack}` takes away what there is."
    )


def _end_children() -> None:
    """The engine had the interrupt too, from the terminal; a second one is for the impatient."""
    children = psutil.Process().children(recursive=True)
    engines = [child for child in children if _name(child) == "pulumi"]
    for engine in engines:
        with contextlib.suppress(psutil.Error):
            engine.send_signal(signal.SIGINT)
    try:
        psutil.wait_procs(engines, timeout=_PATIENCE_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        for engine in engines:
            with contextlib.suppress(psutil.Error):
                engine.kill()


def _name(child: psutil.Process) -> str:
    try:
        return child.name()
    except psutil.Error:
        return ""


def _of_system(checkout: Checkout, error: OSError, again: str) -> str:
    why = error.strerror or str(error)
    what = f"{error.filename}: {why}" if error.filename else why
    if disk.ran_out(error):
        return (
            f"the disk is full: {what}.\n"
            "  Impact: the command stopped; files that were there are whole.\n"
            f"  Fix: free some room, then: {again}"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"{what}.\n"
            f"  Impact: a stack's state, its local AWS and its logs are kept in {checkout.local},"
            " which you cannot write.\n"
            f"  Fix: work in a checkout of your own: git clone {checkout.root} my-checkout"
        )
    return f"{what}.\n  Impact: the command stopped there.\n  Fix: mend that, then: {again}"


def _unforeseen(checkout: Checkout, error: Exception, stack: str) -> str:
    """Not foreseen, so its traceback may be wanted: in a file, for it helps nobody to go on."""
    file = checkout.local / "error.log"
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    try:
        private.write(file, f"{time.strftime('%F %T')}\n{traceback.format_exc()}")
        where = f"  The traceback is in {file}\n"
    except OSError:
        where = ""
    return (
        f"an unforeseen error: {said}\n"
        f"  Impact: the command stopped there.\n{where}"
        f"  Fix: make down STACK={stack}, then make up STACK={stack}"
    )
