"""What is said about a wrong setting, and the error that carries all of it at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One wrong setting.

    Attributes:
        path: where it stands, as the stack file spells it.
        wrong: what is wrong.
        value: what was found there, already fit to be shown; empty where nothing was.
        consequence: what it would have caused.
        remedy: what to write instead.
    """

    path: str
    wrong: str
    value: str
    consequence: str
    remedy: str

    def __str__(self) -> str:
        found = f" (found: {self.value})" if self.value else ""
        return (
            f"{self.path}: {self.wrong}{found}\n"
            f"    Otherwise: {self.consequence}\n"
            f"    Instead: {self.remedy}"
        )


class SettingsError(Exception):
    """Every problem of one stack's configuration; its text is the whole message."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "\n\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{source}: {count}; nothing was started.\n\n{listed}")
