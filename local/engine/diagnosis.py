"""What an error of the engine says, without what is untrue here or of no use.

Owns two of its texts: of a plug-in that ended at work the engine says that this is always a defect
and to be reported, which it is not of one that was killed; and the SDK puts its own traceback under
a look-up that failed, which leads into no code of anybody's. The traceback of a program's own error
stays.
"""

import re
from typing import Final

#: `pkg/resource/plugin`, where a plug-in's process ends before the engine has closed it.
_ENDED: Final = re.compile(
    r"Detected that (?P<file>.+) exited prematurely\.\s*\n"
    r"\s*This is \*always\* a bug in the provider\..*\n"
    r"\s*To assist with debugging we have dumped the STDOUT and STDERR streams of the plugin:"
    r"(?P<output>(?s:.*))"
)
#: `pulumi/automation/_server.py` and `pulumi/runtime/invoke.py` of the Python SDK.
_LOOK_UP: Final = re.compile(
    r"\Apython inline source runtime error: (?P<why>invoke of \S+ failed: .*)\n"
    r"Traceback \(most recent call last\):\n(?s:.*)\Z"
)


def plain(text: str) -> str:
    """An error of the engine or of the SDK, in words that are true of it here."""
    text = _LOOK_UP.sub(lambda found: found["why"], text)
    return _ENDED.sub(_ended, text)


def _ended(found: re.Match[str]) -> str:
    name = found["file"].rpartition("/")[2]
    output = found["output"].strip()
    said = f" It said:\n{output}" if output else ""
    return f"the plug-in {name} ended in the middle of its work.{said}"
