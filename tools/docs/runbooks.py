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

## Before you begin

`$REPOSITORY` is the repository, `$DIGEST` the image that the message names, `$ENV` what stands
before `-registry-` in the alarm's or rule's name (`prod` of `prod-registry-pulls`). Account and
Region are in the message: use a profile of that account. A `page` is worth waking somebody; with a
`ticket` go back to bed.

```sh
export AWS_REGION=ap-northeast-2 ENV=prod REPOSITORY=feed-server DIGEST=sha256:...
```

A message of the usage reporter, and an alarm, name no image. The newest one:

```sh
export DIGEST=$(aws ecr describe-images --repository-name $REPOSITORY --output text \\
  --query 'sort_by(imageDetails,&imagePushedAt)[-1].imageDigest')
```

The topic, where a command names it:

```sh
export TOPIC_ARN=$(aws sns list-topics --output text \\
  --query "Topics[?ends_with(TopicArn, ':$ENV-registry-alerts')].TopicArn")
```

Whether it is over, without waiting six hours for the reporter's next run:

```sh
aws lambda invoke --function-name $ENV-registry-usage --cli-binary-format raw-in-base64-out \\
  --payload "$(aws scheduler get-schedule --name $ENV-registry-usage --query Target.Input \\
  --output text)" /dev/stdout
```

An alarm that must be silent until the morning; the `Silence` of each section is the lasting way:

```sh
aws cloudwatch disable-alarm-actions --alarm-names ALARM   # enable-alarm-actions afterwards
```

Whether messages arrive again after a repair:

```sh
pulumi stack export -s STACK | registryctl alert-test -
```

## Messages

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
