"""Accepted findings: which vulnerabilities somebody has looked at, why, and until when.

Owns the YAML file. Refuses an entry without a reason or a date, so that nothing is accepted for
ever by nobody:

    - id: CVE-2024-1234
      reason: not reachable, we build without the module
      until: 2027-01-31
      package: zlib        # optional; every package else
      image: payments*     # optional; every repository else, `*` for any characters
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import click
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ecr_lifecycle.wildcard import matches
from operations.gate.vulnerability import Vulnerability

Text = Annotated[str, Field(min_length=1, strict=True)]


class Acceptance(BaseModel):
    """One accepted vulnerability."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    reason: Text
    until: date
    package: Text | None = None
    image: Text | None = None

    def is_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return today > self.until

    def covers(self, found: Vulnerability, repository: str) -> bool:
        """Whether it is about this vulnerability of this repository's image."""
        return (
            self.id == found.id
            and self.package in (None, found.package)
            and (self.image is None or matches(self.image, repository))
        )

    def __str__(self) -> str:
        package = f" in {self.package}" if self.package else ""
        return f"{self.id}{package} (until {self.until}: {self.reason})"


@dataclass(frozen=True)
class Sorted:
    """What acceptances do to what was found.

    Attributes:
        counted: what nobody has accepted.
        accepted: what somebody has, with the entry that says so.
        expired: entries whose date has passed and that would cover something.
        unused: entries for this image that cover nothing.
    """

    counted: tuple[Vulnerability, ...]
    accepted: tuple[tuple[Vulnerability, Acceptance], ...] = ()
    expired: tuple[Acceptance, ...] = ()
    unused: tuple[Acceptance, ...] = ()


def read_acceptances(path: str | None) -> tuple[Acceptance, ...]:
    """The entries of a file; none without one.

    Raises:
        click.UsageError: it can't be read, or an entry lacks something; all of them at once.
    """
    if path is None:
        return ()
    try:
        value = yaml.safe_load(Path(path).read_text("utf-8"))
        return TypeAdapter(tuple[Acceptance, ...]).validate_python(value or [])
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise click.UsageError(f"--accepted {path}: {error}") from error
    except ValidationError as error:
        told = "\n".join(f"  {_place(each)}: {each['msg']}" for each in error.errors())
        raise click.UsageError(
            f"--accepted {path}:\n{told}\n"
            "    Impact: nobody could tell who accepted what, or for how long.\n"
            "    Fix: a list of entries, each with `id`, `reason` and `until: YYYY-MM-DD`."
        ) from error


def _place(problem: Any) -> str:
    return ".".join(str(part) for part in problem["loc"]) or "the file"


def sort(
    found: Iterable[Vulnerability],
    acceptances: Iterable[Acceptance],
    repository: str,
    today: date,
) -> Sorted:
    """Who has accepted what; an expired entry accepts nothing any more."""
    entries = tuple(
        each for each in acceptances if each.image is None or matches(each.image, repository)
    )
    valid = [each for each in entries if not each.is_expired(today)]
    counted, accepted, used = [], [], set[int]()
    for one in found:
        entry = next((each for each in valid if each.covers(one, repository)), None)
        if entry is None:
            counted.append(one)
        else:
            accepted.append((one, entry))
    for one in (*counted, *(each for each, _ in accepted)):
        used |= {id(each) for each in entries if each.covers(one, repository)}
    return Sorted(
        counted=tuple(counted),
        accepted=tuple(accepted),
        expired=tuple(e for e in entries if e.is_expired(today) and id(e) in used),
        unused=tuple(e for e in entries if id(e) not in used),
    )
