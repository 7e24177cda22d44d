"""What the caller asks for: the values as the environment hands them on, none of them judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: The variables of `make init`; the Makefile exports these.
VARIABLES: Final = (
    "STACK",
    "ACCOUNT",
    "REGION",
    "SERVICES",
    "GITHUB",
    "ALERTS",
    "BACKEND",
    "SECRETS",
    "OVERWRITE",
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The values of one call.

    Attributes:
        stack: the stack's name.
        account: the AWS account.
        region: the Region.
        services: names of services.
        github: the owner at GitHub whose repositories are called as the services are, or nothing.
        alerts: addresses, which no message repeats.
        backend: where the state is kept.
        secrets: the secrets provider, or nothing for the backend's usual one.
        overwrite: the word that lets a stack file go.
        passphrase: whether the environment has a passphrase.
        other_backend: the backend that the environment names, which would win.
    """

    stack: str = ""
    account: str = ""
    region: str = ""
    services: tuple[str, ...] = ()
    github: str = ""
    alerts: tuple[str, ...] = ()
    backend: str = ""
    secrets: str = ""
    overwrite: str = ""
    passphrase: bool = False
    other_backend: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Wanted":
        """Read the variables."""
        given = {name: environment.get(name, "").strip() for name in VARIABLES}
        return cls(
            stack=given["STACK"],
            account=given["ACCOUNT"],
            region=given["REGION"],
            services=tuple(given["SERVICES"].split()),
            github=given["GITHUB"],
            alerts=tuple(given["ALERTS"].split()),
            backend=given["BACKEND"],
            secrets=given["SECRETS"],
            overwrite=given["OVERWRITE"],
            passphrase=any(
                environment.get(name)
                for name in ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")
            ),
            other_backend=environment.get("PULUMI_BACKEND_URL", ""),
        )

    @property
    def secrets_provider(self) -> str:
        """What encrypts the stack's secrets: Pulumi Cloud does by itself, no other backend does."""
        return self.secrets or ("default" if self.backend.startswith("https://") else "passphrase")

    @property
    def file(self) -> str:
        """The stack file's name."""
        return f"Pulumi.{self.stack}.yaml"
