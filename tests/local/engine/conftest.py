"""A checkout in a directory of its own, in which nothing runs."""

import pytest

from local.engine.checkout import Checkout

SALT = "v1:HlW20xXw0Ts=:v1:ljzw3lPQH/A7p8pr:761nYF6Dmp8NME1nfXRBJqltW4+30g=="
VALID = f"""
encryptionsalt: {SALT}
config:
  aws:region: ap-northeast-2
  aws:allowedAccountIds: ["111111111111"]
  container-registry:services:
    feed-server: {{tier: backend}}
  container-registry:retention: {{keep: 5}}
"""


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: container-registry\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(VALID)
    return Checkout(tmp_path)
