"""A repository's declared tags: which classes there are, which are releases, how they are signed.

Owns the declaration and its JSON form. Refuses to judge a policy by it: that is the analysis's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.findings import WHOLE, Findings, Spot, shown
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.rendering.terminal import to_text
from ecr_lifecycle.validation import positions_of

Signatures = Literal["unsaid", "none", "tags", "referrers"]

SIGNATURE_TAGS: Final = "sha256-*"
"""The tags that cosign derives from what it signs: `sha256-<hex>.sig`, `.att`, `.sbom`. They are
ordinary tags, which rules select and count (sigstore/cosign, specs/SIGNATURE_SPEC.md)."""

_SIGNATURES: Final = ("none", "tags", "referrers")
_LOST: Final = "a policy that loses what is wanted would not be noticed"


@dataclass(frozen=True, slots=True)
class TagClass:
    """A kind of image by its tags. `release` says that it is deployed and rolled back to."""

    name: str
    patterns: tuple[str, ...]
    release: bool = False


@dataclass(frozen=True, slots=True)
class TagScheme:
    """All the classes of tags that are pushed to a repository.

    `signatures` says whether images are signed, and where the signatures are: under cosign's tags,
    or as untagged artifacts that refer to their subject (notation, ECR's managed signing, cosign
    with OCI 1.1).
    """

    classes: tuple[TagClass, ...]
    signatures: Signatures = "unsaid"


class InvalidScheme(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """A declaration of tags that cannot be read, with every reason why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(to_text(finding) for finding in findings))


def read_scheme(source: Any) -> TagScheme:
    """The scheme in `source`, JSON text or objects.

    `{"classes": {NAME: {"patterns": [...], "release": true}}, "signatures": "none" | "tags" |
    "referrers"}`, or the classes alone, as a stack's `tagScheme` has them. Raises `InvalidScheme`.
    """
    findings = Findings()
    value = read(source, findings)
    if value is UNREADABLE:
        raise InvalidScheme(tuple(findings))
    classes, spot, signatures = _parts(value, findings)
    scheme = TagScheme(
        tuple(_class(str(name), each, spot.of(str(name)), findings) for name, each in classes),
        signatures,
    )
    if findings:
        if positions := positions_of(source):
            findings.locate(positions)
        raise InvalidScheme(tuple(findings))
    return scheme


def _parts(value: Any, findings: Findings) -> tuple[list[tuple[Any, Any]], Spot, Signatures]:
    whole = isinstance(value, Mapping) and "classes" in value
    classes = value["classes"] if whole else value
    if not isinstance(classes, Mapping) or not classes:
        findings.invalid(
            "wrong-type",
            "the tag scheme must be an object of classes by name",
            _LOST,
            'write {"classes": {"release": {"patterns": ["v*"], "release": true}}}',
            found=shown(classes),
        )
        return [], WHOLE, "unsaid"
    said: Any = value.get("signatures", "unsaid") if whole else "unsaid"
    if said != "unsaid" and said not in _SIGNATURES:
        findings.invalid(
            "unknown-value",
            "signatures says of signatures what nobody knows",
            "rules would be judged as if nothing were signed",
            f"write {', '.join(_SIGNATURES[:-1])} or {_SIGNATURES[-1]}",
            WHOLE.of("signatures"),
            shown(said),
        )
        said = "unsaid"
    return list(classes.items()), WHOLE.of("classes") if whole else WHOLE, said


def _class(name: str, value: Any, spot: Spot, findings: Findings) -> TagClass:
    members = value if isinstance(value, Mapping) else {}
    patterns = members.get("patterns")
    release = members.get("release", False)
    known = isinstance(release, bool) and set(members) <= {"patterns", "release"}
    if isinstance(patterns, list | tuple) and patterns and known:
        entries = tuple(each for each in patterns if isinstance(each, str) and each)
        if len(entries) == len(patterns):
            return TagClass(name, entries, release)
    findings.invalid(
        "wrong-type",
        f"{spot.path} must have `patterns`, a list of tag patterns, and may have `release`",
        _LOST,
        'write {"patterns": ["v*"], "release": true}',
        spot,
        shown(value),
    )
    return TagClass(name, ())
