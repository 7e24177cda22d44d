"""GitHub's `sub` claim: what a pattern in a trust policy lets in.

Sources: GitHub, "OpenID Connect reference" (the forms `repo:OWNER/REPO:ref:refs/heads/B`,
`:ref:refs/tags/T`, `:environment:E`, `:pull_request`; a colon inside a part is written `%3A`; since
2026-07-15 repositories that are created, renamed or transferred have
`repo:OWNER@OWNERID/REPO@REPOID:`); IAM user guide, "Configuring a role for GitHub OIDC identity
provider" (without a subject of one's own, any repository on GitHub gets in).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from container_registry.iam.wildcards import before_wildcard, escaped, is_wild, matches, plain

_REPOSITORY: Final = re.compile(r"repo:(?P<owner>[^/:]*)/(?P<name>[^:]*)(?::(?P<context>.*))?")
_IDENTIFIED: Final = re.compile(r"[^@]+@\d+")
_REFS: Final = ("ref:refs/heads/", "ref:refs/tags/")
_SEPARATORS: Final = "-/._@+"
_VERSION: Final = re.compile(r"v[0-9.]*")


class Opening(StrEnum):
    """In which way a trust policy admits more than it should, or nothing at all."""

    NO_AUDIENCE = "no-audience"
    ANY_AUDIENCE = "any-audience"
    NO_SUBJECT = "no-subject"
    PASSES_WHEN_ABSENT = "passes-when-absent"
    ANY_CASE = "any-case"
    ANY_OWNER = "any-owner"
    ANY_REPOSITORY = "any-repository"
    ANY_CONTEXT = "any-context"
    ANY_REF = "any-ref"
    ANY_ENVIRONMENT = "any-environment"
    PULL_REQUEST = "pull-request"
    NO_REPOSITORY = "no-repository"
    NEVER_MATCHES = "never-matches"
    ANY_PRINCIPAL = "any-principal"
    NOT_FORM = "not-form"


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one value, and a `sub` that shows it."""

    opening: Opening
    says: str
    admits: str


def flaw(value: str, *, wild: bool, closed: frozenset[str] = frozenset()) -> Flaw | None:
    """What is wrong with one value of a condition on `sub`; None if it admits one safe context.

    `wild` says whether the operator gives `*` and `?` their meaning (`StringLike` does). `closed`
    is what fixed values of other claims say already: the `owner`, the `repository`, the `context`.
    """
    if not wild:
        if is_wild(value):
            return _never(value, "its wildcard is an ordinary character here, which no name has")
        return _inert(value) or _context_flaw(plain(value), plain(value), wild=False, closed=closed)
    return (
        _owner_flaw(value, closed)
        or _inert(value)
        or _context_flaw(value, escaped(value), wild=True, closed=closed)
    )


def ref_is_bounded(ref: str, *, tag: bool) -> bool:
    """Whether a pattern of branches or tags keeps to names that somebody meant to set apart.

    `release-*` and `release/*` do, and `v*` and `v1*` for tags: a whole word stands before the
    wildcard. `m*` fits whatever begins so.
    """
    start = before_wildcard(ref)
    if start == ref:
        return True
    return bool(start) and (start[-1] in _SEPARATORS or (tag and bool(_VERSION.fullmatch(start))))


def _inert(value: str) -> Flaw | None:
    found = _REPOSITORY.fullmatch(plain(value))
    text = found and found["context"]
    if found is None:
        if "%3a" in value.lower():
            return _never(value, "GitHub writes a colon as %3A only inside one part of the subject")
        return None
    if not text and not is_wild(value):
        return _never(value, "a subject goes on with the branch, tag or environment")
    if "%3a" in (found["owner"] + found["name"]).lower():
        return _never(value, "GitHub writes a colon as %3A only inside one part of the subject")
    one, two = _IDENTIFIED.fullmatch(found["owner"]), _IDENTIFIED.fullmatch(found["name"])
    if ("@" in found["owner"] + found["name"]) and not (one and two) and not is_wild(value):
        return _never(value, "the form with ids is OWNER@OWNERID/REPO@REPOID, both with digits")
    return None


