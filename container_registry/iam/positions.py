"""Subjects of other providers than GitHub: whom a wildcard lets in, by where it stands.

Owns the walk along a subject's form (`container_registry.catalogue.issuers`): a wildcard in the
tenant's place lets strangers in, one in the project's place other projects of the same tenant, one
in the branch's place any branch. A subject of no known form must name two whole parts before its
first wildcard.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from container_registry.catalogue.issuers import Issuer, Step
from container_registry.iam.subjects import Flaw, Opening, ref_is_bounded
from container_registry.iam.wildcards import before_wildcard, escaped, has_variable, is_wild, plain

_WORST: Final = ("owner", "repository", "context")
_PARTS: Final = re.compile(r"[:/|]")
_FIXED_PARTS: Final = 2


def position_flaw(issuer: Issuer, form: Sequence[Step], value: str, *, wild: bool) -> Flaw | None:
    """What is wrong with one value of a condition on `sub`; None if it keeps to one project."""
    if has_variable(value):
        return _flaw(issuer, value, "owner", "a policy variable, which each caller fills")
    if not wild:
        if is_wild(value):
            return Flaw(
                Opening.NEVER_MATCHES,
                f"{value!r} never matches: its wildcard is an ordinary character here",
                "",
            )
        return None
    if not is_wild(value):
        return None
    found = dict(_open_steps(form, escaped(value))) if form else {}
    if form and not found:
        return None
    means = next((one for one in _WORST if one in found), None)
    if means is not None:
        return _flaw(issuer, value, means, f"a wildcard in the {found[means]}")
    if found:
        return None
    start = _PARTS.split(before_wildcard(value))
    if len([part for part in start[:-1] if part]) >= _FIXED_PARTS:
        return None
    return _flaw(issuer, value, "owner", "a wildcard before it names anything")


def _open_steps(form: Sequence[Step], text: str) -> Iterator[tuple[str, str]]:
    """For each part that a wildcard is in: whom that lets in, and what the part is called."""
    for index, step in enumerate(form):
        if not text.startswith(step.label):
            if step.means == "free" and _goes_on(form[index + 1 :], text):
                continue
            if index == 0 and not is_wild(text[: len(step.label)]):
                yield "owner", "subject, which has another form than this provider's"
            elif is_wild(text):
                yield from _all_from(form[index:])
            return
        text = text[len(step.label) :]
        end = min((at for at in map(text.find, step.ends) if at >= 0), default=len(text))
        part, text = text[:end], text[end + 1 :]
        if text.startswith(":") and step.ends == ":}":
            text = text[1:]
        if not is_wild(part):
            continue
        if step.name == "ref" and ref_is_bounded(_short(part), tag=_is_tag(part)):
            continue
        if end == len(part) and not text and part.endswith("*"):
            yield from _all_from(form[index:])
            return
        yield step.means, step.name


def _goes_on(form: Sequence[Step], text: str) -> bool:
    """Whether the text has one of the later parts next: this one may be left out."""
    return any(step.label and text.startswith(step.label) for step in form)


def _all_from(form: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """A `*` at the end stands for all parts from here on."""
    for step in reversed(form):
        yield step.means, step.name


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/tags/")


def _is_tag(ref: str) -> bool:
    return ref.startswith(("refs/tags/", "v"))


def _flaw(issuer: Issuer, value: str, means: str, why: str) -> Flaw:
    if means == "owner" and issuer.shared:
        opening, who = Opening.ANY_OWNER, f"{issuer.callers} of any {issuer.tenant} fit"
    elif means == "context":
        opening, who = Opening.ANY_CONTEXT, "any branch or tag fits, those of strangers included"
    else:
        opening = Opening.ANY_REPOSITORY
        who = f"other {issuer.callers} than the ones that are meant fit"
    shown = plain(escaped(value).replace("*", "anything").replace("?", "x"))
    return Flaw(opening, f"{value!r} has {why}, so {who}", shown)
