"""What a migration did, as JSON and as one page of HTML without scripts or requests."""

from collections.abc import Iterable
from html import escape
from typing import Any, Final

from ecr_lifecycle.rendering import to_object, to_text
from operations.migrate.copy import Copied
from operations.migrate.plan import Plan

SCHEMA: Final = "container-registry/migrate/1"


def plan_object(source: str, into: str, plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "schema": SCHEMA,
        "source": source,
        "target": into,
        "bytes": plan.bytes,
        "bytesMissing": plan.missing,
        "pulls": plan.pulls,
        "limits": dict(plan.limits),
        "findings": [to_object(finding) for finding in plan.findings],
        "tags": [
            {
                "tag": one.tag,
                "digest": one.digest,
                "platforms": one.platforms,
                "bytes": one.bytes,
                "pulls": one.pulls,
            }
            for one in plan.tags
        ],
    }


def plan_text(source: str, into: str, plan: Plan) -> str:
    """The plan for people."""
    lines = [
        f"{source} to {into}: {len(plan.tags)} tags, {megabytes(plan.bytes)}, "
        f"{megabytes(plan.missing)} of it to send"
    ]
    if plan.limits:
        told = ", ".join(f"{name} {value}" for name, value in sorted(plan.limits.items()))
        lines.append(f"  {plan.pulls} pulls; the source says: {told}")
    lines += [
        f"  {one.tag:<24} {one.digest} {one.platforms} platforms, {megabytes(one.bytes)}"
        for one in plan.tags
    ]
    lines += ["", *(f"  {to_text(finding)}" for finding in plan.findings)] if plan.findings else []
    return "\n".join(lines)


def done_object(source: str, into: str, done: Iterable[Copied]) -> dict[str, Any]:
    """What was copied, as JSON: every image with both digests, seconds and bytes."""
    return {
        "schema": SCHEMA,
        "source": source,
        "target": into,
        "images": [copied_object(one) for one in done],
    }


def copied_object(one: Copied) -> dict[str, Any]:
    """What became of one tag, as JSON."""
    return {
        "tag": one.tag,
        "sourceDigest": one.digest or None,
        "targetDigest": one.arrived or None,
        "whole": one.is_whole,
        "manifests": one.manifests,
        "bytes": one.bytes,
        "seconds": round(one.seconds, 3),
        "failed": [to_object(finding) for finding in one.failed],
        "leftOut": [to_object(finding) for finding in one.left],
    }


def done_line(one: Copied) -> str:
    """One tag, in a line."""
    if not one.is_whole:
        why = "; ".join(finding.problem for finding in one.failed) or "the digests differ"
        return f"{one.tag}: not copied: {why}"
    left = f", {len(one.left)} signatures or attestations refused" if one.left else ""
    sent = megabytes(one.bytes) if one.manifests else "was there"
    return f"{one.tag}: {one.digest} {sent} in {one.seconds:.1f} s{left}"


def done_page(source: str, into: str, done: Iterable[Copied]) -> str:
    """What was copied, as HTML."""
    listed = list(done)
    whole = sum(one.is_whole for one in listed)
    rows = "\n".join(
        f"<tr><td>{escape(one.tag)}<td><code>{escape(one.digest)}</code>"
        f"<td><code>{escape(one.arrived)}</code><td>{'yes' if one.is_whole else 'no'}"
        f"<td>{one.bytes}<td>{one.seconds:.1f}"
        f"<td>{escape('; '.join(f.problem for f in (*one.failed, *one.left)))}"
        for one in listed
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Migration of {escape(source)}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid; padding: .25rem .5rem; text-align: left }}
</style>
<h1>{escape(source)} to {escape(into)}</h1>
<p>{whole} of {len(listed)} tags arrived whole: the same digest on both sides.</p>
<table><thead><tr><th scope="col">tag<th scope="col">digest in the source
<th scope="col">digest in the target<th scope="col">whole<th scope="col">bytes sent
<th scope="col">seconds<th scope="col">what failed</thead>
<tbody>
{rows}
</tbody></table></html>
"""


def megabytes(number: int) -> str:
    """Bytes for people, in units of 1,000."""
    return f"{number / 1e6:,.1f} MB" if number >= 1e5 else f"{number:,} bytes"
