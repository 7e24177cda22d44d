"""Numbers with their noun, so that no sentence says "1 days"."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`number` with `noun`, in the plural unless it is one."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def days(number: int) -> str:
    """`number` of days."""
    return counted(number, "day")
