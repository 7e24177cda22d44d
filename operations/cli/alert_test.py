"""`registryctl alert-test`."""

import json
from typing import Any, Final

import click

from operations.alert_test import ALARM, Outcome, send
from operations.aws import Aws
from operations.cli.options import aws_options
from operations.failures import BAD
from operations.resources import read_resources
from operations.waiting import Deadline

SCHEMA: Final = "container-registry/alert-test/1"


@click.command("alert-test")
@click.argument("resources", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--wait", default=60.0, show_default=True, help="Seconds to wait for the messages.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@aws_options
@click.pass_context
def alert_test_command(
    ctx: click.Context, /, *, resources: str, wait: float, as_json: bool, aws: Aws
) -> None:
    """Send a test message through the stack's own rules, topics and key, and see it arrive.

    RESOURCES is what `pulumi stack export` prints. Everybody who is subscribed gets the test.
    Exit code 1: something did not arrive, or nobody would read it.
    """
    outcome = send(aws, read_resources(resources).resources, Deadline(wait))
    click.echo(json.dumps(_told(outcome), indent=2) if as_json else _text(outcome))
    if not outcome.good:
        ctx.exit(BAD)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "test": outcome.marker,
        "good": outcome.good,
        "arrived": {what: sorted(set(topics)) for what, topics in outcome.arrived.items()},
        "missing": outcome.missing,
        "subscribers": [
            {"topic": one.topic, "protocol": one.protocol, "confirmed": one.confirmed}
            for one in outcome.subscribers
        ],
    }


def _text(outcome: Outcome) -> str:
    lines = [f"test {outcome.marker}"]
    for what, topics in outcome.arrived.items():
        subject = "alarm change" if what == ALARM else f"event, {what}"
        lines.append(f"  arrived: {subject}, by {', '.join(sorted(set(topics)))}")
    lines += [f"  LOST: {what}; docs/runbooks.md#undelivered-events" for what in outcome.missing]
    for one in outcome.subscribers:
        state = "was sent it" if one.confirmed else "never confirmed, and gets NOTHING"
        lines.append(f"  {one.topic}: {one.protocol} subscriber {state}")
    if not any(one.confirmed for one in outcome.subscribers):
        lines.append("  NOBODY is subscribed and confirmed: no alert would be read")
    return "\n".join(lines)
