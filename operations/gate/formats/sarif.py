"""A verdict as SARIF 2.1.0."""

import json

from ecr_lifecycle.rendering import to_sarif
from operations.gate.formats.findings import findings
from operations.gate.judgement import Verdict
from operations.version import VERSION


def as_sarif(verdict: Verdict) -> str:
    """One result for each vulnerability that counts."""
    return json.dumps(to_sarif(findings(verdict), tool="registryctl", version=VERSION), indent=2)
