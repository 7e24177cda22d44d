"""A refusal at the door, in the form of the distribution specification ("Error codes")."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - it is an answer
    """What a client gets instead of what it asked for."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """ECR's errors have a code and a message, and no detail."""
        return json.dumps({"errors": [{"code": self.code, "message": self.message}]}).encode()


def repository_unknown(name: str, registry: str) -> Refused:
    """ECR's words (moby#24473)."""
    text = f"The repository with name '{name}' does not exist in the registry with id '{registry}'"
    return Refused(404, "NAME_UNKNOWN", text)


def manifest_unknown() -> Refused:
    """The words of BatchGetImage's failure."""
    return Refused(404, "MANIFEST_UNKNOWN", "Requested image not found")


def blob_unknown(digest: str) -> Refused:
    """A layer that the repository has not."""
    return Refused(404, "BLOB_UNKNOWN", f"The layer with digest '{digest}' could not be found")


def upload_unknown() -> Refused:
    """An upload that was never begun, is finished, or belongs to another repository."""
    return Refused(404, "BLOB_UPLOAD_UNKNOWN", "The upload could not be found")


def digest_invalid(message: str) -> Refused:
    """A digest that is none, or not that of the bytes."""
    return Refused(400, "DIGEST_INVALID", message)


def unsupported(message: str, status: int = 405) -> Refused:
    """What ECR doesn't do at all."""
    return Refused(status, "UNSUPPORTED", message)


def manifest_refused(reason: str = "Invalid JSON syntax") -> Refused:
    """What ECR says of every manifest that it cannot read (containers-roadmap 2306, 2439)."""
    return unsupported(
        f"Invalid parameter at 'ImageManifest' failed to satisfy constraint: '{reason}'"
    )
