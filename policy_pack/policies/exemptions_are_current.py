"""An exemption ends, and soon enough to be thought about again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from policy_pack.framework.policy import Case, Policy, Setting, Violation

STACK: Final = "pulumi:pulumi:Stack"
SETTING = Setting(
    name="maximumDays",
    schema={"type": "integer", "minimum": 1, "maximum": 366},
    default=180,
    description="How many days from today an exemption may last at most.",
)


def current(case: Case) -> Iterator[Violation]:
    """No exemption has ended, and none lasts longer than the setting says."""
    latest = case.today + timedelta(days=int(case.settings["maximumDays"]))
    for exemption in case.ledger.configured:
        about = f"the exemption of {exemption.resource} from {exemption.policy}"
        if not exemption.holds(case.today):
            yield Violation(
                path=(),
                problem=f"{about} ended on {exemption.until}",
                impact="it has no effect, although the configuration looks as if it had",
                fix="remove the entry, or give it a new reason and a new `until`",
            )
        elif exemption.until > latest:
            yield Violation(
                path=(),
                problem=f"{about} lasts until {exemption.until}, more than "
                f"{case.settings['maximumDays']} days from today",
                impact="nobody looks at it again, and the exemption becomes the rule",
                fix=f"`until`: {latest} or earlier",
            )


POLICY = Policy(
    id="exemptions-are-current",
    title="Exemptions are current",
    description="Exemptions have not ended, and end within the time that is allowed.",
    why="An exemption without an end becomes the rule.",
    remediation="Remove the exemption or renew it.",
    link="https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/"
    "SP_800_53_5_1_1/home?element=CM-06",
    severity="medium",
    scope="stack",
    types=(STACK,),
    checks=(current,),
    settings=(SETTING,),
    standards={"NIST SP 800-53 Rev. 5": ("CM-6",)},
    exemptible=False,
    runs_last=True,
)
