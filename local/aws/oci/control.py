"""The switches of the registry that AWS has not: its clock, a lifecycle run, its patience.

`GET` or `POST /local-aws/registry`, JSON in and out:

- `{"forward_seconds": N}` moves the clock, `{"now": "2030-01-01T00:00:00Z"}` sets it, and
  `{"reset_clock": true}` gives it the machine's time back;
- `{"run_lifecycle": true}` runs all lifecycle policies once, `{"run_lifecycle": "NAME"}` one;
- `{"throttle": N}` refuses the next N requests at the door with 429.

The answer says what time it is, what was run, how many layers there are and how many uploads are
open. Whoever asks has been through the gate.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from local.aws.gate import Wsgi
from local.aws.oci import lifecycle, site

PATH: Final = "/local-aws/registry"
_LONGEST: Final = 65536


def with_control(application: Wsgi) -> Wsgi:
    """The application, and the page of switches."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return application(environ, start_response)
        try:
            status, body = "200 OK", _asked(environ)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            status, body = "400 Bad Request", {"error": str(error)}
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return answer


def _asked(environ: dict[str, Any]) -> dict[str, Any]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), _LONGEST)
    content = environ["wsgi.input"].read(length) if length else b"{}"
    wanted = json.loads(content)
    if not isinstance(wanted, dict):
        raise TypeError("write a JSON object")
    unknown = sorted(set(wanted) - set(_SWITCHES))
    if unknown:
        raise ValueError(f"no switch {', '.join(unknown)}; there are {', '.join(_SWITCHES)}")
    done: dict[str, Any] = {}
    for name, value in wanted.items():
        done |= _SWITCHES[name](value) or {}
    here = site.here()
    return {
        "now": here.clock.now().isoformat(),
        "layers": sum(1 for _ in here.store.digests()),
        "uploads": len(here.store.staged()),
        **done,
    }


def _forward(seconds: Any) -> None:
    site.here().clock.move(timedelta(seconds=float(seconds)))


def _now(text: Any) -> None:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} has no time zone; add Z for UTC")
    site.here().clock.set(time)


def _reset(_: Any) -> None:
    site.here().clock.reset()


def _run(name: Any) -> dict[str, Any]:
    return {"runs": [asdict(run) for run in lifecycle.run_all(None if name is True else str(name))]}


def _throttle(requests: Any) -> None:
    site.here().throttled = int(requests)


_SWITCHES: Final[dict[str, Callable[[Any], dict[str, Any] | None]]] = {
    "forward_seconds": _forward,
    "now": _now,
    "reset_clock": _reset,
    "run_lifecycle": _run,
    "throttle": _throttle,
}
