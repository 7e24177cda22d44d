from usage_reporter.changes import breaches, changes, untold
from usage_reporter.memory import Memory
from usage_reporter.request import Request, request

WORDS = {"severity": "ticket", "title": "Too large", "action": "Look", "runbook": "docs#size"}
NAMES = ["feed", "guest", "bubble"]


def wanted(*, over: bool = False) -> Request:
    return request(
        {"repositories": NAMES, "limits": [{"size": 1}], "kinds": {"size": WORDS}, "over": over}
    )


def told(
    verdicts: dict[str, dict[str, str]], before: Memory | None, *, over: bool = False
) -> list[tuple[str, list[str]]]:
    asked = wanted(over=over)
    now = breaches(asked, verdicts, before)
    return [(c.state, list(c.reasons)) for c in changes(asked, verdicts, before, now)]


BIG = {"feed": {"size": "6 GiB"}, "guest": {"size": ""}, "bubble": {"size": ""}}


def remembered(*names: str) -> Memory:
    return Memory({"size": frozenset(names)})


def test_a_breach_is_told_once_with_its_repository() -> None:
    assert told(BIG, remembered()) == [("ALARM", ["feed"])]
    assert told(BIG, remembered("feed")) == []


def test_a_second_repository_is_told_although_the_first_is_still_in_breach() -> None:
    both = {**BIG, "guest": {"size": "7 GiB"}}
    assert told(both, remembered("feed")) == [("ALARM", ["guest"])]


def test_many_at_once_are_one_message() -> None:
    assert told({name: {"size": "9 GiB"} for name in NAMES}, remembered()) == [
        ("ALARM", sorted(NAMES))
    ]


def test_without_a_last_state_every_breach_is_told() -> None:
    assert told(BIG, None) == [("ALARM", ["feed"])]


def test_what_is_over_is_told_only_where_that_is_asked_for() -> None:
    fine = {name: {"size": ""} for name in NAMES}
    assert told(fine, remembered("feed")) == []
    assert told(fine, remembered("feed"), over=True) == [("OK", ["feed"])]


def test_a_repository_that_was_not_read_and_a_kind_not_judged_stay_as_they_were() -> None:
    before = remembered("feed", "guest")
    verdicts = {"feed": {}, "bubble": {"size": ""}}
    assert breaches(wanted(), verdicts, before) == {"size": frozenset({"feed", "guest"})}
    assert told(verdicts, before, over=True) == []


def test_a_service_that_left_the_stack_is_forgotten() -> None:
    assert breaches(wanted(), BIG, remembered("gone")) == {"size": frozenset({"feed"})}


def test_what_could_not_be_told_is_told_by_the_next_run() -> None:
    asked, before = wanted(over=True), remembered("guest")
    now = breaches(asked, BIG, before)
    lost = list(changes(asked, BIG, before, now))
    assert [change.state for change in lost] == ["ALARM", "OK"]
    kept = Memory(untold(now, before, lost))
    assert kept == before
    assert list(changes(asked, BIG, kept, breaches(asked, BIG, kept))) == lost
    assert untold(now, before, []) == now


def test_an_old_request_with_names_alone_is_judged_by_nothing() -> None:
    old = request({"repositories": NAMES})
    assert (old.limits, old.kinds) == ({}, {})
    assert breaches(old, BIG, None) == {}


def test_each_repository_has_the_limits_of_its_group() -> None:
    found = request(
        {"repositories": NAMES, "limits": [{"size": 1}, {"size": 2}], "own": {"guest": 1}}
    )
    assert {name: of.size for name, of in found.limits.items()} == {
        "feed": 1,
        "guest": 2,
        "bubble": 1,
    }
