"""Every wrong value of one call, named by its variable, before anything is written.

Owns what is `make init`'s alone: the backend, the secrets provider, values that are missing. What a
stack file may say, `container_registry.settings` decides, with each value by itself among right
ones. Refuses to repeat an address, or a backend's password.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from container_registry.settings import NAMESPACE, SettingsError, load
from container_registry.settings.wording import shown
from ecr_lifecycle.finding import Finding, Severity, Where
from tools.init import draft
from tools.init.wanted import Wanted

_ALERTS: Final = f"{NAMESPACE}:alertAddresses"
#: Right values, among which one is judged.
_RIGHT: Final[dict[str, Any]] = {
    "aws:region": "us-east-1",
    "aws:allowedAccountIds": ["111111111111"],
    f"{NAMESPACE}:services": {"one": {}},
    f"{NAMESPACE}:retention": {"keep": 1},
}
_MISSING: Final = {
    "ACCOUNT": ("nothing says which account the stack may change", "ACCOUNT=111111111111"),
    "REGION": ("the registry has no Region", "REGION=ap-northeast-2"),
    "SERVICES": ("the stack makes no repository", 'SERVICES="payments web"'),
    "ALERTS": ("alerts would reach nobody", "ALERTS=ops@example.com"),
    "BACKEND": ("the stack's state has no place", "BACKEND=s3://acme-pulumi-state"),
}
#: How a stack file wants an account, where a command line needs no quotes.
_IN_A_FILE: Final = 'write twelve digits in quotes, such as "111111111111"'
#: Pulumi's own (`pulumi login --help`).
_BACKENDS: Final = ("s3", "https", "file", "gs", "azblob", "postgres")
#: Pulumi's own (`pulumi stack init --help`).
_PROVIDERS: Final = ("awskms", "azurekeyvault", "gcpkms", "hashivault")
#: S3's rules for a bucket's name, but for what few break (Amazon S3 user guide, "General purpose
#: bucket naming rules").
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
#: GitHub's rule for an owner, as `container_registry.settings.github` has it for OWNER/REPO.
_OWNER: Final = re.compile(r"(?=.{1,39}\Z)[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*")


def judge(wanted: Wanted) -> list[Finding]:
    """All that is wrong with the values."""
    return [
        *_stack(wanted.stack),
        *_given("ACCOUNT", wanted.account, {"aws:allowedAccountIds": [wanted.account]}),
        *_given("REGION", wanted.region, {"aws:region": wanted.region}),
        *_services(wanted),
        *_github(wanted.github),
        *_alerts(wanted.alerts),
        *_backend(wanted),
        *_secrets(wanted),
        *_overwrite(wanted.overwrite),
    ]


def _stack(stack: str) -> Iterator[Finding]:
    for finding in _as_setting("STACK", {}, stack):
        problem = finding.problem.removeprefix("is the stack's name, which ")
        yield replace(finding, problem=problem, fix="write a lower-case word, such as STACK=prod")


def _given(variable: str, value: Any, setting: dict[str, Any]) -> Iterator[Finding]:
    impact, example = _MISSING[variable]
    if not value:
        yield found(variable, "missing", "is missing", impact, f"make init ... {example}")
    for finding in _as_setting(variable, setting) if value else ():
        yield replace(finding, fix=finding.fix.replace(_IN_A_FILE, f"write {example}"))


def _as_setting(
    variable: str, setting: dict[str, Any], stack: str = "init", secret: str = ""
) -> Iterator[Finding]:
    """What the settings say of it. Each problem once, however many settings have it."""
    said = set()
    try:
        load({**_RIGHT, **setting}, stack, secret_keys={secret} if secret else ())
    except SettingsError as error:
        for one in error.findings:
            finding = replace(one, where=Where(path=variable))
            if (finding.problem, finding.found) not in said:
                said.add((finding.problem, finding.found))
                yield finding


def _services(wanted: Wanted) -> Iterator[Finding]:
    names = wanted.services
    yield from _given("SERVICES", names, {f"{NAMESPACE}:services": draft.services(names)})
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield found(
            "SERVICES",
            "twice",
            "names a service twice",
            "one repository would be made where two were meant",
            "name each service once",
            name,
        )


def _github(owner: str) -> Iterator[Finding]:
    if owner and not _OWNER.fullmatch(owner):
        yield found(
            "GITHUB",
            "no-owner",
            "is no owner at GitHub",
            "no workflow has such a subject, so none could push",
            "write the owner alone, such as GITHUB=acme; each service is OWNER/SERVICE",
            owner,
        )


def _alerts(addresses: tuple[str, ...]) -> Iterator[Finding]:
    if not addresses:
        yield from _given("ALERTS", addresses, {})
        return
    yield from _as_setting("ALERTS", {_ALERTS: list(addresses)}, secret=_ALERTS)


def _backend(wanted: Wanted) -> Iterator[Finding]:
    backend = wanted.backend
    if not backend:
        yield from _given("BACKEND", backend, {})
        return
    parts = _split(backend)
    if parts is not None and parts.password:
        yield found(
            "BACKEND",
            "password",
            "holds a password",
            "`pulumi login` keeps it in clear, and prints it",
            "leave it out, and let the environment say it",
        )
    elif parts is None or parts.scheme not in _BACKENDS or "://" not in backend:
        yield found(
            "BACKEND",
            "no-backend",
            "is no address of a backend",
            "Pulumi finds no place for the state",
            f"write one that begins with {', '.join(f'{one}://' for one in _BACKENDS)}",
            backend,
        )
    elif parts.scheme == "s3" and not _BUCKET.fullmatch(parts.netloc):
        yield found(
            "BACKEND",
            "no-bucket",
            "names no bucket that S3 can have",
            "the state has no place",
            "write s3://BUCKET, lower-case letters, digits, `-` and `.`",
            backend,
        )
    elif wanted.other_backend and wanted.other_backend != backend:
        yield found(
            "BACKEND",
            "other-backend",
            "is not the backend that PULUMI_BACKEND_URL names in this shell",
            "the stack would be in one backend, and `pulumi up` look for it in the other",
            "unset PULUMI_BACKEND_URL",
            backend,
        )


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _secrets(wanted: Wanted) -> Iterator[Finding]:
    provider = wanted.secrets_provider
    scheme, colon, _ = provider.partition("://")
    if provider == "passphrase":
        if not wanted.passphrase:
            yield found(
                "SECRETS",
                "no-passphrase",
                "is passphrase, and there is none"
                if wanted.secrets
                else "is missing, and there is no passphrase",
                "the alert addresses could not be encrypted",
                'SECRETS="awskms://alias/pulumi?region=REGION" with a key of yours, or '
                "export PULUMI_CONFIG_PASSPHRASE_FILE=FILE",
            )
    elif provider == "default":
        if not wanted.backend.startswith("https://"):
            yield found(
                "SECRETS",
                "no-default",
                "is default, which Pulumi Cloud alone has",
                "the backend keeps no key, so no secret could be encrypted",
                "SECRETS=passphrase, or a KMS key: SECRETS=awskms://alias/pulumi?region=REGION",
            )
    elif not colon or scheme not in _PROVIDERS:
        yield found(
            "SECRETS",
            "no-provider",
            "is no secrets provider",
            "Pulumi could not encrypt the alert addresses",
            "write awskms://alias/NAME?region=REGION, or passphrase",
            provider,
        )
    elif scheme == "awskms" and not _names_region(provider):
        yield found(
            "SECRETS",
            "no-region",
            "names a key without its Region",
            "whoever's shell names another Region could not decrypt the stack's secrets",
            f"write {provider.partition('?')[0]}?region={wanted.region or 'REGION'}",
            provider,
        )


def _names_region(provider: str) -> bool:
    parts = _split(provider)
    return parts is not None and bool(
        parse_qs(parts.query).get("region") or parts.path.startswith("/arn:")
    )


def _overwrite(word: str) -> Iterator[Finding]:
    if word not in ("", "yes"):
        yield found(
            "OVERWRITE",
            "no-word",
            "must be yes, or left out",
            "no other word lets a stack file go",
            "OVERWRITE=yes, where its settings may be lost",
            word,
        )


def found(
    variable: str, code: str, problem: str, impact: str, fix: str, value: str = ""
) -> Finding:
    """One finding about a variable."""
    return Finding(
        code=code,
        severity=Severity.INVALID,
        where=Where(path=variable),
        problem=problem,
        impact=impact,
        fix=fix,
        found=shown(value) if value else "",
    )
