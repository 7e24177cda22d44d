"""An audit as one HTML page that needs nothing else: sums, groups, and every repository."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from ecr_lifecycle.auditing.assess import GB, Assessment
from ecr_lifecycle.auditing.groups import Group, by_owner, by_policy
from ecr_lifecycle.findings import rule_of

_STYLE: Final = (
    "body{font:15px sans-serif;margin:2em;max-width:75em}table{border-collapse:collapse;margin:1em "
    "0}td,th{border:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}"
    "td.n{text-align:right}.invalid,.dangerous{color:#b3261e}.ineffective,.wasteful{color:#7a5c00}"
    "pre{background:#f6f6f6;padding:.6em;overflow:auto}"
)


def to_html(assessments: Sequence[Assessment], *, price: float, title: str) -> str:
    """The page."""
    owned = any(each.record.owner is not None for each in assessments)
    parts = [
        "<!doctype html>",
        f'<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>",
        "<p>Sizes are sums of images' sizes: images share layers, so less is billed, and less is "
        "saved.</p>",
        "<h2>By policy</h2>",
        _groups(by_policy(assessments), price),
    ]
    if owned:
        parts += ["<h2>By owner</h2>", _groups(by_owner(assessments), price)]
    parts.append("<h2>Repositories</h2>")
    parts += [_repository(each) for each in assessments if each.findings]
    clean = sum(not each.findings for each in assessments)
    parts.append(f"<p>{clean} without a finding.</p></html>")
    return "\n".join(parts) + "\n"


def _groups(groups: Iterable[Group], price: float) -> str:
    heads = ("", "repositories", "images", "GB", "next run deletes", "GB less", "$ a month less")
    rows = [
        _row(
            (
                each.name,
                len(each.members),
                each.images,
                f"{each.stored_bytes / GB:.1f}",
                each.expires,
                f"{each.freed_bytes / GB:.1f}",
                f"{each.freed_bytes / GB * price:.2f}",
                ", ".join(each.codes),
            )
        )
        for each in groups
    ]
    head = "".join(f"<th>{escape(text)}</th>" for text in (*heads, "findings"))
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _row(cells: Iterable[object]) -> str:
    return (
        "<tr>"
        + "".join(
            f"<td>{escape(cell)}</td>" if isinstance(cell, str) else f'<td class="n">{cell}</td>'
            for cell in cells
        )
        + "</tr>"
    )


def _repository(each: Assessment) -> str:
    items = []
    for finding in each.findings:
        rule = rule_of(finding)
        where = "" if rule is None else f" (rule {rule})"
        items.append(
            f'<li class="{finding.severity.value}"><b>{escape(finding.code)}</b>{where}: '
            f"{escape(finding.problem)}<br>Impact: {escape(finding.impact)}<br>Fix: "
            f"{escape(finding.fix)}</li>"
        )
    better = ""
    if each.better is not None:
        text = json.dumps(each.better.to_object(), indent=2, ensure_ascii=False)
        better = (
            f"<details><summary>Would be written instead; its first run deletes "
            f"{each.better_expires} of {len(each.record.images)}</summary>"
            f"<pre>{escape(text)}</pre></details>"
        )
    name = ": ".join(part for part in (each.record.region, each.record.name) if part)
    return f"<h3>{escape(name)}</h3><ul>{''.join(items)}</ul>{better}"
