"""Settings of a repository are read and written by one request at a time."""

import threading
import time
from types import SimpleNamespace

import pytest

from local.aws.oci import restoring, site


class Slow:
    """Records whose writing takes long enough for another request to come between."""

    def __init__(self):
        self.writing = self.most = 0
        self.written = []

    def keep_repository(self, backend, repository):
        self.writing += 1
        self.most = max(self.most, self.writing)
        seen = repository.policy
        time.sleep(0.05)
        self.written.append(seen)
        self.writing -= 1


@pytest.fixture
def records(monkeypatch):
    slow, lock = Slow(), threading.RLock()
    here = SimpleNamespace(records=slow, lock=lambda *_: lock)
    monkeypatch.setattr(site, "here", lambda: here)
    return slow


def test_the_last_writer_has_what_every_other_one_changed(records):
    backend = SimpleNamespace(account_id="1", region_name="r")
    repository = SimpleNamespace(name="one", policy=0)

    def change(policy):
        repository.policy = policy
        restoring.keep_repository(backend, repository)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.most == 1
    assert records.written[-1] == repository.policy
