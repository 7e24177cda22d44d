"""`forecast --policy P --pushes S`: what the repository will hold and cost."""

from dataclasses import asdict
from typing import Any

import click

from ecr_lifecycle.cli.files import FILE, JSON, contents, placed, readable, refuse_two_from_stdin
from ecr_lifecycle.cli.output import plain, print_json, print_table
from ecr_lifecycle.cli.policies import accepted
from ecr_lifecycle.forecasting import GB, Forecast, InvalidStreams, Level, forecast, read_streams
from ecr_lifecycle.rendering import to_text

_SHOWN_DAYS = (0, 6, 29, 89, 179, 364, 729, 1094)


@click.command("forecast")
@click.option("--policy", type=FILE, required=True, help="The policy.")
@click.option(
    "--pushes",
    type=FILE,
    required=True,
    help='What is pushed: {NAME: {"tags": ["v*"], "per_day": 0.5, "size_mb": 250, '
    '"shared_mb": 200, "pulled_days": 30, "platforms": 2, "attestations": true, "signature": '
    '"referrers"}}.',
)
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True)
@click.option(
    "--price", type=click.FloatRange(min=0), required=True, help="Price of a GB-month of storage."
)
@JSON
def forecast_command(policy: str, pushes: str, days: int, price: float, as_json: bool) -> None:
    """Say how many images and bytes a repository holds over time, with and without a policy."""
    refuse_two_from_stdin(policy, pushes)
    rules = accepted(policy)
    try:
        streams = read_streams(contents(pushes))
    except InvalidStreams as invalid:
        readable(list(invalid.findings), pushes)
        for finding in invalid.findings:
            click.echo(plain(to_text(placed(finding, pushes))), err=True)
        raise click.exceptions.Exit(2) from invalid
    result = forecast(rules, streams, days=days)
    if as_json:
        print_json(
            {
                "steady_day": result.steady_day,
                "with_policy": [_priced(each, price) for each in result.with_policy],
                "without_policy": [_priced(each, price) for each in result.without_policy],
            }
        )
    else:
        _print(result, price)


def _priced(each: Level, price: float) -> dict[str, Any]:
    return {**asdict(each), "monthly_cost": each.monthly_cost(price)}


def _print(result: Forecast, price: float) -> None:
    last = len(result.with_policy) - 1
    shown = [day for day in _SHOWN_DAYS if day < last] + [last]
    rows = []
    for day in shown:
        kept, grown = result.with_policy[day], result.without_policy[day]
        rows.append(
            (
                str(day + 1),
                str(kept.releases),
                str(kept.images),
                str(kept.archived),
                f"{kept.stored_bytes / GB:.2f} to {kept.summed_bytes / GB:.2f}",
                f"{kept.monthly_cost(price):.2f}",
                str(grown.images),
                f"{grown.monthly_cost(price):.2f}",
            )
        )
    heads = ("day", "releases", "images", "archived", "GB", "a month", "without", "a month")
    print_table(heads, rows)
    steady = "It still grows at the end."
    if result.steady_day is not None:
        steady = f"Steady from day {result.steady_day + 1}."
    click.echo(
        f"{steady} GB is a range: with shared layers counted once, to the sum of image sizes. Cost "
        "uses the lower figure.",
        err=True,
    )
