"""Which image a user means: `payments:1.2.3`, `payments@sha256:...`, `payments@newest`.

Owns the grammar of references. A host before the name is taken apart: it says account and Region.
Source of the host's two forms: ECR user guide, "Private registries" and "Dual-stack endpoints".
"""

import re
from dataclasses import dataclass
from typing import Final

import click

NEWEST: Final = "newest"
_HOST: Final = re.compile(
    r"(?P<account>\d{12})\.dkr(?:\.ecr|-ecr)(?:-fips)?\.(?P<region>[a-z0-9-]+)\."
    r"(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)"
)
_NAME: Final = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*")
_TAG: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,299}")
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Registry:
    """What the host of a registry of ECR says.

    Attributes:
        account: its account.
        region: its Region.
        form: `classic`, or `dual-stack`, or either with `FIPS`.
    """

    account: str
    region: str
    form: str


def registry_of(host: str) -> Registry | None:
    """The registry of a host; None where it is not one of ECR's."""
    found = _HOST.fullmatch(host.partition(":")[0])
    if found is None:
        return None
    form = "dual-stack" if ".dkr-ecr" in host else "classic"
    return Registry(found["account"], found["region"], form + (" FIPS" if "-fips" in host else ""))


def host_of(text: str) -> str:
    """The host at the beginning of a reference; empty where there is none."""
    host, slash, _ = text.partition("/")
    local = host.startswith(("localhost:", "127.0.0.1:"))
    return host if slash and (local or registry_of(host)) else ""


@dataclass(frozen=True)
class Reference:
    """One image of a repository, by tag, by digest, or the one that was pushed last.

    Attributes:
        repository: the repository's name.
        tag: the tag, or empty.
        digest: the digest, or empty.
        account: the registry's account, where the reference says it.
        region: its Region, where the reference says it.
    """

    repository: str
    tag: str = ""
    digest: str = ""
    account: str | None = None
    region: str | None = None

    @property
    def is_newest(self) -> bool:
        """Whether the image that was pushed last is meant."""
        return not self.tag and not self.digest

    def __str__(self) -> str:
        if self.is_newest:
            return f"{self.repository}@{NEWEST}"
        return self.repository + (f"@{self.digest}" if self.digest else f":{self.tag}")


def parse_reference(text: str) -> Reference:
    """The reference that `text` spells.

    Raises:
        click.BadParameter: it is none.
    """
    host = host_of(text)
    found = registry_of(host)
    named = text.removeprefix(f"{host}/") if host else text
    name, at, version = named.partition("@")
    tag = ""
    if ":" in name:
        name, _, tag = name.partition(":")
    if not _NAME.fullmatch(name):
        raise _wrong(text, f"{name!r} is not the name of a repository")
    digest = version if at and version != NEWEST else ""
    if digest and not _DIGEST.fullmatch(digest):
        raise _wrong(text, f"{digest!r} is neither a digest nor `{NEWEST}`")
    if tag and not _TAG.fullmatch(tag):
        raise _wrong(text, f"{tag!r} is not a tag")
    if not tag and not at:
        raise _wrong(text, "it names no tag and no digest; a gate judges one image")
    return Reference(
        repository=name,
        tag="" if digest or version == NEWEST else tag,
        digest=digest,
        account=found.account if found else None,
        region=found.region if found else None,
    )


def _wrong(text: str, why: str) -> click.BadParameter:
    return click.BadParameter(
        f"{text!r}: {why}.\n    Fix: write NAME:TAG, NAME@sha256:..., or NAME@{NEWEST}."
    )
