"""The blobs of a run: each is looked for, and sent, once, however many images share it.

Owns the table of what is there or on its way. Images that are copied side by side share their base
layers, and each would find them missing and send them.
"""

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from threading import Lock

from operations.migrate.ends import Ends
from operations.migrate.there import There
from operations.oci.blobs import copy_blob, has_blob
from operations.oci.manifests import Blob


class Blobs:
    """What one run has brought into one repository."""

    def __init__(self, ends: Ends, pool: Executor, there: There | None = None) -> None:
        self._ends, self._pool = ends, pool
        self.there = there or There()
        self._known: dict[str, Future[int]] = {}
        self._lock = Lock()

    def bring(self, wanted: Iterable[Blob]) -> int:
        """See to it that the target has all of them; how many bytes this caller had sent.

        Raises:
            CouldNotFindOut: one of them could not be copied; the next who wants it tries again.
        """
        ours, theirs = [], []
        with self._lock:
            for blob in {one.digest: one for one in wanted}.values():
                known = self._known.get(blob.digest)
                if known is None or (known.done() and known.exception() is not None):
                    known = self._known[blob.digest] = self._pool.submit(self._one, blob)
                    ours.append(known)
                else:
                    theirs.append(known)
        sent = sum(one.result() for one in ours)
        for one in theirs:
            one.result()
        return sent

    def _one(self, blob: Blob) -> int:
        ends = self._ends
        absent = blob.digest in self.there.absent
        if not absent and has_blob(ends.target, ends.into, blob.digest):
            return 0
        copy_blob(ends.source, ends.repository, ends.target, ends.into, blob)
        return blob.size
