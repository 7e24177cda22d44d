"""`python -m policy_pack.audit.report STATE`: what the pack says of a stack that is up.

Owns the command and its report, as Markdown for people and SARIF for code scanning. The exit code
is 1 if a mandatory policy is broken, 2 if the state or the configuration cannot be read, else 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from ecr_lifecycle.rendering import to_sarif
from ecr_lifecycle.version import VERSION
from policy_pack import policies
from policy_pack.audit import state
from policy_pack.framework import configuration, extending
from policy_pack.framework.judge import Configuration, Diagnostic, Undecided, judge
from policy_pack.framework.ledger import Ledger
from policy_pack.subjects.roads import translated

TOOL: Final = "container-registry-policies"
_SARIF: Final = {"mandatory": "error", "advisory": "warning"}


@dataclass(frozen=True)
class Report:
    """What was found, what could not be decided, and what the stack only reads."""

    found: tuple[Diagnostic, ...]
    undecided: tuple[Undecided, ...]
    read_only: tuple[str, ...]
    judged: int

    @property
    def refused(self) -> bool:
        """Whether a mandatory policy is broken."""
        return any(one.level == "mandatory" for one in self.found)


def judged(listed: list[Mapping[str, Any]], configured: Mapping[str, Configuration]) -> Report:
    """Run every policy over the resources of a state."""
    stack = state.stack_of(listed, translated)
    ledger = Ledger(tuple(one for each in configured.values() for one in each.exemptions))
    found: list[Diagnostic | Undecided] = []
    for policy in sorted(policies.load(), key=lambda policy: policy.runs_last):
        own = configured[policy.id]
        for scope in ("resource", "stack") if own.level != "disabled" else ():
            found += judge(policy, own, stack, ledger, date.today(), scope)
    return Report(
        tuple(one for one in found if isinstance(one, Diagnostic)),
        tuple(one for one in found if isinstance(one, Undecided)),
        tuple(state.read_only(listed)),
        sum(one.declared for one in stack.resources),
    )


def sarif(report: Report) -> dict[str, Any]:
    """The findings as a SARIF log; each has the level of its policy in this configuration."""
    log = to_sarif([one.finding for one in report.found], tool=TOOL, version=VERSION)
    for result, one in zip(log["runs"][0]["results"], report.found, strict=True):
        result["level"] = _SARIF[one.level]
    return log


def markdown(report: Report) -> str:
    """The findings by resource, then what was not decided and what is only read."""
    mandatory = sum(one.level == "mandatory" for one in report.found)
    lines = [
        "# What the policy pack says",
        "",
        f"{report.judged} resources judged: {mandatory} mandatory and "
        f"{len(report.found) - mandatory} advisory findings, {len(report.read_only)} resources "
        "only "
        "read and not judged.",
    ]
    for urn, found in _by(report.found):
        lines += ["", f"## `{urn.rsplit('::', 1)[-1]}`", "", f"`{urn}`"]
        for one in found:
            finding = one.finding
            at = f" at `{finding.where.path}`" if finding.where.path else ""
            lines += [
                "",
                f"- **{one.policy.id}** ({one.level}, {one.policy.severity}){at}: "
                f"{finding.problem}.",
                f"  Impact: {finding.impact}.",
                f"  Fix: {finding.fix}.",
            ]
    if report.undecided:
        lines += ["", "## Not decided", ""]
        lines += [
            f"- `{one.resource.name}`, {one.policy.id}: {one.reason} is sealed or unknown."
            for one in report.undecided
        ]
    if report.read_only:
        lines += [
            "",
            "## Only read",
            "",
            "The stack does not manage these, so they are not judged.",
        ]
        lines += ["", *(f"- `{urn}`" for urn in report.read_only)]
    return "\n".join(lines) + "\n"


def _by(found: Iterable[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
    grouped: dict[str, list[Diagnostic]] = {}
    for one in found:
        grouped.setdefault(one.urn, []).append(one)
    return list(grouped.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m policy_pack.audit.report",
        description="Judge the state of a stack, as `pulumi stack export` writes it.",
    )
    parser.add_argument("state", type=Path, help="the file that `pulumi stack export` wrote")
    parser.add_argument("--profile", choices=extending.PROFILES, help="a profile of the pack")
    parser.add_argument("--config", type=Path, help="a configuration, as for --policy-pack-config")
    parser.add_argument("--format", choices=("markdown", "sarif"), default="markdown")
    given = parser.parse_args(arguments)
    try:
        configured = configuration.from_file(policies.load(), given.config, given.profile or "")
        report = judged(state.read(given.state), configured)
    except (state.StateError, configuration.ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 2
    text = markdown(report) if given.format == "markdown" else json.dumps(sarif(report), indent=2)
    print(text)
    return 1 if report.refused else 0


if __name__ == "__main__":
    sys.exit(main())
