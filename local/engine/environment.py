"""The environment in which `pulumi` and `aws` work on a local stack, and on nothing else."""

import os
import shlex
from collections.abc import Mapping

from local.engine.checkout import Checkout

#: Published: what it encrypts is worth no more than the local AWS is.
PASSPHRASE = "local"  # noqa: S105
#: The backend replaces a state file in one step, but not the `.attrs` file that it keeps beside it:
#: a kill in between leaves a state that cannot be loaded. It works as well without those files
#: (gocloud.dev/blob/fileblob, URL parameter `metadata`).
NO_SIDECARS = "?metadata=skip"
#: These would lead a command away from the local AWS, or make it depend on the user's account.
FOREIGN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "PULUMI_ACCESS_TOKEN")


def of_engine(checkout: Checkout) -> dict[str, str]:
    """What the Pulumi CLI needs: itself and its plug-ins on PATH, the backend, the passphrase."""
    path = (checkout.venv / "bin", checkout.root / "local" / "bin", os.environ.get("PATH", ""))
    return {
        "PATH": os.pathsep.join(str(entry) for entry in path),
        "PULUMI_BACKEND_URL": checkout.state.as_uri() + NO_SIDECARS,
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_HOME": str(checkout.pulumi_home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }


def enter(variables: Mapping[str, str]) -> None:
    """Make them this process's own, for the CLI, its plug-ins and boto3 alike."""
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(variables)


def exports(variables: Mapping[str, str]) -> str:
    """The same for a shell: `eval "$(make -s env)"`."""
    lines = [f"unset {' '.join(FOREIGN)}"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join(lines)
