"""The names of stacks: one grammar, asked first by every command.

A name becomes the name of a file and of a directory, so it holds nothing that leads elsewhere.
"""

import re
from typing import Final

from local.engine.errors import EngineError

#: Pulumi's own grammar of a stack's name (`tokens.ParseStackName`), without a first character
#: that would make a hidden file, an option or a path of it.
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def checked(name: str) -> str:
    """The name itself, if it can be a stack's.

    Raises:
        EngineError: it is none.
    """
    if _NAME.fullmatch(name):
        return name
    shown = ascii(name if len(name) <= 60 else f"{name[:60]}...")
    raise EngineError(
        f"STACK: {shown} is no name of a stack.\n"
        "  Impact: nothing was started, changed or removed.\n"
        "  Fix: letters, digits, `-`, `_` and `.`, a letter or digit first, 100 at most, as in"
        " Pulumi.<stack>.yaml: make up STACK=dev"
    )
