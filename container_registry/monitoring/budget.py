"""The monthly budget on ECR: its filter and its notifications, as plain data."""

from dataclasses import dataclass
from typing import Final, Literal

#: ECR's name on the bill (AWS Budgets, cost filter `Service`).
ECR_ON_THE_BILL: Final = "Amazon EC2 Container Registry (ECR)"


@dataclass(frozen=True)
class Notification:
    """When people are told.

    Attributes:
        kind: what was spent, or what AWS forecasts for the whole month.
        percent: of the budget, above which the notification is sent.
    """

    kind: Literal["ACTUAL", "FORECASTED"]
    percent: int


#: Early enough to act, when the month is going to be too dear, and when it is.
NOTIFICATIONS: Final = (
    Notification("ACTUAL", 80),
    Notification("FORECASTED", 100),
    Notification("ACTUAL", 100),
)
