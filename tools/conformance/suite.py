"""One run of the suite, and the tests that failed, by their names.

The suite is github.com/opencontainers/distribution-spec/conformance. Left out is SHA-512 alone: the
digests of ECR's layers are SHA-256 (assumed).
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from tools.clients.registry import ClientError, registry

_REPOSITORIES: Final = ("conformance/one", "conformance/two")
#: A test of tests fails with its parts; the parts say why.
_NAME: Final = re.compile(r'msg="failed test" name="([^"]+)"')


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    total: int
    failed: tuple[str, ...]
    skipped: int


def run_suite(binary: Path, *options: str) -> Outcome:
    """Runs the suite against a local AWS with options.

    Raises:
        ClientError: the suite itself could not run.
    """
    with registry(*options) as shop:
        shop.create(*_REPOSITORIES)
        environment = {
            **os.environ,
            "OCI_REGISTRY": shop.host,
            "OCI_TLS": "disabled",
            "OCI_USERNAME": "AWS",
            "OCI_PASSWORD": shop.password,
            "OCI_REPO1": _REPOSITORIES[0],
            "OCI_REPO2": _REPOSITORIES[1],
            "OCI_DATA_SHA512": "false",
            "OCI_VERSION": "dev",
            "OCI_RESULTS_DIR": str(shop.home),
        }
        said = subprocess.run(
            [str(binary)], env=environment, capture_output=True, text=True, check=False
        )
        report = shop.home / "junit.xml"
        if not report.is_file():
            raise ClientError(f"the suite could not run\n{said.stdout}{said.stderr}")
        suite = ElementTree.parse(report).getroot()  # noqa: S314 - our own suite wrote it
    failed = sorted(set(_NAME.findall(said.stdout + said.stderr)))
    return Outcome(int(suite.get("tests", 0)), tuple(failed), int(suite.get("skipped", 0)))
