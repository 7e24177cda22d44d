"""A verdict as Markdown, for pull requests and step summaries."""

from ecr_lifecycle.rendering.markdown import escaped
from operations.gate.formats.words import headline, notes, what
from operations.gate.judgement import Verdict

_ROWS = 50


def as_markdown(verdict: Verdict) -> str:
    """A heading, the numbers, and a table of what counts, worst first and bounded."""
    sign = "✅" if verdict.is_good else "❌"
    lines = [f"### {sign} {escaped(headline(verdict))}", ""]
    heads = [rating.name for rating in verdict.counts]
    lines += [
        "| " + " | ".join(heads) + " |",
        "|" + " --- |" * len(heads),
        "| " + " | ".join(str(number) for number in verdict.counts.values()) + " |",
    ]
    if verdict.counted:
        lines += ["", "| severity | id | package | platforms |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {one.rating.name} | {_link(one.id, one.uri)} | {escaped(what(one))} "
            f"| {escaped(', '.join(one.platforms))} |"
            for one in verdict.counted[:_ROWS]
        ]
        if len(verdict.counted) > _ROWS:
            lines += ["", f"{len(verdict.counted) - _ROWS} more are in the JSON report."]
    told = notes(verdict)
    return "\n".join([*lines, *(["", *(f"- {escaped(each)}" for each in told)] if told else [])])


def _link(name: str, uri: str) -> str:
    safe = uri.startswith("https://") and not any(c in uri for c in "()<> \n|")
    return f"[{escaped(name)}]({uri})" if safe else escaped(name)
