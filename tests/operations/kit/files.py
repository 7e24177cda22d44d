"""The kit's files as programs see them: rendered, and parsed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from operations.kit.facts import Facts
from operations.kit.parts import PARTS
from operations.kit.render import render
from tests.operations.kit.given import facts as facts_of

STRATEGIES = ("blue-green", "canary", "deployment")


def written(known: Facts) -> dict[str, str]:
    """Every file of the kit by its path."""
    return {file.path: file.text for file in render(known, PARTS)}


def parsed(known: Facts, path: str) -> list[dict[str, Any]]:
    """The documents of a file of YAML."""
    return [each for each in yaml.safe_load_all(written(known)[path]) if each]


def one(known: Facts, path: str) -> dict[str, Any]:
    """The document of a file that has one."""
    (document,) = parsed(known, path)
    return document


def workload(known: Facts) -> dict[str, Any]:
    """The Rollout or the Deployment of the base."""
    kind = "deployment" if known.strategy == "deployment" else "rollout"
    return one(known, f"deploy/base/{kind}.yaml")


def manifests(known: Facts) -> Iterator[dict[str, Any]]:
    """Every object of the base but kustomize's own."""
    for path in written(known):
        if path.startswith("deploy/base/") and "kustomization" not in path:
            yield from (each for each in parsed(known, path) if "kind" in each)


def known(folder: Path, **options: Any) -> Facts:
    """What the kit knows of the feed server."""
    return facts_of(folder, **options)
