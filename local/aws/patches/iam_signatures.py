"""A signature is checked over what was signed, also of a call without a body.

IAM user guide, "Create a signed AWS API request": the hash of the payload is that of an empty text
where there is none. moto hashes the parameters of the path and the query in its place, so that with
IAM enforced it refuses each GET and DELETE of Lambda and EventBridge Scheduler.
"""

from typing import Any

from moto.iam.access_control import IAMRequest


def patch() -> None:
    """Has an empty body hashed as one."""
    create = IAMRequest._create_aws_request

    def create_request(request: Any) -> Any:
        made = create(request)
        if request._headers.get("Content-Length", "0") == "0":  # moto has read a form already
            made.data = b""
        return made

    IAMRequest._create_aws_request = create_request
