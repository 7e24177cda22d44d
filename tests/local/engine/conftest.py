"""A checkout in a directory of its own, in which nothing runs."""

import pytest

from local.engine.checkout import Checkout

VALID = """
config:
  aws:region: ap-northeast-2
  aws:allowedAccountIds: ["111111111111"]
  container-registry:services:
    feed-server: {tier: backend}
  container-registry:retention: {keep: 5}
"""


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: container-registry\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(VALID)
    return Checkout(tmp_path)
