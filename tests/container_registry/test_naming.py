from hypothesis import given
from hypothesis import strategies as st

from container_registry.naming import physical_name, shared_name
from container_registry.settings.vocabulary import REPOSITORY_NAME_PATTERN

services = st.from_regex(REPOSITORY_NAME_PATTERN, fullmatch=True)


def test_a_name_is_environment_service_noun() -> None:
    assert physical_name("prod", "feed-server", "ci") == "prod-feed-server-ci"


def test_a_shared_name_has_the_registry_in_the_place_of_the_service() -> None:
    assert shared_name("prod", "alerts") == "prod-registry-alerts"


def test_a_slash_becomes_two_hyphens_so_that_two_services_stay_apart() -> None:
    assert physical_name("dev", "a/b", "ci") == "dev-a--b-ci"
    assert physical_name("dev", "a/b", "ci") != physical_name("dev", "a-b", "ci")


@given(services, services)
def test_two_services_never_share_a_name(first: str, second: str) -> None:
    same = physical_name("dev", first, "ci") == physical_name("dev", second, "ci")
    assert same == (first == second)


def test_a_name_at_the_limit_stays_whole() -> None:
    service = "s" * (64 - len("prod--ci"))
    assert physical_name("prod", service, "ci", limit=64) == f"prod-{service}-ci"


def test_a_name_over_the_limit_is_cut_and_ends_in_a_digest() -> None:
    first = physical_name("prod", "s" * 200 + "a", "ci", limit=64)
    second = physical_name("prod", "s" * 200 + "b", "ci", limit=64)
    assert len(first) == len(second) == 64
    assert first[:55] == second[:55] == ("prod-" + "s" * 50)
    assert first[55] == "-"
    assert first != second


def test_a_cut_name_is_the_same_on_every_run() -> None:
    assert physical_name("dev", "s" * 100, "ci", limit=64).endswith("-a8605085")
