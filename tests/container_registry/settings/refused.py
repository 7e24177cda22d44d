"""What is said of settings that are refused; each finding has all that a user needs."""

from typing import Any

import pytest

from container_registry.settings import SettingsError, load
from ecr_lifecycle.finding import Finding

IGNORED = "nothing reads it, so it would have no effect"


def findings(config: dict[str, Any], stack: str = "dev", **options: Any) -> tuple[Finding, ...]:
    with pytest.raises(SettingsError) as refused:
        load(config, stack, **options)
    for one in refused.value.findings:
        assert one.code
        assert one.where.path
        assert one.problem
        assert one.impact, one
        assert one.fix, one
    return refused.value.findings


def refusal(config: dict[str, Any], stack: str = "dev", **options: Any) -> str:
    return str(SettingsError(f"Pulumi.{stack}.yaml", findings(config, stack, **options)))
