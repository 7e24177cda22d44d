"""Hypothesis profiles: `quick` unless HYPOTHESIS_PROFILE names another.

`thorough` is for one property at a time, `fuzz` for a round of `make fuzz`.
"""

import os

from hypothesis import HealthCheck, settings

_COMMON = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

settings.register_profile("quick", _COMMON, max_examples=150)
settings.register_profile("thorough", _COMMON, max_examples=20_000)
settings.register_profile("fuzz", _COMMON, max_examples=250)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
