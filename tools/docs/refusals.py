"""What wrong settings are answered with: the loader's own words, to settings that are really wrong.

Owns the running of `docs/examples/refused.yaml`, which lists stack files by the component that
they lead to. Refuses one that the loader accepts.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import yaml

from container_registry.settings import SettingsError, load
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_text
from tools.docs.markdown import ROOT, fenced

_SOURCE: Final = ROOT / "docs/examples/refused.yaml"
#: A stack file with nothing wrong; an example changes some of its keys.
_RIGHT: Final[dict[str, Any]] = {
    "aws:region": "ap-northeast-2",
    "aws:allowedAccountIds": ["111111111111"],
    "container-registry:services": {"feed-server": {}},
    "container-registry:retention": {"keep": 5},
}


def refused(topic: str) -> str:
    """Each wrong setting of a topic with its refusal; empty where the topic has none."""
    blocks = [
        block
        for text in _examples().get(topic, ())
        for block in (
            fenced("yaml", text),
            fenced("text", "\n\n".join(to_text(p) for p in problems(text))),
        )
    ]
    return "\n\n".join(blocks)


def problems(text: str) -> Sequence[Finding]:
    """What the loader says of the right stack file, changed by `text`."""
    try:
        load({**_RIGHT, **yaml.safe_load(text)}, "dev")
    except SettingsError as error:
        return error.findings
    raise ValueError(f"refused.yaml: the loader accepts\n{text}")


@cache
def _examples() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = yaml.safe_load(_SOURCE.read_text(encoding="utf-8"))
    return listed
