"""The pack's entry point, run by the engine: find the rooms, load the policies, serve them.

Owns nothing else. The rooms (`policy_pack`, `container_registry`, `ecr_lifecycle`) are beside this
folder in the
project and inside it in a built pack. Prints nothing: the engine takes the first line for the port.
"""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent
sys.path.insert(0, str(HOME if (HOME / "policy_pack").is_dir() else HOME.parent))

from policy_pack import policies  # noqa: E402
from policy_pack.framework.serve import serve  # noqa: E402
from policy_pack.subjects.roads import translated  # noqa: E402

serve(
    name="container-registry",
    description="What every container registry on Amazon ECR must have, in any Pulumi program.",
    policies=policies.load(),
    translate=translated,
)
