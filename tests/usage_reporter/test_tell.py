import json
from typing import Any

from botocore.exceptions import ClientError

from usage_reporter.changes import Change
from usage_reporter.request import Words
from usage_reporter.tell import event, tell

WORDS = Words("ticket", "Larger than allowed", "See what the lifecycle policy leaves", "docs#size")


def change(*names: str, state: str = "ALARM") -> Change:
    return Change("size", state, dict.fromkeys(names, "6.0 GiB, limit 5.0"), frozenset(names))


def detail(found: Change) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(event("dev-usage", found, WORDS)["Detail"])
    return loaded


def test_a_breach_names_its_service_its_numbers_and_what_to_do() -> None:
    found = detail(change("feed-server"))
    assert found["title"] == "Larger than allowed: feed-server"
    assert found["services"] == "feed-server (6.0 GiB, limit 5.0)"
    assert (found["severity"], found["thread"]) == ("ticket", "feed-server")
    assert (found["action"], found["runbook"]) == (WORDS.action, WORDS.runbook)


def test_many_services_are_one_message_that_stays_readable_and_small() -> None:
    names = [f"service-{number:03}" for number in range(200)]
    found = detail(change(*names))
    assert found["title"].endswith("service-000, service-001, service-002 and 197 more")
    assert found["services"].endswith("and 180 more")
    assert found["thread"] == "dev-usage-size"
    assert len(json.dumps(found)) < 3000


def test_what_is_over_says_so_first() -> None:
    assert detail(change("feed", state="OK"))["title"].startswith("Over: ")


class Events:
    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.entries: list[Any] = []

    def put_events(self, **call: Any) -> Any:
        self.entries += call["Entries"]
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_what_the_bus_refuses_is_lost_and_told_and_costs_no_other_message() -> None:
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutEvents")
    events = Events(refused, denied, {"FailedEntryCount": 0})
    changes = [change("a"), change("b"), change("c")]
    lost, reasons = tell(events, "dev-usage", changes, {"size": WORDS})
    assert lost == changes[:2]
    assert reasons == ["InternalFailure", "AccessDenied: no"]
    assert len(events.entries) == 3
