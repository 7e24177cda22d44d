"""A request of somebody who is known: what they may do, and where it goes."""

import re
from dataclasses import dataclass
from typing import Any, Final

from moto.ecr.models import ecr_backends

from local.aws.oci import access
from local.aws.oci.access import Caller
from local.aws.oci.errors import Refused, repository_unknown
from local.aws.oci.request import Call

LAYERS: Final = "/local-aws/layers/"
NAME: Final = re.compile(
    r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*"
)
LONGEST_NAME: Final = 256


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is known: the registry that their token is for, and the request."""

    call: Call
    caller: Caller
    account: str
    region: str

    @property
    def backend(self) -> Any:
        """Moto's registry."""
        return ecr_backends[self.account][self.region]

    def arn(self, name: str) -> str:
        """The ARN of a repository, which need not exist."""
        backend = self.backend
        return f"arn:{backend.partition}:ecr:{self.region}:{self.account}:repository/{name}"

    def require(self, action: str, name: str | None) -> None:
        """Refuses what IAM doesn't allow."""
        repository = self.backend.repositories.get(name) if name else None
        arn = self.arn(name) if name else "*"
        why = access.refusal(self.caller, action, repository, arn, self.region)
        if why is not None:
            raise Refused(403, "DENIED", why)

    def repository(self, name: str) -> Any:
        """The repository of that name."""
        found = self.backend.repositories.get(name)
        if found is None:
            raise repository_unknown(name, self.account)
        return found
