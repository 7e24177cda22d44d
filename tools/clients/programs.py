"""The clients: where each comes from, and its version. `go install` checks them by Go's checksums.

Owns getting them into the user's cache. Refuses to install packages of the system: skopeo and
buildah come from the machine's own package manager.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.setup import places
from tools.setup.console import SetupError, step
from tools.setup.go import provide_go
from tools.setup.lock import held
from tools.setup.run import CommandError, run


@dataclass(frozen=True)
class Program:
    """A program that is built from a Go module, once for this user."""

    name: str
    package: str
    version: str
    seconds: int

    @property
    def binary(self) -> Path:
        """Where it is, once it is built."""
        return places.cache() / "clients" / f"{self.name}-{self.version}" / self.name

    def provide(self) -> Path:
        """The program, built if it is not there yet.

        Raises:
            SetupError: there is no Go, no network, or the build fails.
        """
        if not self.binary.is_file():
            with held(places.cache() / f"{self.name}.lock", f"another build of {self.name}"):
                if not self.binary.is_file():
                    self._install()
        return self.binary

    def _install(self) -> None:
        go = provide_go(self.name, self.version, places.GO_MODULES / "pulumi")
        partial = self.binary.parent.with_name(f"{self.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        environment = {
            **os.environ,
            "GOBIN": str(partial),
            "CGO_ENABLED": "0",
            "GOFLAGS": "-trimpath",
            "GOTOOLCHAIN": "local",
        }
        about = f"building {self.name} {self.version}, once for this user (about {self.seconds} s)"
        with step(about):
            try:
                run((go, "install", f"{self.package}@v{self.version}"), env=environment)
            except CommandError as failed:
                raise failed.failure(self.name) from failed
        self.binary.parent.mkdir(parents=True, exist_ok=True)
        (partial / self.name).replace(self.binary)


CONFORMANCE: Final = Program(
    "conformance",
    "github.com/opencontainers/distribution-spec/conformance",
    "0.0.0-20260831232431-97274622c111",
    10,
)
CRANE: Final = Program("crane", "github.com/google/go-containerregistry/cmd/crane", "0.22.1", 60)
CLIENTS: Final = (
    CRANE,
    Program("regctl", "github.com/regclient/regclient/cmd/regctl", "0.11.7", 30),
    Program("oras", "oras.land/oras/cmd/oras", "1.3.6", 30),
    Program("helm", "helm.sh/helm/v3/cmd/helm", "3.22.0", 250),
    Program("cosign", "github.com/sigstore/cosign/v2/cmd/cosign", "2.6.5", 350),
)
#: Those of the machine's package manager.
OF_THE_SYSTEM: Final[tuple[str, ...]] = ("skopeo", "buildah")


def of_the_system(name: str) -> Path:
    """A client that the machine has.

    Raises:
        SetupError: it has not.
    """
    found = shutil.which(name)
    if found is None:
        raise SetupError(
            f"{name} is not on PATH.\n"
            f"  Install it: apt-get install --no-install-recommends {' '.join(OF_THE_SYSTEM)}"
        )
    return Path(found)
