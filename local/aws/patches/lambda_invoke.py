"""A Lambda function runs: its own zip, its own handler, its environment, its time limit.

Lambda developer guide, "Define Lambda function handler in Python" and "Using Lambda environment
variables". moto would run a container; here the handler runs in a process of this Python, with
what is installed there, and reaches the local AWS by AWS_ENDPOINT_URL. Only Python functions run;
the role's permissions are not enforced.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction

from local.aws.moto_internals import mock_random
from local.aws.running import LOOPBACK

_RUNNER = Path(__file__).parents[1] / "lambda_runner.py"


def patch() -> None:
    """Replaces the container."""
    LambdaFunction._invoke_lambda = _invoke


def _invoke(function: Any, event: Any = None) -> tuple[str, bool, str]:
    """The answer as JSON text, whether it is an error, and the log."""
    if not str(function.run_time).startswith("python"):
        return _error("Runtime.Unsupported", f"the local AWS runs no {function.run_time}"), True, ""
    request = str(mock_random.uuid4())
    with tempfile.TemporaryDirectory() as directory:
        with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as code:
            code.extractall(directory)
        result_file = Path(directory) / f"{request}.json"
        log = _run(function, event, directory, result_file, request)
        outcome = json.loads(result_file.read_text()) if result_file.exists() else {}
    function.logs_backend.ensure_log_group(function.logs_group_name)
    function.save_logs(log)
    if "result" in outcome:
        return json.dumps(outcome["result"]), False, log
    if "error" in outcome:
        return json.dumps(outcome["error"]), True, log
    return _error("Runtime.ExitError", f"RequestId: {request} {log.strip()[-500:]}"), True, log


def _run(function: Any, event: Any, directory: str, result_file: Path, request: str) -> str:
    command = [sys.executable, str(_RUNNER), directory, str(function.handler), str(result_file)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps({} if event is None else event).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=directory,
            env=_environment(function, request),
            timeout=float(function.timeout),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        log = (late.stdout or b"").decode(errors="replace")
        return f"{log}\nTask timed out after {float(function.timeout):.2f} seconds\n"
    return done.stdout.decode(errors="replace")


def _environment(function: Any, request: str) -> dict[str, str]:
    """What Lambda sets, the function's own variables, and the way to the local AWS."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ACCESS_KEY_ID": os.environ["AWS_ACCESS_KEY_ID"],
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{os.environ['MOTO_PORT']}",
        "NO_PROXY": LOOPBACK,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": request,
        "_HANDLER": str(function.handler),
        **{name: str(value) for name, value in function.environment_vars.items()},
        "LOCAL_AWS_FUNCTION_ARN": function.function_arn,
        "LOCAL_AWS_REQUEST_ID": request,
        "LOCAL_AWS_TIMEOUT": str(function.timeout),
    }


def _error(kind: str, message: str) -> str:
    return json.dumps({"errorMessage": message, "errorType": kind})
