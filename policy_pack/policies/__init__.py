"""The policies, one a file; the file is called what the policy is called, with underscores.

Adding a policy is adding a file with a `POLICY`, a file of examples beside it in
`policy_pack/examples/`, and a line in `docs/` by `make docs`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from policy_pack.framework.policy import Policy


def load() -> tuple[Policy, ...]:
    """Every policy, by id."""
    modules = (
        import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return tuple(sorted((module.POLICY for module in modules), key=lambda policy: policy.id))
