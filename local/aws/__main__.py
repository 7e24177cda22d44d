"""`python -m local.aws --port P --account ID --region R`: the local AWS in the foreground."""

import argparse
import os
import secrets
import tempfile
from pathlib import Path

from local.aws.application import run
from local.aws.running import LOOPBACK, LocalAws, Registry


def main() -> None:
    """Reads the command line and serves until it is ended."""
    parser = argparse.ArgumentParser(prog="python -m local.aws", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="a free port of 127.0.0.1")
    parser.add_argument("--account", required=True, help="the id of the AWS account to be")
    parser.add_argument("--region", required=True, help="the region used where none is asked for")
    parser.add_argument("--instance", default="", help="what this run answers to be told apart")
    parser.add_argument("--record", type=Path, help="a file to write once the server listens")
    parser.add_argument("--data", type=Path, help="keeps the images; a temporary one unless given")
    parser.add_argument("--oci", action="store_true", help="the plain distribution specification")
    parser.add_argument("--token-seconds", type=int, default=43200, help="how long a token is good")
    parser.add_argument("--client-seconds", type=int, default=60, help="how long one may be silent")
    parser.add_argument(
        "--images-only", action="store_true", help="repositories don't come back, their images do"
    )
    arguments = parser.parse_args()
    local = LocalAws(
        endpoint=f"http://{LOOPBACK}:{arguments.port}",
        pid=os.getpid(),
        account=arguments.account,
        region=arguments.region,
        instance=arguments.instance or secrets.token_hex(8),
        # Made here, for a command line is seen by every user of the machine.
        access_key=f"LOCAL{secrets.token_hex(16).upper()}",
    )
    if arguments.record is None:
        print(f"export AWS_ENDPOINT_URL={local.endpoint} AWS_REGION={local.region}")
        print(
            f"export AWS_ACCESS_KEY_ID={local.access_key} AWS_SECRET_ACCESS_KEY=local", flush=True
        )
    with tempfile.TemporaryDirectory(prefix="local-aws-") as temporary:
        registry = Registry(
            data=arguments.data or Path(temporary),
            oci=arguments.oci,
            token_seconds=arguments.token_seconds,
            client_seconds=arguments.client_seconds,
            restore=not arguments.images_only,
        )
        run(local, arguments.record, registry)


if __name__ == "__main__":
    main()
