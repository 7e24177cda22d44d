"""A policy that ECR would refuse, as an exception that carries every reason why."""

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering.terminal import to_text


class InvalidPolicy(ValueError):  # noqa: N818  (the domain's word; it carries findings, not a fault)
    """A policy that ECR would refuse, with every reason why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(to_text(finding) for finding in findings))
