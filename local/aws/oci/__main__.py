"""`python -m local.aws.oci`: the registry's clock and its lifecycle runs, from a shell.

Works on the local AWS that `eval "$(make -s env)"` points at.
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

from local.aws.oci.control import PATH

_DAY = 86400.0


def main() -> int:
    """Asks the server, and prints its answer as JSON."""
    parser = argparse.ArgumentParser(prog="python -m local.aws.oci", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="what time it is there, and what is stored")
    clock = commands.add_parser("clock", help="move the registry's clock")
    clock.add_argument("--days", type=float, help="forward, or back if negative")
    clock.add_argument("--now", help="an ISO 8601 time with its zone")
    run = commands.add_parser("lifecycle", help="run the lifecycle policies once, now")
    run.add_argument("--repository", help="only the repository of this name")
    print(json.dumps(ask(_wanted(parser.parse_args())), indent=2))
    return 0


def _wanted(arguments: argparse.Namespace) -> dict[str, Any]:
    if arguments.command == "status":
        return {}
    if arguments.command == "lifecycle":
        return {"run_lifecycle": arguments.repository or True}
    if arguments.now:
        return {"now": arguments.now}
    if arguments.days is not None:
        return {"forward_seconds": arguments.days * _DAY}
    return {"reset_clock": True}


def ask(wanted: dict[str, Any]) -> dict[str, Any]:
    """The server's answer to a wish."""
    endpoint, key = os.environ.get("AWS_ENDPOINT_URL"), os.environ.get("AWS_ACCESS_KEY_ID", "")
    if not endpoint:
        sys.exit('error: AWS_ENDPOINT_URL is not set.\n  Fix: eval "$(make -s env)"')
    request = urllib.request.Request(  # noqa: S310 - the local AWS
        endpoint + PATH,
        json.dumps(wanted).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=600) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        sys.exit(f"error: the local AWS refuses: {error.read().decode(errors='replace')}")
    except OSError as error:
        sys.exit(f"error: nothing answers at {endpoint}: {error}.\n  Fix: make up")


if __name__ == "__main__":
    sys.exit(main())
