"""What a part of the kit is: templates, the files that they become, and when they apply."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from operations.kit.facts import Facts


class Ownership(StrEnum):
    """Whose a file is once it is written."""

    KIT = "kit"
    """The kit's, as long as nobody edits it: a header names version and digest."""

    STARTED = "started"
    """Written where it is missing, and never looked at again: a start for somebody else."""


@dataclass(frozen=True)
class File:
    """A file of the kit.

    Attributes:
        template: its template, under `templates/`.
        target: where it goes. `{name}` is the service's; with `{environment}` there is one file for
            each environment, whose template has it as `environment`.
        ownership: whose it is.
        executable: whether it is run.
        applies: when there is such a file.
    """

    template: str
    target: str
    ownership: Ownership = Ownership.KIT
    executable: bool = False
    applies: Callable[[Facts], bool] = lambda facts: True  # noqa: ARG005


@dataclass(frozen=True)
class Part:
    """Files that come together.

    Attributes:
        name: what it is called, and its folder of templates.
        files: its files.
        applies: when the part does.
    """

    name: str
    files: tuple[File, ...]
    applies: Callable[[Facts], bool] = lambda facts: True  # noqa: ARG005
