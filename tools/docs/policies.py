"""`docs/policies/`: a page for every policy of the pack, and one about the pack as a whole.

Owns the order of a page. What is said comes from the policies, their examples and the profiles.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from container_registry.catalogue.condition_keys import CONDITION_KEYS
from container_registry.catalogue.issuers import ISSUERS
from policy_pack import examples, policies
from policy_pack.examples import Example
from policy_pack.framework.policy import Policy
from tools.docs.markdown import ROOT, Pages, fenced, page, table, write

FOLDER: Final = Path("docs/policies")
PROFILES: Final = ("dev", "staging", "prod")
TEXTS: Final = Path(__file__).parent / "policies.md"
MORE: Final = {
    "audit.md": Path(__file__).parent / "policies_audit.md",
    "beyond-the-preview.md": Path(__file__).parent / "policies_beyond.md",
}


def pages() -> Pages:
    """The pages, by path."""
    found = policies.load()
    return {
        FOLDER / "README.md": _overview(found),
        **{FOLDER / f"{policy.id}.md": _page(policy) for policy in found},
        **{FOLDER / name: text.read_text(encoding="utf-8") for name, text in MORE.items()},
        FOLDER / "identity-providers.md": _identity_providers(),
        FOLDER / "condition-keys.md": _condition_keys(),
    }


def main() -> None:
    """Write the pages."""
    write(pages())


def level(policy: Policy, profile: str) -> str:
    """The level of a policy under a profile, as the engine resolves it."""
    entries = _profile(profile)
    entry = entries.get(policy.id, {})
    own = entry if isinstance(entry, str) else entry.get("enforcementLevel")
    return str(own or entries.get("all", policy.level))


@cache
def _profile(name: str) -> Mapping[str, Any]:
    text = (ROOT / "policy_pack" / "profiles" / f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def _identity_providers() -> str:
    rows = (
        (
            one.name,
            "everybody, from one URL" if one.shared else "one organisation",
            ", ".join(f"`{claim}`" for claim in one.claims),
            "IAM demands it" if one.by_aws else "",
            f"`{one.example}`",
        )
        for one in ISSUERS
    )
    columns = ("provider", "whose tokens", "claims of which one must be fixed", "", "such as")
    return page(
        "# Identity providers that roles trust",
        "Which claim tells your workloads from strangers', by provider: the table that "
        "[role-trust-is-bound](role-trust-is-bound.md) judges by, in "
        "`container_registry/catalogue/issuers.py`. A provider that is not listed is treated as "
        "one "
        "organisation's own.",
        "Source: IAM user guide, [Identity-provider controls for shared OIDC providers]"
        "(https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "id_roles_providers_oidc_secure-by-default.html).",
        table(columns, rows),
    )


def _condition_keys() -> str:
    rows = (
        (f"`{key.name}{'...' if key.name[-1] in '/:' else ''}`", key.setter.value, key.bounds.value)
        for key in sorted(CONDITION_KEYS, key=lambda key: key.name.lower())
    )
    return page(
        "# Condition keys, and whom they keep out",
        "Who sets the value of each key that a policy may compare, and what a fixed value keeps "
        "the "
        "callers to: the table by which all policies of the pack decide whether `Principal: *` is "
        "everybody, in `container_registry/catalogue/condition_keys.py`. A key that is not listed "
        "keeps out nobody.",
        "Source: IAM user guide, [AWS global condition context keys]"
        "(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).",
        table(("key", "set by", "bounds"), rows),
    )


def _overview(found: tuple[Policy, ...]) -> str:
    rows = (
        (
            f"[{policy.id}]({policy.id}.md)",
            policy.description,
            policy.severity,
            policy.level,
            *(level(policy, profile) for profile in PROFILES),
        )
        for policy in found
    )
    columns = ("policy", "what it says", "severity", "without a profile", *PROFILES)
    return TEXTS.read_text(encoding="utf-8").replace("<!-- table -->", table(columns, rows))


def _page(policy: Policy) -> str:
    shown = examples.load(policy.id)
    return page(
        f"# {policy.title}",
        f"`{policy.id}` · {policy.severity} · {_when(policy)}",
        "## What",
        policy.description,
        f"Judged types: {', '.join(f'`{kind}`' for kind in policy.types)}.",
        "## Why",
        policy.why,
        f"AWS's own page: <{policy.link}>",
        "## What to do",
        policy.remediation,
        *(["## How it is judged", policy.notes] if policy.notes else []),
        "## Bad",
        *_bad(policy.id, shown.bad, shown.good[0]),
        "## Good",
        *_good(policy.id, shown.good),
        "## Levels",
        table(
            ("without a profile", *PROFILES),
            [(policy.level, *(level(policy, profile) for profile in PROFILES))],
        ),
        *_settings(policy),
        "## How to exempt a resource",
        *_exemption(policy),
        *_standards(policy),
    )


def _exemption(policy: Policy) -> Iterator[str]:
    if not policy.exemptible:
        yield "Not at all: this policy knows no exemptions. Set its level instead."
        return
    entry = {
        "resource": "LOGICAL-NAME",
        "reason": "why it is right here, and until when",
        "until": "2027-06-30",
    }
    yield fenced("json", json.dumps({policy.id: {"exemptions": [entry]}}, indent=2))
    yield "More about [exemptions](README.md#exemptions)."


def _when(policy: Policy) -> str:
    if policy.scope == "resource" and set(policy.late) != set(policy.types):
        return "judged when a resource is registered, before it is created"
    return "judged when the whole program has run"


def _standards(policy: Policy) -> Iterator[str]:
    if policy.standards:
        yield "## Standards"
        yield table(
            ("standard", "controls"),
            ((name, ", ".join(controls)) for name, controls in policy.standards.items()),
        )


def _settings(policy: Policy) -> Iterator[str]:
    if policy.settings:
        yield "## Settings"
        yield table(
            ("setting", "bounds", "default", "what it is"),
            (
                (
                    f"`{setting.name}`",
                    f"`{json.dumps(setting.schema)}`",
                    f"`{json.dumps(setting.default)}`",
                    setting.description,
                )
                for setting in policy.settings
            ),
        )


def _bad(policy: str, shown: tuple[Example, ...], compliant: Example) -> Iterator[str]:
    for example in shown:
        yield f"**{example.title}**: “… {example.says} …”"
        yield _program(policy, example, without=compliant)


def _good(policy: str, shown: tuple[Example, ...]) -> Iterator[str]:
    for example in shown:
        yield f"**{example.title}**"
        yield _program(policy, example)


def _program(policy: str, example: Example, without: Example | None = None) -> str:
    """The program; of a bad one, the resources that are unlike those of the compliant one."""
    resources = {
        name: resource
        for name, resource in example.resources.items()
        if without is None or without.resources.get(name) != resource
    }
    blocks = {"resources": resources or dict(example.resources)}
    configured = {
        **example.configuration,
        **({policy: example.settings} if example.settings else {}),
    }
    text = yaml.safe_dump(blocks, sort_keys=False, width=96, allow_unicode=True)
    said = fenced("json", json.dumps(configured, indent=2)) if configured else ""
    return "\n\n".join(block for block in (fenced("yaml", text), said) if block)


if __name__ == "__main__":
    main()
