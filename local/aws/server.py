"""Starts, finds and stops the local AWS of a stack, one server per state directory.

The server outlives the process that starts it. Each start gets a random `instance`, so that a
server that was lost and started again, and so is empty, is never taken for the one before. Its key,
made by the server itself, is in the record: 0600, in a directory of 0700.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from local import private, process
from local.aws import endpoints
from local.aws.application import IDENTITY_PATH
from local.aws.running import LOOPBACK, LocalAws

__all__ = ["LocalAws", "LocalAwsError", "authorized", "environment", "find", "start", "stop"]

RECORD = "local-aws.json"
LOG = "local-aws.log"
REGISTRY = "registry"
_READY_SECONDS = 60.0
_STOP_SECONDS = 3.0
# Kept, for a Popen that is dropped while its process lives on complains of it.
_STARTED: list["subprocess.Popen[bytes]"] = []


class LocalAwsError(Exception):
    """The local AWS could not be started; the text says why and what to do."""


def start(
    state_dir: Path, account: str, region: str, port: int | None = None, *options: str
) -> LocalAws:
    """Starts a server that outlives this process, and waits until it answers.

    Args:
        state_dir: where its record and its log are kept; made when it is missing.
        account: the id of the AWS account to be, 12 digits.
        region: the region that it uses where a request names none.
        port: a port of 127.0.0.1; a free one when it is left out.
        options: further options of `python -m local.aws`.

    Raises:
        LocalAwsError: the port is taken, or the server ended before it answered.
    """
    stop(state_dir)  # one that hangs is lost all the same
    private.directory(state_dir)
    chosen = _free_port() if port is None else _proved_free(port)
    instance = secrets.token_hex(8)
    command = [sys.executable, "-m", __package__, "--port", str(chosen)]
    command += ["--account", account, "--region", region, "--instance", instance]
    command += ["--record", str((state_dir / RECORD).absolute())]
    command += ["--data", str((state_dir / REGISTRY).absolute()), "--images-only", *options]
    with open(state_dir / LOG, "ab", opener=private.opener) as log:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Where this very package is found: a checkout, or what a wheel was installed into.
            cwd=Path(__file__).parents[__package__.count(".") + 1],
            start_new_session=True,
        )
    _STARTED.append(started)
    return _awaited(state_dir, instance, started)


def find(state_dir: Path) -> LocalAws | None:
    """The server of a state directory, if it is alive and the very one that was started."""
    local = _recorded(state_dir)
    return local if local is not None and _runs(local) and _answers(local) else None


def stop(state_dir: Path) -> None:
    """Ends the server of a state directory, also one that hangs, and forgets it."""
    local = _recorded(state_dir)
    if local is not None:
        _end(local)
    (state_dir / RECORD).unlink(missing_ok=True)


def environment(local: LocalAws) -> dict[str, str]:
    """What points boto3, the AWS CLI and the plug-in at the server, and lets them in."""
    return {
        "AWS_ENDPOINT_URL": local.endpoint,
        **endpoints.ENVIRONMENT,
        "AWS_ACCESS_KEY_ID": local.access_key,
        # The server knows its callers by the key alone, and checks no signature.
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": local.region,
        "AWS_DEFAULT_REGION": local.region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_PAGER": "",
        "NO_PROXY": LOOPBACK,
        "no_proxy": LOOPBACK,
    }


def authorized(
    local: LocalAws, path: str, body: bytes | None = None, **headers: str
) -> urllib.request.Request:
    """A request for a page of the server that is no AWS, such as moto's own."""
    given = {"Authorization": f"Bearer {local.access_key}", **headers}
    return urllib.request.Request(local.endpoint + path, body, given)  # noqa: S310 - loopback


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _proved_free(port: int) -> int:
    # A server that lost its record ends within two seconds.
    deadline = time.monotonic() + _STOP_SECONDS
    while (error := _bind_error(port)) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    if error is not None:
        raise LocalAwsError(
            f"the local AWS can't listen on {LOOPBACK}:{port}: {error}.\n"
            "  Impact: nothing was started.\n"
            "  Fix: end what holds the port, or choose another one; a free one is taken if none is"
            " asked for."
        )
    return port


def _bind_error(port: int) -> Exception | None:
    """Why a server can't listen there."""
    with socket.socket() as probe:
        # As the server itself will: a port that only waits out closed connections is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            return error
    return None


def _awaited(state_dir: Path, instance: str, started: "subprocess.Popen[bytes]") -> LocalAws:
    log = state_dir / LOG
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        local = find(state_dir)
        if local is not None and local.instance == instance:
            return local
        if started.poll() is not None:
            raise LocalAwsError(
                f"the local AWS ended with exit code {started.returncode} before it answered:"
                f" {_last_line(log)}\n"
                "  Impact: nothing was started.\n"
                "  Fix: run the same command again."
            )
        time.sleep(0.05)
    started.terminate()
    raise LocalAwsError(
        f"the local AWS did not answer within {_READY_SECONDS:.0f} s: {_last_line(log)}\n"
        "  Impact: nothing was started.\n"
        "  Fix: run the same command again."
    )


def _last_line(log: Path) -> str:
    """What a server said last; its log may go with what was begun."""
    with contextlib.suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return "it has no log"


def _recorded(state_dir: Path) -> LocalAws | None:
    try:
        record = json.loads((state_dir / RECORD).read_text(encoding="utf-8"))
        return LocalAws(**record)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _runs(local: LocalAws) -> bool:
    """Whether the process is ours and is the instance: process ids are given out again.

    Any user could answer on the port of a server that is gone; none can be a process of ours.
    """
    return process.is_mine(local.pid) and local.instance in process.command_line(local.pid)


def _end(local: LocalAws) -> None:
    for ask in (signal.SIGTERM, signal.SIGKILL):
        if not _runs(local):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(local.pid, ask)
        # An ending process has no command line any more, and its port for a moment still.
        deadline = time.monotonic() + _STOP_SECONDS
        while _bind_error(local.port) is not None and time.monotonic() < deadline:
            time.sleep(0.05)


def _answers(local: LocalAws) -> bool:
    """Whether the instance itself answers, and not another server on its port."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(authorized(local, IDENTITY_PATH), timeout=5) as answer:
            identity = json.load(answer)
    except (OSError, ValueError):
        return False
    return isinstance(identity, dict) and identity.get("instance") == local.instance
