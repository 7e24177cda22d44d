"""Base images that can be had without another registry: made of this machine's own files.

Owns what stands for `golang` and `alpine`: Go's own folder with a shell, and a folder with a name.
They prove that the Dockerfile builds and what its result does, not what those bases hold.
"""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Final

from tools.clients.registry import Registry

PREFIX: Final = "bases"
_GOLANG: Final = "golang:1.26-alpine"
_ALPINE: Final = "alpine:3.23"
_CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")


def push_bases(shop: Registry) -> str:
    """Pushes both, and gives the beginning of their names, for BASES."""
    shop.create(f"{PREFIX}/golang", f"{PREFIX}/alpine")
    golang, alpine = shop.home / "golang.tar", shop.home / "alpine.tar"
    with tarfile.open(golang, "w") as layer:
        for path in (Path(_goroot()), _CERTIFICATES, *_shell()):
            inside = "usr/local/go" if path == Path(_goroot()) else str(path).lstrip("/")
            layer.add(path.resolve() if path.is_file() else path, inside)
        _folder(layer, "tmp", 0o1777)
        _folder(layer, "root", 0o700)
    with tarfile.open(alpine, "w") as layer:
        _folder(layer, "tmp", 0o1777)
        _folder(layer, "etc/ssl/certs", 0o755)
    for name, tar in ((_GOLANG, golang), (_ALPINE, alpine)):
        at = f"{shop.host}/{PREFIX}/{name}"
        shop.run("crane", "append", "-f", str(tar), "-t", at, "--oci-empty-base")
        search = "PATH=/usr/local/go/bin:/usr/bin:/bin"
        shop.run("crane", "mutate", at, "--set-platform", _platform(), "--env", search, "-t", at)
    return f"{shop.host}/{PREFIX}/"


def _goroot() -> str:
    return _out("go", "env", "GOROOT")


def _platform() -> str:
    return f"linux/{_out('go', 'env', 'GOARCH')}"


def _out(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def _shell() -> list[Path]:
    """/bin/sh with the libraries that it needs."""
    shell = shutil.which("sh") or "/bin/sh"
    needed = re.findall(r"(/\S+) \(0x", _out("ldd", shell))
    return [Path("/bin/sh"), *map(Path, needed)]


def _folder(layer: tarfile.TarFile, name: str, mode: int) -> None:
    folder = tarfile.TarInfo(name)
    folder.type, folder.mode = tarfile.DIRTYPE, mode
    layer.addfile(folder)
