"""One release for all tests."""

from pathlib import Path

import pytest

from tools.release.build import Release, build


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder: Path = tmp_path_factory.mktemp("release") / "dist"
    return build(folder)
