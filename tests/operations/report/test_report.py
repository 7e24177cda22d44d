"""`registryctl report`: what the page says, and what it never does."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from ecr_lifecycle.finding import Finding, Severity, Where
from operations import cli
from operations.cli import options
from operations.report.page import page
from operations.report.survey import Repository
from tests.operations.gate.given import cve, registry, scan
from tests.operations.scripted import Refusal
from tests.operations.usage.given import MOVED, RUNNING, account

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&"


def row(name="payments", **changes):
    values = {
        "images": 3,
        "bytes": 5_000_000,
        "usd": 0.5,
        "oldest": NOW,
        "newest": NOW,
        "in_use": 1,
        "expiring": 0,
        "expiring_in_use": 0,
        "has_policy": True,
        "findings": {"CRITICAL": 0, "HIGH": 2},
        "weeks": {NOW.date(): 5},
    }
    return Repository(name, **{**values, **changes})


def unseen(text):
    return Finding(
        code="access-denied",
        severity=Severity.INVALID,
        where=Where(resource=text),
        problem=text,
        impact=text,
        fix=text,
    )


class Tags(HTMLParser):
    """Elements that are opened and never closed, of those that must be."""

    def __init__(self):
        super().__init__()
        self.open, self.scripts = [], 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_names_each_repository():
    text = page("111111111111", "eu-west-1", [row(), row("orders")], [], NOW)
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert "payments" in text
    assert "orders" in text


def test_hostile_names_stay_text():
    text = page("1", "r", [row(HOSTILE, findings=None, scan=HOSTILE)], [unseen(HOSTILE)], NOW)
    tags = Tags()
    tags.feed(text)
    assert tags.scripts == 1
    assert "<script>alert" not in text


def test_nothing_is_loaded_from_anywhere():
    text = page("1", "r", [row()], [], NOW)
    assert not re.findall(r"(?:src|href)=[\"'](?!data:,)", text)
    assert "default-src 'none'" in text


def test_what_could_not_be_looked_at_and_what_is_in_use_and_goes_stand_first():
    text = page("1", "r", [row(expiring=2, expiring_in_use=2)], [unseen("orders")], NOW)
    assert text.index("Could not be looked at") < text.index("In use, and would be deleted")
    assert text.index("In use, and would be deleted") < text.index('id="repositories"')


def test_an_empty_registry_has_a_page():
    assert "<b>0</b><span>repositories" in page("1", "r", [], [], NOW)


def test_a_difference_to_the_stack_is_shown_and_so_is_that_nobody_looked():
    assert "Drift was not looked at" in page("1", "r", [row()], [], NOW)
    text = page("1", "r", [row()], [], NOW, [unseen("tags.Owner")])
    assert text.index("Differs from the stack") < text.index("tags.Owner")
    assert "Every repository is as the stack says" in page("1", "r", [row()], [], NOW, [])


def contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_have_the_contrast_of_wcag_aa_in_light_and_dark():
    text = page("1", "r", [row()], [], NOW)
    schemes = re.findall(
        r":root \{[^}]*?--ink: (#\w+); --paper: (#\w+);[^}]*?--bar: (#\w+);\s+--bad: (#\w+)", text
    )
    assert len(schemes) == 2
    for ink, paper, bar, bad in schemes:
        assert contrast(ink, paper) >= 4.5
        assert contrast(bad, paper) >= 4.5
        assert contrast(bar, paper) >= 3


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(*scans, words=(), **changes):
        aws = account(
            **{
                "DescribeRepositories": {"repositories": [{"repositoryName": "payments"}]},
                "DescribeImages": {
                    "imageDetails": [
                        {
                            "imageDigest": digest,
                            "imageTags": [tag],
                            "imagePushedAt": at,
                            "imageSizeInBytes": 7,
                        }
                        for digest, tag, at in (
                            (RUNNING, "1.0", 1_790_000_000),
                            (MOVED, "0.9", 1_780_000_000),
                        )
                    ]
                },
                "BatchGetImage": lambda request: {
                    "images": [
                        {"imageId": one, "imageManifest": '{"layers": []}'}
                        for one in request["imageIds"]
                    ]
                },
                "GetLifecyclePolicy": Refusal("LifecyclePolicyNotFoundException"),
                **registry(),
                "DescribeImageScanFindings": list(scans or [scan("COMPLETE", cve())]),
                **changes,
            }
        )
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        done = CliRunner().invoke(cli.main, ["report", "out.html", *words])
        return done, (tmp_path / "out.html").read_text()

    return run


def test_the_report_of_an_account_says_use_age_scan_and_policy(run):
    done, text = run()
    assert done.exit_code == 0, done.output
    cells = re.findall(r"<td[^>]*>(.*?)</td>", text)
    assert cells[:2] == ["payments", "2"]
    assert "2026-09-21" in cells
    assert "no policy" in cells
    assert '<td class="bad">1</td>' in text


def test_a_part_that_is_missing_is_on_the_page_and_in_the_exit_code(run):
    done, text = run(ListTasks=Refusal("AccessDeniedException", "no"))
    assert done.exit_code == 3
    assert "ecs:ListTasks" in text


def test_programs_get_what_the_page_says(run):
    done, text = run(words=("--json",))
    told = json.loads(done.stdout)
    (one,) = told["repositories"]
    assert (one["repository"], one["images"], one["hasPolicy"]) == ("payments", 2, False)
    assert one["newest"].startswith("2026-09-21")
    assert one["counts"]["CRITICAL"] == 1
    assert (told["file"], told["drift"], told["couldNotLook"]) == ("out.html", None, [])
    assert "<html" in text
    assert "out.html: 1 repositories" in done.stderr


def test_programs_get_what_could_not_be_looked_at(run):
    done, _ = run(words=("--json",), ListTasks=Refusal("AccessDeniedException", "no"))
    assert done.exit_code == 3
    assert "ecs:ListTasks" in json.loads(done.stdout)["couldNotLook"][0]["problem"]
