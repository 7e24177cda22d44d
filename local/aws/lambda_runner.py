"""Runs one call of a Lambda function's handler, in a process of its own.

Started as `python lambda_runner.py DIRECTORY HANDLER RESULT_FILE` with the function's environment
and the event on stdin. What the handler prints goes to stdout, its result or error to the file, in
the shapes of the Lambda developer guide.
"""

import importlib
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any


class Context:
    """The second argument of a handler (Lambda developer guide, "Python context object")."""

    def __init__(self) -> None:
        environment = os.environ
        self._deadline = time.monotonic() + float(environment["LOCAL_AWS_TIMEOUT"])
        self.function_name = environment["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environment["AWS_LAMBDA_FUNCTION_VERSION"]
        self.invoked_function_arn = environment["LOCAL_AWS_FUNCTION_ARN"]
        self.memory_limit_in_mb = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.aws_request_id = environment["LOCAL_AWS_REQUEST_ID"]
        self.log_group_name = environment["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environment["AWS_LAMBDA_LOG_STREAM_NAME"]

    def get_remaining_time_in_millis(self) -> int:
        """The time left until the function is ended."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def call(directory: str, handler: str, event: Any) -> dict[str, Any]:
    """`{"result": ...}` of the handler, or `{"error": ...}`."""
    sys.path.insert(0, directory)
    try:
        module, _, function = handler.rpartition(".")
        found = getattr(importlib.import_module(module.replace("/", ".")), function)
        result = json.loads(json.dumps(found(event, Context())))
    except Exception as error:  # noqa: BLE001 - whatever the function does, Lambda answers
        traceback.print_exc(file=sys.stdout)
        return {
            "error": {
                "errorMessage": str(error),
                "errorType": type(error).__name__,
                "stackTrace": traceback.format_tb(error.__traceback__),
            }
        }
    return {"result": result}


def main() -> None:
    """Calls the handler once."""
    directory, handler, result_file = sys.argv[1:]
    outcome = call(directory, handler, json.load(sys.stdin))
    Path(result_file).write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    main()
