"""One alarm on the pulls of every repository, and two on messages that nobody took."""

import pulumi

from components.alert_topic import AlertTopic
from components.dead_letters import DeadLetters
from components.registry_alarms import RegistryAlarms

topic, lost = AlertTopic("alerts", {}), DeadLetters("dead-letters", {})
alarms = RegistryAlarms(
    "alarms",
    {
        "repositories": ["feed-server", "guestbook"],
        "topic_arn": topic.arn,
        "topic_names": list(topic.names.values()),
        "dead_letters": lost.queue_name,
    },
)
pulumi.export("alarms", alarms.alarm_names)
