"""The order of `make init`: judge all, make the stack, write the file, name the next commands."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_text
from tools.init import draft, stack, target
from tools.init.judge import judge
from tools.init.wanted import Wanted
from tools.setup import places

_INSTALL: Final = "https://www.pulumi.com/docs/install/"


def main(environment: Mapping[str, str], root: Path = places.ROOT) -> int:
    """Run it; the exit code."""
    wanted = Wanted.of(environment)
    refused = judge(wanted)
    if not any(one.where.path == "STACK" for one in refused):
        refused += target.judge_file(root, wanted)
    if refused:
        print(f"error: {_listed(refused)}", file=sys.stderr)
        return 1
    file = root / wanted.file
    replaced = file.exists()
    try:
        text = stack.make(wanted, draft.text(wanted))
    except stack.PulumiError as error:
        print(
            f"error: make init: {error}\n"
            f"  Impact: there is no stack {wanted.stack} yet; {wanted.file} was not touched.\n"
            "  Fix: mend that, then run the same command again.",
            file=sys.stderr,
        )
        return 1
    target.put(file, text)
    print(_ended(wanted, replaced=replaced))
    return 0


def _listed(findings: list[Finding]) -> str:
    number = len(findings)
    count = "1 problem" if number == 1 else f"{number} problems"
    listed = "\n\n".join(f"  {to_text(one)}" for one in findings)
    return f"make init: {count}; nothing was written.\n\n{listed}"


def _ended(wanted: Wanted, *, replaced: bool) -> str:
    addresses = "1 address" if len(wanted.alerts) == 1 else f"{len(wanted.alerts)} addresses"
    judged = (
        f"pulumi {{}} -s {wanted.stack} --policy-pack policy_pack \\\n"
        f"    --policy-pack-config policy_pack/profiles/{draft.environment_of(wanted.stack)}.json"
    )
    lines = [
        f"{wanted.file} is {'written in the place of the one before' if replaced else 'written'}:"
        f" {', '.join(wanted.services)} in account {wanted.account}, {wanted.region}.",
        f"The stack {wanted.stack} is in {wanted.backend}, where `pulumi` looks from now on.",
        f"Alerts go to {addresses}, encrypted with {wanted.secrets_provider}.",
    ]
    if wanted.secrets_provider == "passphrase":
        lines.append(
            "Whoever runs the stack needs the same passphrase: keep it where they find it."
        )
    if not stack.has_host():
        lines.append(f"`pulumi` can't run Python here yet: install the official CLI, {_INSTALL}")
    lines += [
        "",
        "Next:",
        f"  {judged.format('preview')}",
        f"  {judged.format('up')}",
        "",
        "AWS then asks each address to confirm: alerts reach nobody before, and the link is good"
        " for two days.",
    ]
    return "\n".join(lines)
