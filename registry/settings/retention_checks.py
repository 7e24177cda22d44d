"""What `lifecycle` says of the retention settings: reasons why ECR would refuse the policy."""

import lifecycle
from registry.settings.problem import Problem
from registry.settings.retention import RetentionSettings
from registry.settings.stack import Settings


def retention_checks(settings: Settings, namespace: str) -> list[Problem]:
    """One problem for each reason why a retention makes no valid lifecycle policy."""
    places = {"retention": settings.retention}
    places |= {f"services.{name}.retention": s.retention for name, s in settings.services.items()}
    return [
        Problem(
            f"{namespace}:{path}",
            reason,
            "",
            "ECR refuses the lifecycle policy, and images pile up",
            "`python -m lifecycle build` tries a retention without a stack",
        )
        for path, retention in places.items()
        if retention is not None
        for reason in _reasons(retention)
    ]


def _reasons(retention: RetentionSettings) -> tuple[str, ...]:
    try:
        lifecycle.build(retention.to_retention())
    except lifecycle.InvalidRetention as error:
        return error.problems
    return ()
