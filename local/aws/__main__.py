"""`python -m local.aws --port P --account ID --region R`: the local AWS in the foreground."""

import argparse

from local.aws.application import run


def main() -> None:
    """Reads the command line and serves until it is ended."""
    parser = argparse.ArgumentParser(prog="python -m local.aws", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="a free port of 127.0.0.1")
    parser.add_argument("--account", required=True, help="the id of the AWS account to be")
    parser.add_argument("--region", required=True, help="the region used where none is asked for")
    parser.add_argument("--instance", default="", help="what this run answers to be told apart")
    arguments = parser.parse_args()
    run(arguments.port, arguments.account, arguments.region, arguments.instance)


if __name__ == "__main__":
    main()
