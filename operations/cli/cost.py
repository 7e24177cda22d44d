"""`registryctl cost`."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from container_registry.catalogue.costs import Rates, storage
from container_registry.catalogue.prices import Item, price
from ecr_lifecycle import Assumptions, InvalidPolicy, Policy, parse
from operations.aws import Aws
from operations.cli.cost_preview import preview_cost, uses_of
from operations.cli.options import aws_options, stack_option
from operations.concurrent import ask_each
from operations.cost.stored import after, unique_bytes
from operations.cost.table import laid_out
from operations.failures import BAD, CouldNotFindOut
from operations.images import read_images, read_manifests
from operations.migrate.report import megabytes
from operations.preview.ours import acted, as_images
from operations.repositories import repositories_of
from operations.stack import StackOutputs

SCHEMA: Final = "container-registry/cost/1"


@dataclass(frozen=True)
class _Row:
    repository: str
    images: int
    bytes: int
    summed: int
    after: int | None


@click.command("cost")
@click.argument("repositories", nargs=-1)
@click.option(
    "--policy", type=click.Path(dir_okay=False), help="What this lifecycle policy would leave."
)
@click.option(
    "--preview",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="What an update would cost: the output of `pulumi preview --json`.",
)
@click.option(
    "--pushes-per-day",
    type=click.FloatRange(0, 10_000),
    help="With --preview: pushes to each repository; its last 30 days' otherwise.",
)
@click.option(
    "--image-size",
    type=click.FloatRange(0, min_open=True),
    metavar="MB",
    help="With --preview: the size of one image; the mean of those there otherwise.",
)
@click.option("--limit", type=click.FloatRange(0), help="Exit code 1 above so many $ a month.")
@click.option("--markdown", is_flag=True, help="Print a table for a pull request.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@click.pass_context
def cost_command(
    ctx: click.Context,
    /,
    *,
    repositories: tuple[str, ...],
    policy: str | None,
    preview: str | None,
    pushes_per_day: float | None,
    image_size: float | None,
    limit: float | None,
    markdown: bool,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
) -> None:
    """Show what the images cost a month: each layer once a repository, as ECR bills it.

    With --preview, what a whole update costs a month beside what is deployed. Exit code 1: it is
    more than --limit. 3: part of it is not known, and the rest is within --limit.
    """
    if preview is not None:
        if repositories or policy or stack:
            raise click.UsageError("--preview takes neither repositories nor --policy nor --stack")
        preview_cost(
            ctx,
            preview,
            uses_of(aws, pushes_per_day, image_size),
            ctx.params.get("region"),
            limit,
            markdown=markdown,
            as_json=as_json,
        )
        return
    if pushes_per_day is not None or image_size is not None:
        raise click.UsageError("--pushes-per-day and --image-size need --preview")
    tried = _policy(policy)
    now = datetime.now(UTC)
    answers = ask_each(
        repositories_of(aws, repositories, stack), lambda name: _row(aws, name, tried, now)
    )
    rates = Rates(aws.region)
    rows = answers.found
    if as_json:
        click.echo(json.dumps(_told(rows, rates), indent=2))
    else:
        click.echo(_table(rows, rates, markdown=markdown))
        click.echo(_source(aws.region), err=True)
    if answers.reasons:
        raise CouldNotFindOut(answers.reasons)
    if limit is not None and sum(_usd(row, rates) for row in rows) > limit:
        click.echo(f"it is more than ${limit:.2f} a month", err=True)
        ctx.exit(BAD)


def _policy(path: str | None) -> Policy | None:
    if path is None:
        return None
    try:
        return parse(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, InvalidPolicy) as error:
        raise click.UsageError(f"--policy {path}: {error}") from error


def _row(aws: Aws, repository: str, policy: Policy | None, now: datetime) -> _Row:
    images = read_images(aws, repository)
    manifests = read_manifests(aws, repository, [image.digest for image in images])
    left = None
    if policy is not None:
        gone = acted(policy, as_images(images, manifests), now, Assumptions())
        left = after(images, manifests, gone.keys())
    return _Row(
        repository,
        len(images),
        unique_bytes(manifests.values()),
        sum(image.size for image in images if not image.is_index),
        left,
    )


def _usd(row: _Row, rates: Rates) -> float:
    return storage(row.bytes, rates)


def _source(region: str) -> str:
    found = price(Item.STORAGE, region)
    elsewhere = "" if found.region == region else f", in place of {region}, whose is not known"
    return f"${found.usd} a GB and month: {found.source}, {found.date}, {found.region}{elsewhere}"


def _table(rows: list[_Row], rates: Rates, *, markdown: bool) -> str:
    tried = any(row.after is not None for row in rows)
    heads = ["repository", "images", "billed", "sum of images", "$ a month"]
    heads += ["after the policy", "$ then"] if tried else []
    table = [heads, *(_cells(row, rates) for row in rows)]
    total = sum(_usd(row, rates) for row in rows)
    table.append(["all", str(sum(row.images for row in rows)), "", "", f"{total:.2f}"])
    if tried:
        then = sum(storage(row.after or 0, rates) for row in rows)
        table[-1] += ["", f"{then:.2f}"]
    return laid_out(table, markdown=markdown)


def _cells(row: _Row, rates: Rates) -> list[str]:
    cells = [
        row.repository,
        str(row.images),
        megabytes(row.bytes),
        megabytes(row.summed),
        f"{_usd(row, rates):.2f}",
    ]
    if row.after is not None:
        cells += [megabytes(row.after), f"{storage(row.after, rates):.2f}"]
    return cells


def _told(rows: list[_Row], rates: Rates) -> dict[str, Any]:
    found = price(Item.STORAGE, rates.region)
    return {
        "schema": SCHEMA,
        "usdAMonth": round(sum(_usd(row, rates) for row in rows), 4),
        "price": {
            "usd": found.usd,
            "item": Item.STORAGE.value,
            "region": found.region,
            "source": found.source,
            "date": found.date,
        },
        "repositories": [
            {
                "repository": row.repository,
                "images": row.images,
                "billedBytes": row.bytes,
                "summedBytes": row.summed,
                "usdAMonth": round(_usd(row, rates), 4),
                "billedBytesAfterPolicy": row.after,
            }
            for row in rows
        ],
    }
