"""A disk without room, as an error of this process has it."""

import errno
from typing import Final

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def ran_out(error: OSError) -> bool:
    """Whether an error says that the disk is full."""
    return error.errno in _FULL
