"""The failures that `make conformance` expects are those of deviations in the table."""

from local.aws.oci.semantics import DEVIATIONS
from tools.conformance.__main__ import EXPECTED, expected

FAILURES = expected(EXPECTED.read_text())


def test_every_expected_failure_has_a_deviation():
    assert len(FAILURES) == 15
    assert set(FAILURES.values()) <= {each.switch for each in DEVIATIONS}


def test_only_chunks_and_empty_layers_fail():
    assert all("blobs/" in name for name in FAILURES)
    for name, switch in FAILURES.items():
        assert ("patch" in name) == (switch == "patch_is_created") or "/empty/" in name
