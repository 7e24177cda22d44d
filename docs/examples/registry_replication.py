"""Images whose names begin with `feed-` are copied to Tokyo; a second account may copy in."""

from components.registry_replication import RegistryReplication

RegistryReplication(
    "replication",
    {
        "rules": [{"destinations": [{"region": "ap-northeast-1"}], "prefixes": ["feed-"]}],
        "accept_from": ["222222222222"],
    },
)
