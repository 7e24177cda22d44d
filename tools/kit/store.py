"""buildah with a storage of its own, as root and without a kernel's overlay."""

from typing import Final

STORE: Final = ("buildah", "--storage-driver", "vfs", "--root", "storage", "--runroot", "run")
PLAIN: Final = "--tls-verify=false"
