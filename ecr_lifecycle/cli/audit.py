"""`audit`: every repository of an account, or of saved files, looked at and summed up."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ecr_lifecycle.auditing import (
    Assessment,
    Group,
    Record,
    assess,
    by_owner,
    by_policy,
    read_records,
    read_rights,
)
from ecr_lifecycle.auditing.assess import GB
from ecr_lifecycle.auditing.page import to_html
from ecr_lifecycle.auditing.record import file_name, saved
from ecr_lifecycle.cli.files import SCHEME, Time, Unreadable, scheme_of
from ecr_lifecycle.cli.output import plain, print_fast_json, print_json, print_table
from ecr_lifecycle.cli.reports import FAIL_ON, failing, format_options, report
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.inventory import InvalidImages
from ecr_lifecycle.rendering import to_object

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("audit")
@click.option("--region", "regions", multiple=True, help="A Region; several may be given.")
@click.option("--owner-tag", help="Group by the value of this tag, such as Owner.")
@click.option("--read-manifests", is_flag=True, help="Read indexes; each counts as a pull.")
@click.option("--from", "folder", type=_FOLDER, help="Look at saved files in place of an account.")
@click.option("--save", type=_FOLDER, help="Save what was read, a file for each repository.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page.")
@click.option("--keep", type=click.IntRange(1), default=20, show_default=True)
@click.option("--price", type=click.FloatRange(min=0), default=0.10, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--endpoint-url", help="Another endpoint of ECR, such as a local AWS.")
@click.option("--now", type=Time(), help="The time of the run, ISO 8601; now unless given.")
@click.option("--rights", is_flag=True, help="Print the IAM policy that the audit needs, and end.")
@SCHEME
@FAIL_ON
@format_options
@click.pass_context
def audit_command(context: click.Context, /, **options: Any) -> None:
    """Look at every repository: its policy, its images, what the next run deletes.

    Only asks, never changes. Sums by distinct policy and by owner; --json tells each repository
    with the policy that would be written instead (--keep pushes of a tag).
    """
    if options["rights"]:
        print_json(
            read_rights(
                owners=options["owner_tag"] is not None,
                manifests=options["read_manifests"],
                regions=options["regions"],
            )
        )
        return
    scheme = scheme_of(options["scheme"])
    records, failures = _records(options)
    now = options["now"] or datetime.now(UTC)
    found = [assess(each, now, scheme=scheme, keep=options["keep"]) for each in records]
    if options["html"] is not None:
        page = to_html(found, price=options["price"], title="ECR lifecycle policies")
        options["html"].write_text(page, encoding="utf-8")
    if options["save"] is not None:
        _save(options["save"], records)
    code = _print(found, options)
    for failure in failures:
        click.echo(plain(f"Could not look at {failure}"), err=True)
    context.exit(2 if failures else code)


def _records(options: dict[str, Any]) -> tuple[list[Record], list[str]]:
    if options["folder"] is not None:
        return _saved(options["folder"]), []
    try:
        from ecr_lifecycle.live import default_region, read_registry
    except ImportError as error:
        raise click.UsageError(
            "A live account needs boto3: pip install 'ecr-lifecycle[audit]'. Saved files need "
            "--from."
        ) from error
    regions = options["regions"] or tuple(filter(None, [default_region()]))
    if not regions:
        raise click.UsageError("No Region is set; give --region.")
    records: list[Record] = []
    failures: list[str] = []
    for region in regions:
        registry = read_registry(
            region,
            owner_tag=options["owner_tag"],
            manifests=options["read_manifests"],
            workers=options["workers"],
            endpoint_url=options["endpoint_url"],
        )
        records += registry.records
        failures += [f"{each.what}: {each.answer}." for each in registry.failures]
    return records, failures


def _saved(folder: Path) -> list[Record]:
    records = []
    try:
        for each in read_records(folder):
            if isinstance(each, Finding):
                raise Unreadable(each)
            records.append(each)
    except InvalidImages as invalid:
        raise click.UsageError(str(invalid)) from invalid
    return records


def _save(folder: Path, records: Sequence[Record]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for record in records:
        text = json.dumps(saved(record), indent=1)
        (folder / file_name(record)).write_text(text, encoding="utf-8")


def _print(found: Sequence[Assessment], options: dict[str, Any]) -> int:
    form, fail_on, price = options["form"], options["fail_on"], options["price"]
    findings = [finding for each in found for finding in each.findings]
    fails = failing(fail_on)
    code = 1 if any(finding.severity in fails for finding in findings) else 0
    if form == "json":
        print_fast_json({"repositories": [_told(each, price) for each in found]})
    elif form == "table":
        _tables(found, price)
    else:
        report(findings, form=form, clean="No findings.", fail_on=fail_on)
    blind = sum(each.record.blind for each in found)
    if blind:
        click.echo(
            f"{blind} indexes without a manifest: their parts look like leftovers here, so what "
            "goes is an upper bound. --read-manifests reads them, and counts as a pull of each.",
            err=True,
        )
    return code


def _tables(found: Sequence[Assessment], price: float) -> None:
    _table("policy", by_policy(found), price)
    if any(each.record.owner is not None for each in found):
        _table("owner", by_owner(found), price)
    total = Group("all", tuple(found))
    click.echo(
        f"{len(found)} repositories, {total.images} images. The next run deletes {total.expires}: "
        f"at most {total.freed_bytes / GB:.1f} GB, ${total.freed_bytes / GB * price:.2f} a month.",
        err=True,
    )


def _table(what: str, groups: Sequence[Group], price: float) -> None:
    heads = (what, "repositories", "images", "GB", "deletes", "GB less", "$ less", "findings")
    rows = [
        (
            f"{each.name}\n{_examples(each)}",
            str(len(each.members)),
            str(each.images),
            f"{each.stored_bytes / GB:.1f}",
            str(each.expires),
            f"{each.freed_bytes / GB:.1f}",
            f"{each.freed_bytes / GB * price:.2f}",
            ", ".join(each.codes) or "none",
        )
        for each in groups
    ]
    print_table(heads, rows)


def _examples(group: Group) -> str:
    names = [each.record.name for each in group.members[:2]]
    more = len(group.members) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _told(each: Assessment, price: float) -> dict[str, Any]:
    record = each.record
    return {
        "account": record.account,
        "region": record.region,
        "repository": record.name,
        "owner": record.owner,
        "images": len(record.images),
        "indexes_without_manifest": record.blind,
        "stored_bytes": each.stored_bytes,
        "next_run": {
            "expire": each.expires,
            "transition": each.archives,
            "freed_bytes_at_most": each.freed_bytes,
            "saved_a_month_at_most": round(each.monthly_saving(price), 4),
        },
        "findings": [to_object(finding) for finding in each.findings],
        "policy": record.policy,
        "instead": None
        if each.better is None
        else {"policy": each.better.to_object(), "expire": each.better_expires},
    }
