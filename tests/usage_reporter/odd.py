"""Odd answers of ECR for the repository `odd`: what of it is published all the same."""

import json
from typing import Any, Final

from tests.usage_reporter.account import IMAGE, SCANNED, refused

SIZE: Final = "RepositorySize"
NUMBER: Final = "ImageCount"
AGE: Final = "DaysSinceLastPush"
FINDINGS: Final = "Findings"
UNSCANNED: Final = "UnscannedImages"
ALL: Final = frozenset({SIZE, NUMBER, AGE, FINDINGS, UNSCANNED})
#: The scans are not known.
USAGE: Final = frozenset({SIZE, NUMBER, AGE})
#: The scans are known to be none.
NO_SCAN: Final = USAGE | {UNSCANNED}
NOTHING: Final[frozenset[str]] = frozenset()

NAN: Final = float("nan")
INFINITE: Final = float("inf")
_INDEX: Final = "application/vnd.oci.image.index.v1+json"


def each(*odd: Any) -> tuple[Any, ...]:
    """These, of whatever types."""
    return odd


Odd = tuple[dict[str, Any], frozenset[str]]


def _of(operation: str, answer: Any) -> dict[str, Any]:
    return {f"{operation} odd": answer}


def _image(**changed: Any) -> dict[str, Any]:
    return _of("DescribeImages", {"imageDetails": [{**IMAGE, **changed}]})


def _scan(**changed: Any) -> dict[str, Any]:
    return _of("DescribeImageScanFindings", {**SCANNED, **changed})


def _finding(*found: Any, **more: Any) -> dict[str, Any]:
    """What Inspector answers first, and then on the page that is read for the fixes."""
    findings = {"findingSeverityCounts": {"CRITICAL": 1}, "enhancedFindings": []}
    first = {"imageScanStatus": {"status": "ACTIVE"}, "imageScanFindings": findings}
    whole = {**first, "imageScanFindings": {**findings, "enhancedFindings": list(found)}, **more}
    return _of(
        "DescribeImageScanFindings", lambda body: first if body["maxResults"] == 1 else whole
    )


def _index(answer: Any) -> dict[str, Any]:
    return _image(imageManifestMediaType=_INDEX) | _of("BatchGetImage", answer)


def _manifest(text: Any) -> dict[str, Any]:
    return _index({"images": [{"imageManifest": text}]})


def _created(answer: Any) -> dict[str, Any]:
    empty = _of("DescribeImages", {"imageDetails": []})
    return empty | _of("DescribeRepositories", answer)


def _cycle(operation: str, first: str, then: str) -> dict[str, Any]:
    """Two tokens that lead to each other."""
    page = {"imageDetails": [IMAGE], **SCANNED}
    return _of(
        operation,
        lambda body: {**page, "nextToken": then if body.get("nextToken") == first else first},
    )


_FIXED: Final = {"severity": "CRITICAL", "fixAvailable": "YES"}

