"""The environment in which `pulumi` and `aws` work on a local stack, and on nothing else."""

import os
import re
import shlex
from collections.abc import Iterable, Mapping

from local.engine import aws_plugin
from local.engine.checkout import Checkout
from local.provider.journal import VARIABLE as JOURNAL

#: Published: what it encrypts is worth no more than the local AWS is.
PASSPHRASE = "local"  # noqa: S105
#: The backend replaces a state file in one step, but not the `.attrs` file that it keeps beside it:
#: a kill in between leaves a state that cannot be loaded. It works as well without those files
#: (gocloud.dev/blob/fileblob, URL parameter `metadata`).
NO_SIDECARS = "?metadata=skip"
#: These would lead a command away from the local AWS, or make it depend on the user's account.
#: A shell is told to drop them whether it has them or not: it may be another one than ours.
FOREIGN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "PULUMI_ACCESS_TOKEN")
#: All of AWS's and Pulumi's own variables are the local machine's to set: an endpoint for one
#: service (`AWS_ENDPOINT_URL_S3`), a role to assume, a switch that hides plug-ins. So are those
#: that change what a Python or moto loads.
_FOREIGN = re.compile(
    r"(AWS|PULUMI|MOTO|BOTO)_\w+|PYTHON(PATH|HOME|STARTUP|INSPECT|SAFEPATH|OPTIMIZE)", re.ASCII
)


def of_engine(checkout: Checkout, stack: str) -> dict[str, str]:
    """What the Pulumi CLI needs: itself and its plug-ins on PATH, the backend, the passphrase."""
    # `local/bin` goes first: its `aws` keeps every service of the CLI on the local AWS.
    own = [str(checkout.root / "local" / "bin"), str(checkout.venv / "bin")]
    users = [entry for entry in os.environ.get("PATH", "").split(os.pathsep) if entry not in own]
    return {
        "PATH": os.pathsep.join((*own, *users)),
        "PULUMI_BACKEND_URL": checkout.state.as_uri() + NO_SIDECARS,
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        # A stack file without a salt stays without: the state has one.
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
        "PULUMI_HOME": str(checkout.pulumi_home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        JOURNAL: str(checkout.journal(stack)),
        **aws_plugin.variables(),
    }


def isolate(checkout: Checkout) -> list[str]:
    """Drop from this process what is foreign, before any of it is read: the names."""
    dropped = foreign()
    for name in dropped:
        os.environ.pop(name, None)
    # Programs of the CLI's kind want one; a user of a build machine may have none.
    os.environ.setdefault("HOME", str(checkout.local))
    return dropped


def enter(variables: Mapping[str, str]) -> None:
    """Make them this process's own, for the CLI, its plug-ins and boto3 alike."""
    for name in foreign():
        os.environ.pop(name, None)
    os.environ.update(variables)


def exports(variables: Mapping[str, str], dropped: Iterable[str] = ()) -> str:
    """The same for a shell: `eval "$(make -s env)"`. Every value is one quoted word.

    Args:
        variables: what the shell is to have.
        dropped: what it has and is to lose, as `isolate` gives it; they are names, and no more.
    """
    lines = [f"unset {' '.join(sorted({*FOREIGN, *dropped} - set(variables)))}"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join(lines)


def foreign() -> list[str]:
    """The variables of this process that are not to reach what it starts."""
    return [name for name in os.environ if _FOREIGN.fullmatch(name)]
