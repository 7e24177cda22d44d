"""Bytes as people read them, in powers of ten, as AWS's prices count them."""


def human(size: int) -> str:
    """`61.4 GB`, `400 MB`, `3.3 MB`, `12 kB`: three digits that matter."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    if unit == "B" or value >= 99.95:
        return f"{value:,.0f} {unit}"
    return f"{value:.1f} {unit}"
