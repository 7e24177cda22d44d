"""Which repositories a registry scanning rule covers.

Owns the meaning of a repository filter. Source: ECR user guide, "Using filters to choose which
repositories are scanned": a filter without `*` matches every name that contains it; with `*`,
which stands for zero or more characters, it must match the whole name.
"""

from collections.abc import Iterable

from ecr_lifecycle.wildcard import matches

#: `ScanningRepositoryFilterList` and `RegistryScanningRuleList` hold up to 100 (botocore, ECR).
FILTER_LIMIT = 100


def covers(scan_filter: str, repository: str) -> bool:
    """Whether one filter covers a repository."""
    if "*" not in scan_filter:
        return scan_filter in repository
    return matches(scan_filter, repository)


def uncovered(filters: Iterable[str], repositories: Iterable[str]) -> list[str]:
    """The repositories that none of the filters covers."""
    known = tuple(filters)
    return [name for name in repositories if not any(covers(f, name) for f in known)]
