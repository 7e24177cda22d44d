"""The stack file that is to be written: whether it may be, and how it gets there.

Owns the word without which nothing is lost. The file of a stack holds the key of its secrets, so it
is never replaced; an example is, where git has the very same text.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ecr_lifecycle.finding import Finding
from tools.init.judge import found
from tools.init.wanted import Wanted

#: What Pulumi writes beside `config` when a stack is made.
_OF_A_STACK: Final = ("secretsprovider:", "encryptionsalt:", "encryptedkey:")


def judge_file(root: Path, wanted: Wanted) -> Iterator[Finding]:
    """What stands in the way of writing it."""
    file = root / wanted.file
    if not file.exists():
        return
    if belongs_to_a_stack(file):
        yield found(
            "STACK",
            "stack-file",
            f"has a stack already: {wanted.file} holds the key of its secrets",
            "without it nobody could read that stack's secrets again",
            "choose another STACK, or change the file by hand",
        )
    elif wanted.overwrite != "yes" and not is_in_git(file):
        yield found(
            "STACK",
            "stack-file",
            f"has a file already: {wanted.file}",
            "its settings would be lost",
            "choose another STACK, or add OVERWRITE=yes",
        )


def belongs_to_a_stack(file: Path) -> bool:
    """Whether Pulumi has made a stack of it."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.startswith(_OF_A_STACK) for line in lines)


def is_in_git(file: Path) -> bool:
    """Whether git has the file as it is: then `git checkout` brings it back."""
    for question in (("ls-files", "--error-unmatch"), ("diff", "--quiet", "HEAD")):
        try:
            answer = subprocess.run(
                ("git", *question, "--", file.name),
                cwd=file.parent,
                capture_output=True,
                check=False,
            )
        except OSError:
            return False
        if answer.returncode != 0:
            return False
    return True


def put(file: Path, text: str) -> None:
    """Write it in one step; whoever can read the checkout can read it."""
    handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
    Path(partial).chmod(0o644)
    Path(partial).replace(file)
