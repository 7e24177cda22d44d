"""What a component says of its own arguments, before it has a place in the program."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Said:
    """One problem.

    Attributes:
        code: for programs, lower-case words joined by `-`.
        path: the argument, names in camelCase; empty for the component's name.
        problem: what is wrong.
        impact: what would have happened.
        fix: what to write instead.
        found: the value, fit to be shown.
    """

    code: str
    path: tuple[str | int, ...] = ()
    problem: str
    impact: str
    fix: str
    found: str = ""
