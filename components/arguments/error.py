"""The error that carries every problem of a component's arguments, and how a place is spelled."""

import json
from collections.abc import Sequence

import pulumi

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_text


class ArgumentsError(pulumi.RunError):
    """Every problem of a component's arguments; the engine prints the text alone.

    Attributes:
        findings: the problems, for programs.
    """

    def __init__(
        self, findings: list[Finding], *, done: str = "nothing of it was registered"
    ) -> None:
        self.findings = tuple(findings)
        count = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
        listed = "\n\n".join(f"  {to_text(finding)}" for finding in findings)
        super().__init__(f"{count} in the arguments of a component; {done}.\n\n{listed}")


def spelled(path: Sequence[str | int]) -> str:
    """A path in one text: `sharing.pull_accounts[0]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.replace("-", "").replace("_", "").isalnum():
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(part, ensure_ascii=False)}]"
    return text