def _never(value: str, why: str) -> Flaw:
    return Flaw(Opening.NEVER_MATCHES, f"{value!r} never matches: {why}", "")


def _owner_flaw(value: str, closed: frozenset[str]) -> Flaw | None:
    if "repository" in closed:
        return None
    found = _REPOSITORY.fullmatch(escaped(value))
    if found is None:
        if not is_wild(value):
            return None
        return _any_owner(value, f"{value!r} has a wildcard before the repository is named", closed)
    owner, name = found["owner"], found["name"]
    if is_wild(owner):
        return _any_owner(
            value,
            f"{value!r} has a wildcard in the owner, and anybody can register a name that fits",
            closed,
        )
    if is_wild(name) and not _is_one_workflow(found["context"] or ""):
        return Flaw(
            Opening.ANY_REPOSITORY,
            f"{value!r} has a wildcard in the repository's name, so other repositories of "
            f"{owner} fit",
            _shown(value, f"repo:{owner}/anything:ref:refs/heads/main"),
        )
    return None


def _any_owner(value: str, says: str, closed: frozenset[str]) -> Flaw:
    if "owner" in closed:
        return Flaw(
            Opening.ANY_REPOSITORY,
            f"{value!r} names no repository, so every repository of the owner fits",
            "",
        )
    return Flaw(Opening.ANY_OWNER, says, _shown(value, "repo:anybody/anything:ref:refs/heads/main"))


def _is_one_workflow(context: str) -> bool:
    """A customised subject that is bound to one reusable workflow, whoever calls it.

    Source: GitHub, "Using OpenID Connect with reusable workflows".
    """
    workflow = context.removeprefix("job_workflow_ref:")
    return workflow != context and "@" in workflow and not is_wild(workflow)


def _context_flaw(value: str, text: str, *, wild: bool, closed: frozenset[str]) -> Flaw | None:
    found = _REPOSITORY.fullmatch(text)
    if found is None:
        return _other_form(value, closed)
    if "context" in closed:
        return None
    context, prefix = found["context"] or "", text[: found.start("context")]
    if context == "pull_request":
        return Flaw(
            Opening.PULL_REQUEST,
            f"{value!r} admits pull requests, whose code nobody has approved yet",
            text,
        )
    if not (wild and is_wild(context)):
        return None
    if context.startswith("environment:"):
        return Flaw(
            Opening.ANY_ENVIRONMENT,
            f"{value!r} has a wildcard in the environment; a workflow that names an environment "
            "which doesn't exist creates it, without protection",
            _shown(value),
        )
    for start in _REFS:
        if context.startswith(start):
            return _ref_flaw(value, prefix, start, context.removeprefix(start))
    return Flaw(
        Opening.ANY_CONTEXT,
        f"{value!r} has a wildcard before the ref, so any branch, tag and pull request fits",
        _shown(value, f"{prefix}pull_request"),
    )


def _ref_flaw(value: str, prefix: str, start: str, ref: str) -> Flaw | None:
    if ref_is_bounded(ref, tag=start == _REFS[1]):
        return None
    begins = before_wildcard(ref)
    names = f"every name that begins with {begins!r}" if begins else "every name"
    return Flaw(
        Opening.ANY_REF,
        f"{value!r} fits {names}, those that nobody protects included",
        _shown(value, f"{prefix}{start}{begins}anything"),
    )


def _shown(value: str, telling: str = "") -> str:
    """A subject that the pattern fits: the telling one if it does, else the pattern filled."""
    if telling and matches(value, telling):
        return telling
    return plain(escaped(value).replace("*", "-anything").replace("?", "x"))


def _other_form(value: str, closed: frozenset[str]) -> Flaw | None:
    """Subjects that a repository has customised: they must name a repository all the same."""
    if "repository" in closed:
        if "context" in closed or not is_wild(value):
            return None
        return Flaw(
            Opening.ANY_CONTEXT,
            f"{value!r} has a wildcard where the ref would be, so any branch, tag and pull "
            "request fits",
            "",
        )
    if value.startswith(("repository_id:", "repository:", "job_workflow_ref:")):
        return None
    return Flaw(
        Opening.NO_REPOSITORY,
        f"{value!r} names no repository",
        value,
    )
