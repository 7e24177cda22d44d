"""A kind of push that comes again and again: how often, how large, how tagged, made up of what."""

from dataclasses import dataclass
from typing import Any, Final

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.findings import WHOLE, Findings, Spot, shown
from ecr_lifecycle.pushes import ATTESTATION_BYTES, SIGNATURE_BYTES, Shape
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.rendering.terminal import to_text
from ecr_lifecycle.validation import positions_of

_MB: Final = 10**6
_KEYS: Final = (
    "tags",
    "per_day",
    "size_mb",
    "shared_mb",
    "pulled_days",
    "platforms",
    "attestations",
    "signature",
)
_UNTOLD: Final = "the forecast would be of something else"
_MOST_PLATFORMS: Final = 50


ONE_IMAGE: Final = Shape()
"""A push of one image manifest, under its tag."""


class InvalidStreams(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """Streams that cannot be forecast, with every reason why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(to_text(finding) for finding in findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Pushes of one kind.

    - `tags`: what each push gets. A `*` becomes the push's number; a tag without `*` moves, as
      latest does, and leaves the image before without it.
    - `per_day`: pushes a day; 0.5 is one every other day.
    - `size_bytes`: the size of one platform's image, as DescribeImages says it.
    - `shared_bytes`: the part of it in layers that all images of the stream for one platform have
      in common, such as their base image. ECR stores a layer once, so that part is billed once.
    - `pulled_days`: an image is pulled for so many days after its push.
    - `shape`: the platforms, attestations and signatures of each push.
    """

    name: str
    per_day: float
    size_bytes: int
    tags: tuple[str, ...] = ()
    shared_bytes: int = 0
    pulled_days: float = 0
    shape: Shape = ONE_IMAGE

    @property
    def moving_tags(self) -> tuple[str, ...]:
        """The tags that each push takes from the image before."""
        return tuple(tag for tag in self.tags if "*" not in tag)

    def summed_bytes(self, kind: str) -> int:
        """What one entry of a kind adds to a sum of sizes. An index repeats its largest child."""
        sizes = {
            "platform": self.size_bytes,
            "attestation": ATTESTATION_BYTES,
            "signature": SIGNATURE_BYTES,
        }
        return sizes.get(kind, 0)


def read_streams(source: Any) -> tuple[Stream, ...]:
    """The streams in `source`, JSON text or objects.

    `{NAME: {"tags": [...], "per_day": N, "size_mb": N, "shared_mb": N, "pulled_days": N,
    "platforms": N, "attestations": true, "signature": "tags" | "referrers"}}`, a MB being 10^6
    bytes. Raises `InvalidStreams` with every finding.
    """
    findings = Findings()
    value = read(source, findings)
    if value is UNREADABLE:
        raise InvalidStreams(tuple(findings))
    if not isinstance(value, dict) or not value:
        _wrong(findings, WHOLE, "the streams must be an object by name", value)
        value = {}
    streams = [_stream(name, each, findings) for name, each in value.items()]
    if findings:
        if positions := positions_of(source):
            findings.locate(positions)
        raise InvalidStreams(tuple(findings))
    return tuple(streams)


def _stream(name: str, value: Any, findings: Findings) -> Stream:
    spot = Spot((name,))
    members = value if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        _wrong(findings, spot, f"{name} must be an object", value)
    for key in members:
        if key not in _KEYS:
            _wrong(findings, spot.of(key), f"{name} has the key {shown(key)}", members[key])
    tags = members.get("tags", [])
    if not (isinstance(tags, list) and all(isinstance(tag, str) and tag for tag in tags)):
        _wrong(findings, spot.of("tags"), f"{name}.tags must be a list of tags", tags)
        tags = []

    def number(key: str, default: float | None = None) -> float:
        given: Any = members.get(key, default)
        if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given < _MB:
            return float(given)
        must = f"{name}.{key} must be a number from 0 to a million"
        _wrong(findings, spot.of(key), must, given)
        return 0

    size, shared = number("size_mb"), number("shared_mb", 0)
    if shared > size:
        must = f"{name}.shared_mb is more than its size_mb"
        _wrong(findings, spot.of("shared_mb"), must, shared)
    return Stream(
        name=name,
        tags=tuple(tags),
        per_day=number("per_day"),
        size_bytes=round(size * _MB),
        shared_bytes=round(shared * _MB),
        pulled_days=number("pulled_days", 0),
        shape=_shape(name, members, spot, findings),
    )


def _shape(name: str, members: dict[str, Any], spot: Spot, findings: Findings) -> Shape:
    platforms = members.get("platforms", 1)
    if isinstance(platforms, bool) or platforms not in range(1, _MOST_PLATFORMS + 1):
        must = f"{name}.platforms must be a whole number from 1 to {_MOST_PLATFORMS}"
        _wrong(findings, spot.of("platforms"), must, platforms)
        platforms = 1
    attestations = members.get("attestations", False)
    if not isinstance(attestations, bool):
        must = f"{name}.attestations must be true or false"
        _wrong(findings, spot.of("attestations"), must, attestations)
    signature = members.get("signature", "none")
    if signature not in ("none", "tags", "referrers"):
        must = f"{name}.signature must be none, tags or referrers"
        _wrong(findings, spot.of("signature"), must, signature)
        signature = "none"
    return Shape(platforms=int(platforms), attestations=attestations is True, signature=signature)


def _wrong(findings: Findings, spot: Spot, problem: str, value: Any) -> None:
    findings.invalid(
        "stream",
        problem,
        _UNTOLD,
        f"write some of {', '.join(_KEYS)}",
        spot,
        shown(value),
    )
