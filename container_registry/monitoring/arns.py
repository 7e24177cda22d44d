"""ARNs of what watches a registry, known before AWS has made it. Owns their grammar only."""

from container_registry.scope import Scope


def topic(scope: Scope, name: str) -> str:
    """An SNS topic of this account."""
    return _regional(scope, "sns", name)


def alarms(scope: Scope) -> str:
    """All CloudWatch alarms of this environment, whose names begin with it."""
    return _regional(scope, "cloudwatch", f"alarm:{scope.environment}-*")


def rules(scope: Scope) -> str:
    """All event rules of this environment on the default bus."""
    return _regional(scope, "events", f"rule/{scope.environment}-*")


def queue(scope: Scope, name: str) -> str:
    """An SQS queue of this account."""
    return _regional(scope, "sqs", name)


def bus(scope: Scope) -> str:
    """The account's default event bus."""
    return _regional(scope, "events", "event-bus/default")


def log_stream(scope: Scope, group: str, stream: str) -> str:
    """One stream of a log group."""
    return _regional(scope, "logs", f"log-group:{group}:log-stream:{stream}")


def budgets(scope: Scope) -> str:
    """All budgets of the account, which are of no Region (Cost Management guide, SNS policy)."""
    return f"arn:{scope.partition}:budgets::{scope.account}:*"


def log_streams(scope: Scope, group: str) -> str:
    """All streams of a log group."""
    return _regional(scope, "logs", f"log-group:{group}:*")


def schedule_group(scope: Scope) -> str:
    """The default group of schedules, which a schedule's role is assumed for (Scheduler guide)."""
    return _regional(scope, "scheduler", "schedule-group/default")


def repositories(scope: Scope) -> str:
    """All repositories of this account's registry."""
    return scope.repository_arn("*")


def trails(scope: Scope) -> str:
    """All trails: one of several Regions, or of the organisation, lives elsewhere."""
    return f"arn:{scope.partition}:cloudtrail:*:*:trail/*"


def _regional(scope: Scope, service: str, resource: str) -> str:
    return f"arn:{scope.partition}:{service}:{scope.region}:{scope.account}:{resource}"
