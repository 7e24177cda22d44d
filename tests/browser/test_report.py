"""The report of `registryctl` in a real Chromium: what a reader sees, hears and clicks.

The picture of docs/operations/report.md is taken here when the page has changed:
`PICTURE=1 make browser`.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.operations.report.sample import SERVICES, html
from tests.support.stacks import ROOT

PICTURE = ROOT / "docs" / "operations" / "report.png"
#: Nothing but the page: Chromium's own connections would be requests too.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
#: Every element that shows text, with its colour, what is behind it, and its size. From the
#: computed styles: what the browser drew, whatever the style sheet meant.
TEXTS = """
() => [...document.querySelectorAll("body *")].filter(
  (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && one.checkVisibility() && one.tagName !== "SCRIPT"
).map((one) => {
  const style = getComputedStyle(one);
  let behind = one;
  while (behind && /, 0\\)$|transparent/.test(getComputedStyle(behind).backgroundColor))
    behind = behind.parentElement;
  return {
    text: one.textContent.trim().slice(0, 40),
    ink: one instanceof SVGElement ? style.fill : style.color,
    paper: behind ? getComputedStyle(behind).backgroundColor : "none",
    size: parseFloat(style.fontSize),
    bold: Number(style.fontWeight) >= 700,
  };
})
"""


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
    assert found, "there is no Chromium on PATH; Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        root = os.geteuid() == 0
        launched = playwright.chromium.launch(
            executable_path=found, args=[*QUIET, *(["--no-sandbox"] if root else [])]
        )
        yield launched
        launched.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the report, and keeps what the page complained of and asked for."""
    path = tmp_path / "report.html"
    path.write_text(html(), "utf-8")
    contexts = []

    def opened(**options):
        options = {"viewport": {"width": 1200, "height": 900}, **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.complaints, page.asked = [], []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def cells(page, column):
    return page.locator(f"#table tbody tr td:nth-child({column})").all_inner_texts()


def test_nothing_is_complained_of_and_nothing_is_asked_for(opened):
    page = opened()
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize(
    ("head", "column", "key"),
    [
        ("repository", 1, str),
        ("images", 2, int),
        (
            "storage",
            3,
            lambda text: float(text.split()[0]) * {"GB": 1000, "MB": 1}[text.split()[1]],
        ),
        ("$ a month", 4, float),
        ("newest", 5, str),
        ("in use", 7, int),
        ("expire next", 8, lambda text: -1 if text == "no policy" else int(text)),
    ],
)
def test_a_click_on_a_head_sorts_up_and_another_down(opened, head, column, key):
    page = opened()
    button = page.get_by_role("button", name=head, exact=True)
    button.click()
    up = [key(text) for text in cells(page, column)]
    assert up == sorted(up)
    assert button.locator("..").get_attribute("aria-sort") == "ascending"
    button.click()
    assert [key(text) for text in cells(page, column)] == sorted(up, reverse=True)
    assert page.locator("[aria-sort]").count() == 1
    assert len(up) == len(SERVICES)


def test_the_keyboard_sorts_too(opened):
    page = opened()
    page.get_by_role("button", name="critical").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    first = page.locator("#table tbody tr").first.inner_text()
    assert first.startswith("mailer"), "the most critical ones come first"


def test_links_lead_to_what_they_name(opened):
    page = opened()
    links = page.locator("a")
    assert links.count() > 0
    for at in range(links.count()):
        target = links.nth(at).get_attribute("href")
        assert target.startswith("#"), "no link leaves the page"
        assert page.locator(f"[id='{target[1:]}']").count() == 1
    page.get_by_role("link", name="feed-server").click()
    assert page.locator("tr:target").inner_text().startswith("feed-server")


def test_without_scripts_everything_is_there_to_read(opened):
    page = opened(java_script_enabled=False)
    text = page.locator("body").inner_text()
    for name, *_ in SERVICES:
        assert name in text
    for words in ("In use, and would be deleted", "Could not be looked at", "61.4 GB", "$24.05"):
        assert words in text
    assert page.get_by_role("img").count() == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(opened, scheme):
    page = opened(color_scheme=scheme)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 100
    papers = {one["paper"] for one in texts}
    assert len(papers) >= 3, "the scheme's page, its tiles and its alarms"
    poor = [
        one
        for one in texts
        if contrast(one["ink"], one["paper"])
        < (3 if one["size"] >= 24 or (one["bold"] and one["size"] >= 18.66) else 4.5)
    ]
    assert poor == []


def test_the_two_schemes_differ(opened):
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = (luminance(opened(color_scheme=s).evaluate(paper)) for s in ("light", "dark"))
    assert light > 0.8
    assert dark < 0.05


def test_a_telephone_scrolls_the_table_and_not_the_page(opened):
    page = opened(viewport={"width": 390, "height": 800})
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390


def test_the_picture_of_the_documentation_is_of_this_page(opened):
    """Pixels differ with fonts; size and place in the page do not."""
    page = opened(viewport={"width": 1200, "height": 900})
    if os.environ.get("PICTURE"):
        page.screenshot(path=PICTURE, full_page=True)
    head = PICTURE.read_bytes()[:24]
    width, height = (int.from_bytes(head[at : at + 4], "big") for at in (16, 20))
    assert head.startswith(b"\x89PNG")
    drawn = page.evaluate("() => document.documentElement.scrollHeight")
    assert width == 1200
    assert abs(height - drawn) < 150
    assert PICTURE.stat().st_size < 300_000


def luminance(colour):
    numbers = [float(n) for n in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
        for p in (n / 255 for n in numbers)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
