"""What is said of settings that are refused; each problem has all that a user needs."""

from typing import Any

import pytest

from container_registry.settings import SettingsError, load

IGNORED = "it would have been ignored, and its owner would have relied on it"


def refusal(config: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as refused:
        load(config, "dev")
    for problem in refused.value.problems:
        assert problem.path
        assert problem.wrong
        assert problem.remedy, problem
        assert ("is not a setting" in problem.wrong) == (problem.consequence == IGNORED), problem
    return str(refused.value)
