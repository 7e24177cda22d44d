"""The programs that say what a cluster would make of manifests, each of one pinned version.

kustomize builds them, kubeconform holds them against schemas, gator is Gatekeeper without a
cluster, and `admission/` is the API server's own judge of a ValidatingAdmissionPolicy.
"""

import hashlib
import os
from pathlib import Path
from typing import Final

from tools.clients.programs import Program
from tools.setup import places
from tools.setup.console import step
from tools.setup.go import provide_go
from tools.setup.lock import held
from tools.setup.run import CommandError, run

KUSTOMIZE: Final = Program("kustomize", "sigs.k8s.io/kustomize/kustomize/v5", "5.7.1", 25)
KUBECONFORM: Final = Program(
    "kubeconform", "github.com/yannh/kubeconform/cmd/kubeconform", "0.8.0", 10
)
GATOR: Final = Program(
    "gator", "github.com/open-policy-agent/gatekeeper/v3/cmd/gator", "3.23.1", 200
)
ADMISSION: Final = Path(__file__).with_name("admission")


def provide_admission() -> Path:
    """The program in `admission/`, built again whenever its source is another.

    Raises:
        SetupError: there is no Go, no network, or the build fails.
    """
    source = hashlib.sha256()
    for name in ("main.go", "go.mod", "go.sum"):
        source.update((ADMISSION / name).read_bytes())
    binary = places.cache() / "clients" / f"admission-{source.hexdigest()[:16]}" / "admission"
    with held(places.cache() / "admission.lock", "another build of admission"):
        if not binary.is_file():
            _build(binary)
    return binary


def _build(binary: Path) -> None:
    go = provide_go("admission", "from source", ADMISSION)
    partial = binary.parent.with_name("admission.partial")
    environment = {
        **os.environ,
        "CGO_ENABLED": "0",
        "GOFLAGS": "-mod=readonly -trimpath",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    with step("building the API server's judge of policies, once for this user (about 120 s)"):
        try:
            run((go, "build", "-o", partial, "."), cwd=ADMISSION, env=environment)
        except CommandError as failed:
            raise failed.failure("admission") from failed
    binary.parent.mkdir(parents=True, exist_ok=True)
    partial.replace(binary)
