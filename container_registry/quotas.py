"""AWS's quotas that a stack can reach, and what a stack would make of each.

Owns the numbers with their Service Quotas codes, and the counting. A quota that AWS has raised for
the account is a setting of `quotas`. What already is in the account isn't known here: a count below
a quota may still be too much beside others' resources.

Sources: AWS general reference, endpoints and quotas of EventBridge, CloudWatch, IAM and ECR (read
2026-11); EventBridge user guide for the Regions with 100 rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


class QuotaError(ValueError):
    """A component would make more than AWS takes."""


@dataclass(frozen=True, kw_only=True)
class Quota:
    """One quota.

    Attributes:
        what: what is counted, in the plural.
        code: its code in Service Quotas; empty where AWS raises it for nobody.
        service: its service there.
        default: AWS's default.
        setting: the key of `quotas` that raises it; empty likewise.
        less: how to need less.
        regions: defaults of single Regions.
    """

    what: str
    code: str
    service: str
    default: int
    setting: str
    less: str
    regions: Mapping[str, int] = field(default_factory=dict, hash=False)

    def limit(self, raised: int | None = None, region: str = "") -> int:
        """The quota: as raised, else AWS's default in the Region."""
        return raised or self.regions.get(region, self.default)

    def problem(self, count: int, limit: int) -> str:
        """What is wrong with a count beyond the quota, as a clause."""
        which = f"quota {self.code}" if self.code else "limit, which AWS raises for nobody"
        return f"comes to {count} {self.what}, and AWS takes {limit} ({self.service} {which})"

    @property
    def fix(self) -> str:
        """What to do about it."""
        if not self.code:
            return self.less
        return (
            f"{self.less}; or ask AWS to raise {self.code} in Service Quotas, and write the new "
            f"number as `quotas.{self.setting}`"
        )

    def require(self, count: int, raised: int | None, *, where: str, region: str = "") -> None:
        """Refuse a count beyond the quota.

        Raises:
            QuotaError: the count is beyond it.
        """
        limit = self.limit(raised, region)
        if count > limit:
            raise QuotaError(
                f"{where} {self.problem(count, limit)}; nothing was registered.\n"
                f"    Impact: the update would stop in the middle.\n    Fix: {self.fix}"
            )


_SPLIT: Final = "split the services over several stacks or accounts"

EVENT_RULES: Final = Quota(
    what="event rules on one bus",
    code="L-244521F2",
    service="events",
    default=300,
    setting="eventRules",
    less="give fewer services thresholds of their own, or hear the whole account with "
    "`monitoring.listen: account`",
    regions={"af-south-1": 100, "eu-south-1": 100},
)
EVENT_PATTERN: Final = Quota(
    what="characters in one event pattern",
    code="L-664C5505",
    service="events",
    default=2048,
    setting="eventPattern",
    less="name fewer `monitoring.deployers`",
)
ALARMS: Final = Quota(
    what="alarms in one update",
    code="L-0720E68F",
    service="monitoring",
    default=600,
    setting="alarms",
    less="leave `monitoring.alarms: perService` and own thresholds of pulls out: PutMetricAlarm "
    "takes 3 alarms a second, so 600 take more than three minutes",
)
ROLES: Final = Quota(
    what="IAM roles",
    code="L-FE177D64",
    service="iam",
    default=1000,
    setting="roles",
    less=_SPLIT,
)
POLICIES: Final = Quota(
    what="customer managed policies",
    code="L-E95E4862",
    service="iam",
    default=1500,
    setting="policies",
    less="leave `pullPolicies` out, and let roles pull by the registry's own policies",
)
REPOSITORIES: Final = Quota(
    what="repositories",
    code="L-CFEB8E8D",
    service="ecr",
    default=100_000,
    setting="repositories",
    less=_SPLIT,
)

#: EventBridge user guide, quotas: "Targets: 5 per rule", not adjustable.
EVENT_TARGETS: Final = Quota(
    what="targets of one event rule",
    code="",
    service="events",
    default=5,
    setting="",
    less="name at most four pagers in one route of `monitoring.routes`: the topic is the fifth "
    "target, and other readers subscribe to it",
)

QUOTAS: Final = (EVENT_RULES, EVENT_PATTERN, EVENT_TARGETS, ALARMS, ROLES, POLICIES, REPOSITORIES)
