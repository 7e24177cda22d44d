"""Draws the pictures of docs/lifecycle.md and its table: `python -m tools.docs.lifecycle`.

Each picture is an evaluation that was run: a column per image, newest first, a row per rule, and
what becomes of the image. So a picture cannot show anything but what `ecr_lifecycle.evaluate` does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from ecr_lifecycle import Image, Policy, Retention, build, evaluate, parse, read_images
from ecr_lifecycle.evaluation.rules import CountingRule, WorkingRule
from ecr_lifecycle.words import days

PAGE = Path(__file__).parents[2] / "docs/lifecycle.md"
HERE = PAGE.with_suffix("")
NOW = datetime(2026, 11, 20, tzinfo=UTC)

LEFT, WIDE, HIGH, TOP = 300, 108, 34, 58
MARKED, KEPT, GONE, STORED, STAYS = "#fde2e1", "#e7f4e8", "#b3261e", "#7a5c00", "#1b6e2c"


@dataclass(frozen=True)
class Scene:
    """A policy, a repository by ages, and what to look at."""

    title: str
    rules: list[dict[str, Any]]
    images: list[dict[str, Any]]


def count(tag_status: str, number: int, **lists: Any) -> dict[str, Any]:
    """A selection by count."""
    count_type = {"countType": "imageCountMoreThan", "countNumber": number}
    return {"tagStatus": tag_status, **lists, **count_type}


def age(
    tag_status: str, number: int, count_type: str = "sinceImagePushed", **more: Any
) -> dict[str, Any]:
    """A selection by age."""
    in_days = {"countType": count_type, "countUnit": "days", "countNumber": number}
    return {"tagStatus": tag_status, **more, **in_days}


def image(name: str, ago: float, *tags: str, **more: Any) -> dict[str, Any]:
    """An image by its age."""
    return {"name": name, "pushed_days_ago": ago, "tags": list(tags), **more}


TO_ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}
SCENES = {
    "shielding": Scene(
        "All rules mark at once; the first that sees an image owns it (bold); owned images count",
        [
            {"selection": count("tagged", 1, tagPatternList=["alpha*"])},
            {"selection": age("untagged", 1)},
            {"selection": count("any", 1)},
        ],
        [
            image("E", 0.5),
            image("D", 1, "git-hash"),
            image("C", 2, "alpha-2"),
            image("B", 3),
            image("A", 4, "alpha-1"),
        ],
    ),
    "and-list": Scene(
        "A list means AND: dev alone is not seen by rule 1, and falls to rule 2",
        [
            {"selection": count("tagged", 10, tagPrefixList=["dev", "prod"])},
            {"selection": age("any", 90)},
        ],
        [
            image("A", 10, "dev-9"),
            image("B", 95, "dev-1", "prod-1"),
            image("C", 100, "prod-0"),
            image("D", 120, "dev-0"),
        ],
    ),
    "by-age": Scene(
        "An age rule asks for no newer release: the one that runs is deleted",
        [{"selection": age("tagged", 90, tagPatternList=["prod*"])}],
        [image("A", 91, "prod-12"), image("B", 200, "prod-11")],
    ),
    "manifest-list": Scene(
        "Parts of a manifest list are held and take places: keep 5 keeps two releases here",
        [{"selection": age("untagged", 1)}, {"selection": count("any", 5)}],
        [
            image("index 2", 2.0, "v2", references=["amd64 2", "arm64 2"]),
            image("amd64 2", 2.1),
            image("arm64 2", 2.2),
            image("index 1", 9.0, "v1", references=["amd64 1", "arm64 1"]),
            image("amd64 1", 9.1),
            image("arm64 1", 9.2),
            image("index 0", 16.0, "v0"),
        ],
    ),
    "archive": Scene(
        "Each storage class has its own rules: into the archive by the last pull, out by the stay",
        [
            {"selection": age("any", 90, "sinceImagePulled"), "action": TO_ARCHIVE},
            {"selection": age("any", 365, "sinceImageTransitioned", storageClass="archive")},
        ],
        [
            image("A", 20, "v3"),
            image("B", 200, "v2", last_pulled_days_ago=10),
            image("C", 200, "v1", last_pulled_days_ago=91),
            image("D", 600, "v0", storageClass="archive", archived_days_ago=100),
            image("E", 900, "old", storageClass="archive", archived_days_ago=400),
        ],
    ),
}


def draw(scene: Scene) -> str:
    """The picture of a scene as SVG."""
    rules = [
        {"rulePriority": number, "action": {"type": "expire"}} | rule
        for number, rule in enumerate(scene.rules, start=1)
    ]
    policy = parse({"rules": rules})
    images = read_images(scene.images, NOW)
    width = LEFT + WIDE * len(images) + 12
    height = TOP + HIGH * (len(rules) + 1) + 26
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(10, 22, scene.title, size=15),
        *_heads(policy, images),
        *_cells(policy, images),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heads(policy: Policy, images: tuple[Image, ...]) -> Iterator[str]:
    for column, each in enumerate(images):
        x = LEFT + WIDE * column + WIDE // 2 - 4
        name = ", ".join(each.tags) or "untagged"
        yield _text(x, TOP - 6, each.name, anchor="middle")
        yield _text(x, TOP + 12, name, anchor="middle", size=12)
    for row, rule in enumerate(policy.rules):
        selection = rule.selection
        entries = selection.tag_patterns or tuple(f"{each}…" for each in selection.tag_prefixes)
        what = " AND ".join(entries) or selection.tag_status
        where = " in the archive" if selection.storage_class == "archive" else ""
        kind = {
            "imageCountMoreThan": f"keep {selection.count_number}",
            "sinceImagePushed": days(selection.count_number),
            "sinceImagePulled": f"archive {days(selection.count_number)} after the pull",
            "sinceImageTransitioned": days(selection.count_number),
        }[selection.count_type]
        y = TOP + HIGH * (row + 1) + 12
        yield _text(10, y, f"{rule.priority}  {what}{where}: {kind}")
    yield _text(10, TOP + HIGH * (len(policy.rules) + 1) + 12, "result")


def _cells(policy: Policy, images: tuple[Image, ...]) -> Iterator[str]:
    result = evaluate(policy, images, NOW)
    rules = result.rules_of()
    for position in range(len(images)):
        for working in rules[position]:
            row = policy.rules.index(working.rule) + 1
            marked = working.marks(position)
            fill = MARKED if marked else KEPT
            said = _said(working, images[position], position) + (" ✗" if marked else "")
            yield _box(position, row, said, fill, bold=working is rules[position][0])
        verdict = result.verdicts[images[position].name]
        said, colour = {
            "expire": (f"deleted by {verdict.rule}", GONE),
            "transition": (f"archived by {verdict.rule}", STORED),
            "stay": ("held" if verdict.held_by else "stays", STAYS),
        }[verdict.outcome]
        x = LEFT + WIDE * position + WIDE // 2 - 4
        yield _text(x, TOP + HIGH * (len(policy.rules) + 1) + 12, said, "middle", fill=colour)


def _said(working: WorkingRule, each: Image, position: int) -> str:
    if isinstance(working, CountingRule):
        return f"no. {working.number(position)}"
    return f"{(NOW - working.since(each)) / timedelta(days=1):g} days"


def _box(column: int, row: int, said: str, fill: str, *, bold: bool) -> str:
    x, y = LEFT + WIDE * column, TOP + HIGH * row - 10
    stroke = 'stroke="#222222" stroke-width="2.5"' if bold else 'stroke="#bbbbbb"'
    box = f'<rect x="{x}" y="{y}" width="{WIDE - 8}" height="{HIGH - 4}" fill="{fill}" {stroke}/>'
    return box + _text(x + WIDE // 2 - 4, y + 20, said, anchor="middle")


def _text(
    x: int, y: int, said: str, anchor: str = "start", size: int = 13, fill: str = "#222222"
) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">'
        f"{escape(said)}</text>"
    )


def keep_table() -> str:
    """The five kinds of push, `keep: N`, and how many of thirty releases stay whole."""
    releases: Any = import_module("tests.ecr_lifecycle.releases")
    heads = [f"`keep: {number}`" for number in releases.KEPT]
    rows = [
        f"| push of | entries each | {' | '.join(heads)} | `keep: 20`, no scheme | `any` keep 20 |",
        "|---|---|" + "---|" * (len(heads) + 2),
    ]
    plain = releases.case("prod", 20, None)
    entries = build(Retention(keep_any=20))
    for kind, shape in releases.KINDS.items():
        kept = []
        for number in releases.KEPT:
            given = [releases.case(stack, number) for stack in releases.STACKS]
            kept.append({len(releases.whole_releases(c.policy, c.tags, shape)[0]) for c in given})
        cells = [", ".join(map(str, sorted(each))) for each in kept]
        cells += [
            str(len(releases.whole_releases(policy, plain.tags, shape)[0]))
            for policy in (plain.policy, entries)
        ]
        rows.append(f"| {kind} | {shape.entries} | {' | '.join(cells)} |")
    return "\n".join(rows)


def with_table(page: str) -> str:
    """The page with the table as it is now."""
    start = page.index(">", page.index("<!-- keep:")) + 1
    return f"{page[:start]}\n{keep_table()}\n{page[page.index('<!-- /keep -->') :]}"


def main() -> None:
    """Write the table into the page, and every picture beside it."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    for name, scene in SCENES.items():
        (HERE / f"{name}.svg").write_text(draw(scene), encoding="utf-8")


if __name__ == "__main__":
    main()
