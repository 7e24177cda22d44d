"""Which repositories a registry scanning rule covers.

Owns the meaning of a repository filter. Source: ECR user guide, "Using filters to choose which
repositories are scanned": a filter without `*` matches every name that contains it; with `*`,
which stands for zero or more characters, it must match the whole name.
"""

from ecr_lifecycle.wildcard import matches

#: `ScanningRepositoryFilterList` and `RegistryScanningRuleList` hold up to 100 (botocore, ECR).
FILTER_LIMIT = 100


def covers(scan_filter: str, repository: str) -> bool:
    """Whether one filter covers a repository."""
    if "*" not in scan_filter:
        return scan_filter in repository
    return matches(scan_filter, repository)
