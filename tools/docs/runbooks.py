"""docs/runbooks.md: one section for every kind of message, from the texts of the messages.

The anchor of a section is the kind, which each message links to.
"""

from pathlib import Path
from typing import Final

from container_registry.monitoring.runbook import Runbook
from container_registry.monitoring.runbooks import RUNBOOKS

PATH: Final = Path(__file__).parents[2] / "docs" / "runbooks.md"
_SEVERITIES: Final = {
    "page": "somebody is woken",
    "ticket": "next working day",
    "info": "good to know",
}
_HEAD: Final = """# Runbooks

One section for every message: what it means, what to look at, what to do, and how to stop it. Every
alarm and every message links to its section.

In the commands `$REPOSITORY` is the repository, `$DIGEST` the image and `$ENV` the environment that
the message names. Set them first; the Region is the message's:

```sh
export REPOSITORY=feed-server DIGEST=sha256:... ENV=prod AWS_REGION=ap-northeast-2
```

| message | severity | what happened |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    rows = "\n".join(
        f"| [`{one.noun}`](#{one.noun}) | {one.severity} | {one.title} |"
        for one in RUNBOOKS.values()
    )
    return "\n".join([_HEAD + rows, *map(_section, RUNBOOKS.values())])


def _section(one: Runbook) -> str:
    checks = "\n\n".join(f"{what}:\n\n```sh\n{command}\n```" for what, command in one.check)
    return f"""
## {one.noun}

**{one.title}.** Severity: {one.severity} ({_SEVERITIES[one.severity]}), unless
`monitoring.severities` says otherwise.

**Symptom.** {one.symptom}

**Check.**

{checks}

**Fix.** {one.fix}.

**Silence.** {one.silence}
"""


def main() -> None:
    """Write the page."""
    PATH.write_text(page(), encoding="utf-8")
