"""Each part of a release, tried out where nothing of this checkout is in the way."""

from collections.abc import Iterator
from pathlib import Path

from tools.release import stranger
from tools.release.archives import unpack
from tools.release.build import PACK, Release
from tools.release.environment import Environment, Install
from tools.release.plugin import NAME


def try_out(release: Release, folder: Path, install: Install) -> Iterator[str]:
    """Install and use each part, and say what was used.

    Raises:
        RuntimeError: a part can't be installed, or doesn't do what it is for.
    """
    alone = _environment(folder / "ecr-lifecycle", release.wheel("ecr-lifecycle"), install)
    stranger.use_lifecycle(alone)
    alone.run(alone.python, "-c", "import pulumi", expect=1)
    yield "ecr-lifecycle: the command, without Pulumi"

    wheel = release.wheel("container-registry")
    team = _environment(folder / "container-registry", wheel, install)
    stranger.use_lifecycle(team)
    stranger.use_components(team)
    yield "container-registry: components beside packages of the same names"
    stranger.use_policy_pack(team, stranger.installed_policy_pack(team))
    yield "container-registry: the policy pack of the wheel"

    stranger.use_plugin(team, stranger.installed_plugin(team))
    yield "container-registry: the plug-in of the wheel"
    stranger.lack_operations(team)
    install(team, wheel, "operations")
    stranger.use_operations(team)
    yield "container-registry[operations]: the command registryctl"

    organisation = Environment.fresh(folder / PACK)
    stranger.settle_in(organisation)
    pack = unpack(release.policy_pack, organisation.folder)
    install(organisation, pack / "requirements.txt", "")
    stranger.use_policy_pack(organisation, pack)
    yield f"{PACK}: the policy pack by itself"

    polyglot = Environment.fresh(folder / NAME)
    stranger.settle_in(polyglot)
    plugin = unpack(release.plugin, polyglot.folder)
    install(polyglot, plugin / "requirements.txt", "")
    stranger.use_plugin(polyglot, plugin)
    yield f"{NAME}: the plug-in by itself"


def _environment(at: Path, wheel: Path, install: Install) -> Environment:
    environment = Environment.fresh(at)
    stranger.settle_in(environment)
    install(environment, wheel, "")
    return environment
