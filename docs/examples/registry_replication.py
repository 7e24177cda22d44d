"""Images whose names begin with `feed-` are copied to Tokyo; a second account may copy in."""

from components.registry_replication import (
    Destination,
    RegistryReplication,
    RegistryReplicationArgs,
    ReplicationRule,
)
from components.stack_config import load_settings, scope_of

scope = scope_of(load_settings())
RegistryReplication(
    "replication",
    RegistryReplicationArgs(
        scope=scope,
        rules=(
            ReplicationRule(
                destinations=(Destination(region="ap-northeast-1", account=scope.account),),
                prefixes=("feed-",),
            ),
        ),
        accept_from=("222222222222",),
    ),
)
