"""Two services' events, by one rule a kind; who is on call gets those that can't wait."""

import pulumi

from components.alert_topic import AlertTopic
from components.dead_letters import DeadLetters
from components.registry_events import RegistryEvents

topic = AlertTopic(
    "alerts", {"routes": {"page": [{"protocol": "email", "endpoint": "night@example.com"}]}}
)
lost = DeadLetters("dead-letters", {})
events = RegistryEvents(
    "events",
    {
        "repositories": ["feed-server", "guestbook"],
        "own_thresholds": {"guestbook": {"critical": 2}},
        "topic_arn": topic.arn,
        "topics": topic.topics,
        "dead_letters_arn": lost.arn,
    },
)
pulumi.export("rules", events.rule_names)
