"""A folder as a `.tar.gz`: the same files give the same bytes, whenever it is built."""

import gzip
import tarfile
from pathlib import Path


def pack_up(folder: Path, archive: Path) -> Path:
    """Write the folder into the archive, under the folder's own name, and return the archive."""
    with (
        archive.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as out,
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.add(path, str(path.relative_to(folder.parent)), filter=_anonymous)
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack an archive of `pack_up`, and return the one folder that was in it."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
        return folder / Path(packed.getnames()[0]).parts[0]


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Neither when nor by whom: only whether a file can be executed."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry
