import pytest

from container_registry.catalogue import covers, published
from container_registry.catalogue.metrics import API_CALLS, FINDINGS, METRICS, PULLS

SEED_METRICS_THAT_NOBODY_PUBLISHES = [
    "RepositoryPushCount",
    "RepositorySizeBytes",
    "StorageBytes",
    "ImageScanFindingsCounts",
    "ImageScanStatusFailed",
    "DataTransfer",
]


@pytest.mark.parametrize("name", SEED_METRICS_THAT_NOBODY_PUBLISHES)
def test_a_metric_of_the_seed_guide_that_aws_does_not_publish_is_unknown(name: str) -> None:
    assert not published("AWS/ECR", name, {"RepositoryName": "feed-server"})


def test_the_one_metric_that_ecr_publishes_is_known_with_its_one_dimension() -> None:
    assert published("AWS/ECR", "RepositoryPullCount", {"RepositoryName": "feed-server"})


@pytest.mark.parametrize(
    "dimensions",
    [{}, {"Repository": "feed-server"}, {"RepositoryName": "feed-server", "Environment": "prod"}],
)
def test_another_set_of_dimensions_is_another_metric(dimensions: dict[str, str]) -> None:
    assert not published("AWS/ECR", "RepositoryPullCount", dimensions)


def test_a_metric_belongs_to_its_namespace() -> None:
    assert not published("AWS/EKS", "RepositoryPullCount", {"RepositoryName": "feed-server"})


@pytest.mark.parametrize(
    ("dimensions", "there"),
    [
        ({"Service": "ECR", "Type": "API", "Resource": "PutImage", "Class": "None"}, True),
        ({"Service": "ECR", "Type": "API", "Resource": "PutImage"}, True),
        ({"Service": "ECR", "Type": "API", "Resource": "DeleteImage", "Class": "None"}, False),
        ({"Service": "ECS", "Type": "API", "Resource": "PutImage", "Class": "None"}, False),
        ({"Service": "ECR", "Resource": "PutImage", "Class": "None"}, False),
    ],
)
def test_usage_is_counted_for_the_documented_apis(dimensions: dict[str, str], there: bool) -> None:
    assert published("AWS/Usage", "CallCount", dimensions) is there


def test_quotas_are_counted_for_repositories_and_for_images_of_one() -> None:
    count = {"Service": "ECR", "Type": "RESOURCE", "Class": "None"}
    assert published("AWS/Usage", "ResourceCount", {**count, "Resource": "RepositoryCount"})
    images = {**count, "Resource": "ImagesPerRepositoryCount"}
    assert published("AWS/Usage", "ResourceCount", {**images, "ResourceId": "repository/feed"})
    assert not published("AWS/Usage", "ResourceCount", images)


def test_a_dimension_whose_value_is_not_known_yet_is_judged_by_its_name() -> None:
    assert published("ContainerRegistry", "Findings", {"RepositoryName": object(), "Severity": 1})
    assert not published("ContainerRegistry", "Findings", {"RepositoryName": object()})


def test_findings_are_published_for_the_reporters_severities_only() -> None:
    of = {"RepositoryName": "feed-server"}
    assert published("ContainerRegistry", "Findings", {**of, "Severity": "CRITICAL"})
    assert not published("ContainerRegistry", "Findings", {**of, "Severity": "INFORMATIONAL"})


def test_the_catalogue_judges_no_metric_of_another_service() -> None:
    assert covers("AWS/ECR", {})
    assert covers("ContainerRegistry", {})
    assert covers("AWS/Usage", {"Service": "ECR"})
    assert not covers("AWS/Usage", {"Service": "EC2"})
    assert not covers("AWS/Lambda", {})


def test_dimensions_that_have_one_value_fill_themselves() -> None:
    filled = API_CALLS.at(Resource="PutImage")
    assert filled == {"Service": "ECR", "Type": "API", "Resource": "PutImage", "Class": "None"}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"RepositoryName": "feed-server"},
        {"RepositoryName": "feed-server", "Severity": "CRITICAL", "Tag": "v1"},
        {"RepositoryName": "feed-server", "Severity": "critical"},
    ],
)
def test_a_metric_refuses_dimensions_that_it_is_not_published_with(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="would never fire"):
        FINDINGS.at(**values)


def test_every_metric_says_who_publishes_it_where_that_is_documented_and_when_it_can_be_read() -> (
    None
):
    for metric in METRICS:
        assert metric.publisher, metric
        assert metric.source, metric
        assert metric.meaning, metric
        assert metric.period >= 60, metric
        assert metric.period % 60 == 0, metric
        assert metric.delay > 0, metric
    assert PULLS.statistic == "Sum", "pulls add up; their maximum says nothing"
