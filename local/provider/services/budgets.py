"""AWS Budgets: a budget and its notifications; its id is `account:name`."""

from typing import Any

from local.provider.handler import AutoName, Handler, given, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain

_COST_TYPES = {"includeCredit": True, "includeDiscount": True, "includeOtherSubscription": True}
_COST_TYPES |= {"includeRecurring": True, "includeRefund": True, "includeSubscription": True}
_COST_TYPES |= {"includeSupport": True, "includeTax": True, "includeUpfront": True}
_COST_TYPES |= {"useAmortized": False, "useBlended": False}


class Budget(Handler):
    """A budget."""

    token = "aws:budgets/budget:Budget"
    force_new = frozenset({"accountId", "name", "namePrefix"})
    autoname = AutoName(100)
    left_as_found = frozenset({"costTypes", "timePeriodEnd"})
    unmodelled = frozenset(
        {"autoAdjustData", "billingViewArn", "filterExpression", "metrics", "plannedLimits"}
        | {"timePeriodEnd", "timePeriodStart"}
    )

    def create(self, aws: Aws, inputs: Plain) -> str:
        account = inputs.get("accountId") or aws.account
        aws.budgets.create_budget(
            AccountId=account,
            Budget=_budget(inputs),
            NotificationsWithSubscribers=[
                {"Notification": _notification(item), "Subscribers": _subscribers(item)}
                for item in inputs.get("notifications") or []
            ],
            ResourceTags=pairs(inputs.get("tagsAll")),
        )
        return f"{account}:{inputs['name']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        account, _, name = identity.partition(":")
        found = aws.budgets.describe_budget(AccountId=account, BudgetName=name)["Budget"]
        arn = aws.arn("budgets", f"budget/{name}", region="")
        return {
            "accountId": account,
            "name": name,
            "arn": arn,
            "budgetType": found["BudgetType"],
            "timeUnit": found["TimeUnit"],
            "limitAmount": found["BudgetLimit"]["Amount"],
            "limitUnit": found["BudgetLimit"]["Unit"],
            "timePeriodStart": found["TimePeriod"]["Start"].strftime("%Y-%m-%d_%H:%M"),
            "timePeriodEnd": found["TimePeriod"]["End"].strftime("%Y-%m-%d_%H:%M"),
            "costTypes": {n: found.get("CostTypes", {}).get(_upper(n)) for n in _COST_TYPES},
            "costFilters": [
                {"name": key, "values": values}
                for key, values in (found.get("CostFilters") or {}).items()
            ],
            "notifications": _notifications(aws, account, name),
            "tagsAll": unpaired(
                aws.budgets.list_tags_for_resource(ResourceARN=arn).get("ResourceTags")
            ),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        account, _, name = identity.partition(":")
        aws.budgets.update_budget(AccountId=account, NewBudget=_budget(new))
        for item in old.get("notifications") or []:
            aws.budgets.delete_notification(
                AccountId=account, BudgetName=name, Notification=_notification(item)
            )
        for item in new.get("notifications") or []:
            aws.budgets.create_notification(
                AccountId=account,
                BudgetName=name,
                Notification=_notification(item),
                Subscribers=_subscribers(item),
            )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        account, _, name = identity.partition(":")
        aws.budgets.delete_budget(AccountId=account, BudgetName=name)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.budgets.tag_resource(ResourceARN=state["arn"], ResourceTags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.budgets.untag_resource(ResourceARN=state["arn"], ResourceTagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        name = inputs.get("name")
        return f"{inputs.get('accountId') or aws.account}:{name}" if name else None


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]


def _budget(inputs: Plain) -> Plain:
    types = {**_COST_TYPES, **given(**(inputs.get("costTypes") or {}))}
    return {
        "BudgetName": inputs["name"],
        "BudgetType": inputs["budgetType"],
        "TimeUnit": inputs["timeUnit"],
        "BudgetLimit": {
            "Amount": str(inputs.get("limitAmount", "")),
            "Unit": inputs.get("limitUnit", "USD"),
        },
        "CostTypes": {_upper(name): value for name, value in types.items()},
        "CostFilters": {f["name"]: f["values"] for f in inputs.get("costFilters") or []},
    }


def _notification(item: Plain) -> Plain:
    return {
        "ComparisonOperator": item["comparisonOperator"],
        "NotificationType": item["notificationType"],
        "Threshold": item["threshold"],
        "ThresholdType": item["thresholdType"],
    }


def _subscribers(item: Plain) -> list[Plain]:
    return [
        {"SubscriptionType": kind, "Address": address}
        for kind, name in (("EMAIL", "subscriberEmailAddresses"), ("SNS", "subscriberSnsTopicArns"))
        for address in item.get(name) or []
    ]


def _notifications(aws: Aws, account: str, name: str) -> list[Plain]:
    budget = {"AccountId": account, "BudgetName": name}
    found = aws.budgets.describe_notifications_for_budget(**budget)["Notifications"]
    return [_answered(aws, budget, item) for item in found]


def _answered(aws: Aws, budget: Plain, item: dict[str, Any]) -> Plain:
    asked = {k: v for k, v in item.items() if k != "NotificationState"}
    subscribers = aws.budgets.describe_subscribers_for_notification(**budget, Notification=asked)
    addresses: dict[str, list[str]] = {"EMAIL": [], "SNS": []}
    for subscriber in subscribers["Subscribers"]:
        addresses[subscriber["SubscriptionType"]].append(subscriber["Address"])
    return {
        "comparisonOperator": item["ComparisonOperator"],
        "notificationType": item["NotificationType"],
        "threshold": item["Threshold"],
        "thresholdType": item.get("ThresholdType", "PERCENTAGE"),
        "subscriberEmailAddresses": addresses["EMAIL"],
        "subscriberSnsTopicArns": addresses["SNS"],
    }
