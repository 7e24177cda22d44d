"""Layers as files named by their digest: written beside, checked, then put in place in one step.

Owns the bytes. Nothing half-written is ever visible: an upload is a file of its own until its
digest is proven, and what is left of uploads goes at the next start. Refuses to know repositories:
which of them has a layer is the backend's business.
"""

import hashlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

DIGEST: Final = re.compile(r"sha256:[a-f0-9]{64}")
_BUFFER: Final = 1 << 20
#: Reads into a buffer, gives the number of bytes, 0 at the end.
ReadInto = Callable[[memoryview], int]


def digest_of(content: bytes) -> str:
    """The digest of bytes in memory."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


class TooLargeError(Exception):
    """More bytes than a layer may have."""


@dataclass(eq=False)
class Upload:
    """A layer that is arriving; its file is complete up to `size`, and hashed that far."""

    path: Path
    owner: Any = None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    size: int = 0
    parts: int = 0
    first_part: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    sha256: Any = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        """The digest of what has arrived."""
        return "sha256:" + str(self.sha256.hexdigest())


class BlobStore:
    """The layers of all repositories of a server."""

    def __init__(self, root: Path) -> None:
        self._blobs = root / "blobs" / "sha256"
        self._staging = root / "uploads"
        self._uploads: dict[str, Upload] = {}
        #: Held while a layer gets its name and its repository, and while layers are freed.
        self.publishing = threading.RLock()
        self._hashing = ThreadPoolExecutor(8, thread_name_prefix="sha256")
        shutil.rmtree(self._staging, ignore_errors=True)
        self._staging.mkdir(parents=True)
        self._blobs.mkdir(parents=True, exist_ok=True)

    def begin(self, owner: Any = None) -> Upload:
        """A new, empty upload."""
        upload = Upload(self._staging, owner)
        upload.path = self._staging / upload.id
        upload.path.touch(mode=0o600)
        self._uploads[upload.id] = upload
        return upload

    def upload(self, identity: str, owner: Any = None) -> Upload | None:
        """The upload of that id, if it is the owner's and still open."""
        found = self._uploads.get(identity)
        return found if found is not None and found.owner == owner else None

    def append(self, upload: Upload, read: ReadInto, limit: int) -> None:
        """Adds what `read` gives. If that fails, the upload is what it was before.

        The hash of one buffer is worked out while the next one arrives; `hashlib` gives up the
        interpreter's lock for that.
        """
        before, proven = upload.size, upload.sha256.copy()
        try:
            with upload.path.open("r+b", buffering=0) as file:
                file.seek(before)
                upload.size = before + self._fill(file, read, upload.sha256, limit - before)
        except BaseException:
            # What lies behind `size` is overwritten by the next part, and cut off at the end.
            upload.sha256, upload.size = proven, before
            raise
        upload.parts += 1
        if upload.parts == 1:
            upload.first_part = upload.size

    def _fill(self, file: Any, read: ReadInto, sha256: Any, room: int) -> int:
        buffers = memoryview(bytearray(_BUFFER)), memoryview(bytearray(_BUFFER))
        hashed: Future[None] | None = None
        total = turn = 0
        try:
            while count := _filled(buffers[turn], read):
                total += count
                if total > room:
                    raise TooLargeError
                part = buffers[turn][:count]
                if hashed is not None:
                    hashed.result()
                    hashed = None
                if count == _BUFFER:
                    hashed = self._hashing.submit(sha256.update, part)
                else:
                    sha256.update(part)
                _write(file, part)
                turn = 1 - turn
        finally:
            if hashed is not None:
                hashed.result()
        return total

    def publish(self, upload: Upload) -> str:
        """Gives the layer its name; from here on it is there, whole."""
        digest = upload.digest
        path = self.path(digest)
        path.parent.mkdir(exist_ok=True)
        os.truncate(upload.path, upload.size)
        upload.path.replace(path)
        self._uploads.pop(upload.id, None)
        return digest

    def cancel(self, upload: Upload) -> None:
        """Forgets an upload."""
        self._uploads.pop(upload.id, None)
        upload.path.unlink(missing_ok=True)

    def cancel_all(self, owner: Any) -> None:
        """Forgets the uploads of an owner."""
        for upload in [each for each in self._uploads.values() if each.owner == owner]:
            self.cancel(upload)

    def path(self, digest: str) -> Path:
        """Where a layer is, or would be."""
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"{digest} is no digest of a layer")
        name = digest.removeprefix("sha256:")
        return self._blobs / name[:2] / name

    def size(self, digest: str) -> int | None:
        """How many bytes a layer has; None if it is not here."""
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            return None

    def free(self, digests: Iterable[str]) -> None:
        """Removes layers that no repository has any more."""
        for digest in digests:
            self.path(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        """Every layer that is here."""
        for path in self._blobs.glob("*/*"):
            yield f"sha256:{path.name}"

    def staged(self) -> list[Path]:
        """The files of uploads that are open."""
        return list(self._staging.iterdir())


def _filled(buffer: memoryview, read: ReadInto) -> int:
    """Reads until the buffer is full or the end has come."""
    count = 0
    while count < len(buffer):
        more = read(buffer[count:])
        if not more:
            break
        count += more
    return count


def _write(file: Any, part: memoryview) -> None:
    while part:
        part = part[file.write(part) :]
