"""A registry of a dozen services, as a report shows it."""

from datetime import UTC, datetime, timedelta

from ecr_lifecycle.finding import Finding, Severity, Where
from operations.report.page import page
from operations.report.survey import Repository

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
SERVICES = (
    ("payments", 184, 61.4, 12, 9, (0, 2, 14)),
    ("feed-server", 151, 48.9, 8, 22, (1, 6, 31)),
    ("guestbook", 97, 30.2, 4, 3, (0, 0, 5)),
    ("search/indexer", 88, 27.7, 6, 11, (0, 4, 19)),
    ("search/query", 85, 21.0, 6, 10, (0, 1, 9)),
    ("web", 203, 18.6, 10, 38, (0, 0, 2)),
    ("mailer", 41, 9.3, 2, 0, (2, 9, 22)),
    ("reports", 36, 8.8, 2, 1, (0, 0, 0)),
    ("auth", 77, 7.1, 8, 4, (0, 1, 3)),
    ("thumbnailer", 52, 5.2, 3, 6, None),
    ("cron", 19, 1.9, 1, 0, (0, 0, 1)),
    ("bubblepool", 3, 0.4, 0, 0, (0, 0, 0)),
)


def rows():
    """One of them has no scan, one keeps images in use that go."""
    for at, (name, images, gigabytes, used, going, found) in enumerate(SERVICES):
        size = int(gigabytes * 10**9)
        monday = (NOW - timedelta(days=NOW.weekday())).date()
        yield Repository(
            name=name,
            images=images,
            bytes=size,
            usd=gigabytes * 0.1,
            oldest=NOW - timedelta(days=30 * (at + 2), hours=at),
            newest=NOW - timedelta(days=at, hours=3 * at),
            in_use=used,
            expiring=going,
            expiring_in_use=2 if name == "feed-server" else 0,
            has_policy=name != "cron",
            findings=dict(zip(("CRITICAL", "HIGH", "MEDIUM"), found, strict=True))
            if found
            else None,
            scan="" if found else "the scanner does not support this image",
            weeks={monday - timedelta(weeks=w): size * (w % 5 + 1) // 80 for w in range(30)},
        )


def html():
    """The page."""
    denied = Finding(
        code="access-denied",
        severity=Severity.INVALID,
        where=Where(resource="cluster batch"),
        problem="kubectl failed: the server has asked for the client to provide credentials",
        impact="",
        fix="log in to the cluster, or have its owner write the file",
    )
    return page("111111111111", "eu-west-1", rows(), [denied], NOW)
