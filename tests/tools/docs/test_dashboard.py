from xml.etree import ElementTree

from container_registry.catalogue import published
from tools.docs import dashboard
from tools.docs.sample_week import series

BODY, REPOSITORIES, REPORTER = dashboard.of_stack(dashboard.STACK)
DATA = series(REPOSITORIES, REPORTER)


def test_the_committed_picture_is_what_the_stack_and_the_reporter_give() -> None:
    committed = (dashboard.ROOT / dashboard.PICTURE).read_text(encoding="utf-8")
    assert dashboard.picture(BODY, DATA) == committed, "run `python -m tools.docs.dashboard`"


def test_the_picture_shows_every_widget_and_every_repository() -> None:
    words = [node.text for node in ElementTree.fromstring(dashboard.picture(BODY, DATA)).iter()]
    for widget in BODY["widgets"][1:]:
        assert widget["properties"]["title"] in words
    for repository in REPOSITORIES:
        assert f"– {repository}" in words


def test_the_sample_week_holds_published_metrics_only() -> None:
    for namespace, name, dimensions in DATA:
        assert published(namespace, name, dict(dimensions))
