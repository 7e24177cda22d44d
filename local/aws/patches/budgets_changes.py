"""A budget can be changed, tagged, and asked who is told.

AWS Budgets API reference: UpdateBudget, DescribeSubscribersForNotification, TagResource,
UntagResource, ListTagsForResource, and ResourceTags of CreateBudget. moto creates and deletes.
"""

import json
from typing import Any

from moto.budgets.responses import BudgetsResponse

_TAGS = "_resource_tags"  # kept on moto's own budget


def patch() -> None:
    """Adds the calls that moto lacks."""
    if hasattr(BudgetsResponse, "update_budget"):
        return
    create = BudgetsResponse.create_budget

    def create_budget(response: Any) -> str:
        answer: str = create(response)
        setattr(_named(response, response._get_param("Budget")["BudgetName"]), _TAGS, {})
        _tag(response, response._get_param("Budget")["BudgetName"])
        return answer

    BudgetsResponse.create_budget = create_budget
    BudgetsResponse.update_budget = _update
    BudgetsResponse.describe_subscribers_for_notification = _subscribers
    BudgetsResponse.list_tags_for_resource = _list_tags
    BudgetsResponse.tag_resource = _tag
    BudgetsResponse.untag_resource = _untag


def _named(response: Any, name: str) -> Any:
    account = response._get_param("AccountId") or response.current_account
    response.backend.describe_budget(account, name)  # which says so when there is none
    return response.backend.budgets[account][name]


def _tagged(response: Any) -> Any:
    return _named(response, response._get_param("ResourceARN").rpartition("budget/")[2])


def _update(response: Any) -> str:
    new = response._get_param("NewBudget")
    _named(response, new["BudgetName"]).budget.update(new)
    return "{}"


def _subscribers(response: Any) -> str:
    budget = _named(response, response._get_param("BudgetName"))
    asked = response._get_param("Notification")
    found = [n.subscribers for n in budget.notifications if n.details == asked]
    return json.dumps({"Subscribers": found[0] if found else []})


def _list_tags(response: Any) -> str:
    tags = getattr(_tagged(response), _TAGS)
    return json.dumps({"ResourceTags": [{"Key": k, "Value": v} for k, v in tags.items()]})


def _tag(response: Any, name: str | None = None) -> str:
    budget = _named(response, name) if name else _tagged(response)
    added = response._get_param("ResourceTags") or []
    getattr(budget, _TAGS).update({tag["Key"]: tag["Value"] for tag in added})
    return "{}"


def _untag(response: Any) -> str:
    tags = getattr(_tagged(response), _TAGS)
    for key in response._get_param("ResourceTagKeys"):
        tags.pop(key, None)
    return "{}"
