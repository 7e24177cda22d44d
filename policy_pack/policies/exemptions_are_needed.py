"""An exemption exempts something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation

STACK: Final = "pulumi:pulumi:Stack"


def needed(case: Case) -> Iterator[Violation]:
    """The resource of every exemption would break its policy."""
    for exemption in case.ledger.unneeded():
        yield Violation(
            path=(),
            problem=f"{exemption.resource} complies with {exemption.policy} without its exemption",
            impact="the resource may break the rule later, and nobody is told",
            fix="remove the entry from `exemptions`",
        )


POLICY = Policy(
    id="exemptions-are-needed",
    title="Exemptions are needed",
    description="Exemptions are for resources that break the policy.",
    why="Once a resource complies, an exemption only lets it break again unnoticed.",
    remediation="Remove exemptions for resources that already comply.",
    link="https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/"
    "SP_800_53_5_1_1/home?element=CM-06",
    severity="low",
    scope="stack",
    types=(STACK,),
    checks=(needed,),
    level="advisory",
    standards={"NIST SP 800-53 Rev. 5": ("CM-6",)},
    exemptible=False,
    runs_last=True,
    notes="A configuration may be shared by several projects: an exemption whose resource isn't in "
    "this stack is left alone.",
)
