"""PagerDuty gets what can't wait: lost protection, by its Events API v2."""

import pulumi

from components.alert_pager import AlertPager
from components.alert_topic import AlertTopic
from components.registry_events import RegistryEvents

# In a program of your own: pulumi.Config().require_secret("pagerduty").
key = pulumi.Output.secret("0123456789abcdef0123456789abcdef")
pager = AlertPager("pager", {"kind": "pagerduty", "key": key})
RegistryEvents(
    "events",
    {
        "repositories": ["feed-server"],
        "topic_arn": AlertTopic("alerts", {}).arn,
        "pagers": {
            "page": [
                {
                    "kind": pager.kind,
                    "destination_arn": pager.destination_arn,
                    "role_arn": pager.role_arn,
                    "label": "pagerduty",
                }
            ]
        },
    },
)
