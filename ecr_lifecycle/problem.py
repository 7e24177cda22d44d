"""What is wrong with a policy, as one value a finding.

A problem says what ECR would do, to which images, and what to write instead. It refuses to be
raised: `InvalidPolicy` carries all of a policy's problems at once.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ecr_lifecycle.example import Example


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    INVALID = "invalid"
    """ECR refuses the policy."""

    DANGEROUS = "dangerous"
    """ECR takes it, and it loses images that are wanted."""

    USELESS = "useless"
    """ECR takes it, and it does nothing, or not what it looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding about a policy.

    `rule` is the rule's priority, or None where the finding is about the whole policy or where
    the priority itself cannot be read. `code` is stable, for programs. `example` is a small
    repository that shows the finding when it is given to `ecr_lifecycle.evaluate`.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    rule: int | None = None
    example: Example | None = None

    def to_object(self) -> dict[str, Any]:
        """The finding as JSON has it."""
        found: dict[str, Any] = {
            "rule": self.rule,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "remedy": self.remedy,
        }
        if self.example is not None:
            found["example"] = self.example.to_object()
        return found

    def __str__(self) -> str:
        where = "policy" if self.rule is None else f"rule {self.rule}"
        return f"{self.severity.value} [{self.code}] {where}: {self.message} {self.remedy}"


class InvalidPolicy(ValueError):  # noqa: N818  (the domain's word; it carries findings, not a fault)
    """A policy that ECR would refuse, with every reason why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