_GROUPS: Final[dict[str, tuple[frozenset[str], list[dict[str, Any]]]]] = {
    "images": (
        NOTHING,
        [
            *(
                _of("DescribeImages", answer)
                for answer in (
                    *(b"null", b"[]", b'"x"', b"7", b"<html>", b"", b"\xff\xfe", {}),
                    *(
                        {"imageDetails": odd}
                        for odd in each(None, 7, "abc", {"a": 1}, ["a"], [[IMAGE]])
                    ),
                    *({"imageDetails": [IMAGE], "nextToken": odd} for odd in each(7, True, "same")),
                    *(refused("RepositoryNotFoundException"), refused("AccessDeniedException")),
                    *(refused("ServerException", status=500), refused("é\u2028", "\ud800" * 9000)),
                    *(OSError("network"), RuntimeError("can't start new thread"), MemoryError()),
                )
            ),
            *(_image(imageTags=odd) for odd in each(7, True)),
            *(_image(imagePushedAt=odd) for odd in each(1e18, NAN, INFINITE, "soon", "", {}, [])),
            _cycle("DescribeImages", "a", "b"),
        ],
    ),
    "sizes": (
        ALL - {SIZE},
        [
            _image(imageSizeInBytes=odd)
            for odd in each(2**63, 10**400, -1, NAN, INFINITE, "100", True, 1.5, None, {}, [])
        ],
    ),
    "times": (NOTHING | {SIZE, NUMBER}, [_image(imagePushedAt=None)]),
    "digests": (USAGE, [_image(imageDigest=odd) for odd in each(None, "", 7, {}, [])]),
    "scans": (
        USAGE,
        [
            *(
                _of("DescribeImageScanFindings", answer)
                for answer in (
                    *(b"null", b"[]", b'"x"', b"\xff", refused("RepositoryNotFoundException")),
                    *(OSError("network"), RecursionError("deep"), refused("X", status=503)),
                )
            ),
            *(_scan(imageScanStatus=odd) for odd in each(7, [], "COMPLETE")),
            *(_scan(imageScanFindings=odd) for odd in each(7, [1], "x")),
            *(_scan(imageScanFindings={"findingSeverityCounts": odd}) for odd in each(7, [7], "x")),
            *(_scan(imageScanFindings={"imageScanCompletedAt": odd}) for odd in each("x", NAN, {})),
        ],
    ),
    "fixes": (
        ALL,
        [
            *(_finding(odd) for odd in each(7, "x", ["CRITICAL"])),
            *(
                _finding({"severity": "CRITICAL", "fixAvailable": odd})
                for odd in each([], {"a": 1})
            ),
            *(_finding({**_FIXED, "firstObservedAt": odd}) for odd in each("x", NAN, 1e18, {})),
            *(_finding(nextToken=odd) for odd in each(7, "same")),
        ],
    ),
    "indexes": (
        USAGE,
        [
            *(
                _manifest(odd)
                for odd in each("", "null", "[]", "7", '"x"', None, 7, {}, [], "\ud800")
            ),
            *(_manifest(f'{{"manifests": {odd}}}') for odd in each("{}", "9" * 5000, "[" * 99_999)),
            *(_index(odd) for odd in each(b"null", {"images": None}, {"images": [7]})),
            *(_index({"images": [], "failures": odd}) for odd in each(7, "x", [{}])),
            _index(refused("ImageNotFoundException")),
        ],
    ),
    "creation": (
        frozenset({SIZE, NUMBER}),
        [
            *(_created(odd) for odd in each(b"null", {}, refused("AccessDeniedException"))),
            *(_created({"repositories": odd}) for odd in each(None, 7, "x", [None], [])),
            *(_created({"repositories": [{"createdAt": odd}]}) for odd in each("x", NAN, None)),
        ],
    ),
    "a repository deleted in mid-run": (
        NOTHING,
        [_created(refused("RepositoryNotFoundException"))],
    ),
}
#: What is told of these is that the newest image has no scan.
UNKNOWN_SCANS: Final[list[dict[str, Any]]] = [
    *(_scan(imageScanStatus={"status": odd}) for odd in each(7, {}, [], "NEW", None, "é" * 9000)),
    *(
        _scan(imageScanStatus={"status": "FAILED", "description": odd})
        for odd in each({"a": 1}, 'q"\\\n<b>', "x" * 10**6, 7)
    ),
    *(
        _scan(imageScanFindings={"findingSeverityCounts": {"HIGH": odd}})
        for odd in each(2**63, 10**400, NAN, 1.5, -1, "9", {})
    ),
    _of("DescribeImageScanFindings", b"<html>"),
    *(
        _manifest(json.dumps({"manifests": odd}))
        for odd in each([], [None, 7, "x", []], [{"digest": 7}])
    ),
]
#: Nothing is lost by these.
HARMLESS: Final[list[dict[str, Any]]] = [
    *(_image(imageTags=odd) for odd in each(None, {}, "v1", [None], [[]], ["é"], [{}])),
    *(_image(imageManifestMediaType=odd) for odd in each(7, {}, [], "x/y")),
    *(_image(artifactMediaType=odd) for odd in each(7, {}, [])),
    *(_image(subjectManifestDigest=odd) for odd in each({}, [], "")),
    *(_image(imagePushedAt=odd) for odd in each(4e9, 253_402_300_799, -1, "2026-10-01T00:00:00")),
    _image(imageDigest="é" * 300),
    _image(imageSizeInBytes=2**63 - 1),
    *(
        _of("DescribeImages", {"imageDetails": [IMAGE], "nextToken": odd})
        for odd in each({}, [], "")
    ),
    _scan(imageScanFindings={"findingSeverityCounts": {"NEW": 3}}),
    *(_finding(odd) for odd in each(None, {}, {**_FIXED, "severity": []})),
    _finding({**_FIXED, "firstObservedAt": 5e9}),
]
TOLD: Final[dict[str, Odd]] = {
    f"{group} {number}": (odd, kept)
    for group, (kept, odds) in _GROUPS.items()
    for number, odd in enumerate(odds)
}
