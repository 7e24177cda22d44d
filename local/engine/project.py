"""The project that the CLI reads: the checkout's own, with what the local machine brings.

The CLI writes into a stack file when it finds no salt there, so it is given a copy. The copy has
the local passphrase's salt, and a placeholder address where the stack's alerts would go to nobody:
real addresses are secrets of whoever has the real stack's key, and no committed file holds them.
"""

import json
from pathlib import Path
from typing import Any, Final

import yaml

from container_registry.settings import NAMESPACE, Settings
from local import private
from local.engine.checkout import Checkout

#: Of the published passphrase (`environment.PASSPHRASE`); it keeps nothing secret.
SALT: Final = "v1:HlW20xXw0Ts=:v1:ljzw3lPQH/A7p8pr:761nYF6Dmp8NME1nfXRBJqltW4+30g=="
#: An address at example.com under that salt: a domain that nobody has (RFC 2606).
PLACEHOLDER: Final = "v1:COIp/LWjFejBF4pp:MRjL9q3fwglAizE5izNbOVyYYznLtGif0D6aim52gpzsUZcZWIY="
_ALERTS: Final = f"{NAMESPACE}:alertAddresses"
_LOCAL_PROVIDER: Final = "passphrase"


def prepare(checkout: Checkout, stack: str, settings: Settings | None) -> Path:
    """Write the project of a stack, and give its directory.

    Args:
        checkout: where the program is.
        stack: the stack's name.
        settings: what the stack file says; None where the stack is only to be taken away.
    """
    directory = private.directory(checkout.project_directory(stack))
    private.write(directory / "Pulumi.yaml", json.dumps(_project(checkout)))
    file = directory / f"Pulumi.{stack}.yaml"
    if settings is not None:
        text = checkout.stack_file(stack).read_text(encoding="utf-8")
        private.write(file, local_text(text, wants_address=_wants_address(settings)))
    elif not file.is_file():
        private.write(file, f"encryptionsalt: {SALT}\nconfig: {{}}\n")
    return directory


def _project(checkout: Checkout) -> dict[str, Any]:
    """The program stays where it is, and so does what its paths are relative to."""
    return {
        "name": checkout.project,
        "main": str(checkout.root),
        "runtime": {"name": "python", "options": {"virtualenv": str(checkout.venv)}},
    }


def _wants_address(settings: Settings) -> bool:
    return settings.monitoring.enabled and not settings.alert_addresses


def local_text(text: str, *, wants_address: bool) -> str:
    """A stack file's text for this machine. What is not changed stays, letter for letter.

    Secrets under the local passphrase stay. Those of another secrets provider can be read on AWS
    alone; placeholders take their place.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return text
    top = {key.value: value for key, value in root.value}
    config = top.get("config")
    own = config if isinstance(config, yaml.MappingNode) else None
    addresses = {key.value: value for key, value in own.value}.get(_ALERTS) if own else None
    foreign = getattr(top.get("secretsprovider"), "value", _LOCAL_PROVIDER) != _LOCAL_PROVIDER
    edits: list[tuple[int, int, str]] = []
    if addresses is not None and foreign:
        edits.append(_replaced(text, addresses, _placeholders(addresses)))
    elif own is not None and wants_address:
        edits.append(_inserted(own, f'"{_ALERTS}": {_placeholders(None)}'))
    if addresses is None or foreign:
        edits += _salted(text, root, top)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _salted(
    text: str, root: yaml.MappingNode, top: dict[str, yaml.Node]
) -> list[tuple[int, int, str]]:
    """The local passphrase in the place of whatever else encrypts."""
    edits = []
    for key, value in (
        ("secretsprovider", _LOCAL_PROVIDER),
        ("encryptedkey", '""'),
        ("encryptionsalt", f'"{SALT}"'),
    ):
        if key in top:
            edits.append(_replaced(text, top[key], value))
        elif key == "encryptionsalt":
            edits.append(_inserted(root, f"{key}: {value}"))
    return edits


def _placeholders(addresses: yaml.Node | None) -> str:
    count = len(addresses.value) if isinstance(addresses, yaml.SequenceNode) else 1
    return json.dumps([{"secure": PLACEHOLDER}] * max(count, 1))


def _inserted(mapping: yaml.MappingNode, entry: str) -> tuple[int, int, str]:
    """One more entry at the head of a mapping, in its own style."""
    start = mapping.start_mark
    if mapping.flow_style:
        more = ", " if mapping.value else ""
        return start.index + 1, start.index + 1, f"{entry}{more}"
    return start.index, start.index, f"{entry}\n{' ' * start.column}"


def _replaced(text: str, node: yaml.Node, new: str) -> tuple[int, int, str]:
    start, end = node.start_mark.index, node.end_mark.index
    # A block ends where the next one begins: its last line break stays.
    taken = text[start:end]
    return start, start + len(taken.rstrip()), new
