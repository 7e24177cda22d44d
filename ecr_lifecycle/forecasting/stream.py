"""A kind of image that is pushed again and again: how often, how large, how tagged."""

from dataclasses import dataclass
from typing import Any, Final

from ecr_lifecycle.findings import Findings, shown
from ecr_lifecycle.reading import UNREADABLE, read

_MB: Final = 10**6


class InvalidStreams(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """Streams that cannot be forecast, with every reason why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Pushes of one kind.

    - `tags`: what each image gets. A `*` becomes the push's number; a tag without `*` moves, as
      latest does, and leaves the image before without it.
    - `per_day`: pushes a day; 0.5 is one every other day.
    - `size_bytes`: an image's size as DescribeImages says it.
    - `shared_bytes`: the part of it in layers that all images of the stream have in common, such
      as their base image. ECR stores a layer once, so that part is billed once.
    - `pulled_days`: an image is pulled for so many days after its push.
    """

    name: str
    per_day: float
    size_bytes: int
    tags: tuple[str, ...] = ()
    shared_bytes: int = 0
    pulled_days: float = 0

    @property
    def moving_tags(self) -> tuple[str, ...]:
        """The tags that each push takes from the image before."""
        return tuple(tag for tag in self.tags if "*" not in tag)


def read_streams(source: Any) -> tuple[Stream, ...]:
    """The streams in `source`, JSON text or objects.

    `{NAME: {"tags": [...], "per_day": N, "size_mb": N, "shared_mb": N, "pulled_days": N}}`, a MB
    being 10^6 bytes. Raises `InvalidStreams` with every problem.
    """
    findings = Findings()
    value = read(source, findings)
    if value is UNREADABLE or findings:
        raise InvalidStreams(tuple(f"{each.problem}; {each.fix}." for each in findings))
    if not isinstance(value, dict) or not value:
        raise InvalidStreams((f"The streams are {shown(value)}; write an object, by name.",))
    problems: list[str] = []
    streams = [_stream(name, each, problems) for name, each in value.items()]
    if problems:
        raise InvalidStreams(tuple(problems))
    return tuple(streams)


def _stream(name: str, value: Any, problems: list[str]) -> Stream:
    members = value if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        problems.append(f"{name} is {shown(value)} and must be an object.")
    known = ("tags", "per_day", "size_mb", "shared_mb", "pulled_days")
    problems += [f"{name} has the key {shown(key)}." for key in members if key not in known]
    tags = members.get("tags", [])
    if not (isinstance(tags, list) and all(isinstance(tag, str) and tag for tag in tags)):
        problems.append(f"{name}.tags is {shown(tags)} and must be a list of tags.")
        tags = []

    def number(key: str, default: float | None = None) -> float:
        given: Any = members.get(key, default)
        if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given < _MB:
            return float(given)
        problems.append(f"{name}.{key} is {shown(given)} and must be a number from 0 to a million.")
        return 0

    size, shared = number("size_mb"), number("shared_mb", 0)
    if shared > size:
        problems.append(f"{name}.shared_mb is more than its size_mb.")
    return Stream(
        name=name,
        tags=tuple(tags),
        per_day=number("per_day"),
        size_bytes=round(size * _MB),
        shared_bytes=round(shared * _MB),
        pulled_days=number("pulled_days", 0),
    )
