"""A function's code as a zip file, the same bytes for the same files."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi

from local.provider.errors import ProviderError

_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(code: Any) -> bytes:
    """The zip of an archive or a file, a zip file as it is.

    Raises:
        ProviderError: the code is to be fetched from elsewhere.
    """
    path = Path(getattr(code, "path", ""))
    if isinstance(code, pulumi.FileArchive | pulumi.FileAsset) and path.is_file():
        return path.read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files(code)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def digest(code: Any) -> str:
    """Lambda's own digest of code: the SHA-256 of its zip, in Base64."""
    return base64.b64encode(hashlib.sha256(zipped(code)).digest()).decode()


def _files(code: Any, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    if isinstance(code, pulumi.AssetArchive):
        for name, item in code.assets.items():
            yield from _files(item, f"{prefix}{name}")
    elif isinstance(code, pulumi.StringAsset):
        yield prefix, code.text.encode()
    elif isinstance(code, pulumi.FileAsset):
        yield prefix, Path(code.path).read_bytes()
    elif isinstance(code, pulumi.FileArchive):
        root = Path(code.path)
        if not root.is_dir():
            raise ProviderError(f"the archive {code.path} is not a folder")
        for path in root.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(root).as_posix()
                yield f"{prefix}/{name}" if prefix else name, path.read_bytes()
    else:
        raise ProviderError("the local aws plug-in fetches no code: give files of this machine")
