"""The first text of a stack file, as a pure function of what is asked for.

Owns what a new environment begins with. The alert addresses are not in it: `pulumi` writes them,
encrypted. Refuses to guess: a name that is neither dev's nor staging's gets what production has.
"""

from typing import Any, Final

import yaml

from container_registry.settings import NAMESPACE
from tools.init.wanted import Wanted

#: A tag that moves, and those under which cosign keeps signatures and attestations: it writes an
#: attestation's tag again with each one (cosign's specification of signatures, "Tag-based
#: discovery").
_MOVING: Final = ("latest", "sha256-*")
_ENVIRONMENTS: Final[dict[str, dict[str, Any]]] = {
    "dev": {
        "retention": {"keep": 5},
        "mutability": {"mode": "MUTABLE"},
        "scanning": {"type": "BASIC"},
    },
    "staging": {
        "retention": {"keep": 10},
        "mutability": {"mode": "IMMUTABLE", "exceptTags": [*_MOVING]},
        "scanning": {"type": "ENHANCED"},
    },
    "prod": {
        "retention": {"keep": 20},
        "mutability": {"mode": "IMMUTABLE", "exceptTags": [*_MOVING]},
        "scanning": {"type": "ENHANCED", "frequency": "CONTINUOUS_SCAN"},
        "protect": True,
    },
}
_WHY: Final = {
    "aws:allowedAccountIds": "No other account can be changed by mistake.",
    "services": "A repository for each.",
    "mutability": "A pushed tag stays as it is, but for these; sha256-* are cosign's.",
    "scanning": "ENHANCED switches Amazon Inspector on, which is paid for by image.",
    "registry": "The one stack of the account and Region that says how images are scanned.",
    "ci": "`own` makes GitHub's OIDC provider; where the account has it, write `existing`.",
}


def environment_of(stack: str) -> str:
    """Which environment a stack begins as: the name of its policy profile, too."""
    return stack if stack in _ENVIRONMENTS else "prod"


def config(wanted: Wanted) -> dict[str, Any]:
    """The settings, full keys."""
    ours = {
        "services": services(wanted.services, wanted.github),
        **_ENVIRONMENTS[environment_of(wanted.stack)],
        "registry": {"owner": True},
        **({"ci": _ci(wanted.stack)} if wanted.github else {}),
    }
    return {
        "aws:region": wanted.region,
        "aws:allowedAccountIds": [wanted.account],
        **{f"{NAMESPACE}:{name}": value for name, value in ours.items()},
    }


def services(names: tuple[str, ...], github: str = "") -> dict[str, Any]:
    """The services, each with its repository at GitHub where there is an owner."""
    return {
        name: {"github": {"repository": f"{github}/{name.rpartition('/')[2]}"}} if github else {}
        for name in names
    }


def text(wanted: Wanted) -> str:
    """The stack file."""
    lines = [f"# Written by `make init STACK={wanted.stack}`; docs/settings.md has every setting."]
    lines.append("config:")
    for key, value in config(wanted).items():
        why = _WHY.get(key.removeprefix(f"{NAMESPACE}:"))
        if why and value not in ({"mode": "MUTABLE"}, {"type": "BASIC"}):
            lines.append(f"  # {why}")
        lines += [f"  {line}" for line in _yaml({key: value})]
    return "\n".join(lines) + "\n"


def _ci(stack: str) -> dict[str, Any]:
    """Whoever approves the GitHub environment approves every push to production."""
    production = environment_of(stack) == "prod"
    who = {"environment": "production"} if production else {"branches": ["main"]}
    return {"identityProvider": "own", **who}


def _yaml(value: Any) -> list[str]:
    """Quoted where a reader of YAML would take a text for something else; short lists in a line."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=200).splitlines()


class _Dumper(yaml.SafeDumper):
    """How this file is written."""

    def text(self, text: str) -> yaml.Node:
        """Readers differ on what begins with a digit: `1e3` is a number for some."""
        style = '"' if text[:1].isdigit() else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def list(self, items: list[str]) -> yaml.Node:
        """On one line."""
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


_Dumper.add_representer(str, _Dumper.text)
_Dumper.add_representer(list, _Dumper.list)
