"""The kit written for the feed server, and the programs that judge it."""

import functools
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.operations.kit.given import by_environment, run, write_stacks
from tools.kit.cluster import GATOR, KUBECONFORM, KUSTOMIZE, provide_admission
from tools.kit.schemas import provide_schemas

ENVIRONMENTS = ("dev", "staging", "prod")


def kit(folder: Path, *words: str, made: Any = by_environment) -> Path:
    """A folder with all that the kit writes."""
    work, stacks = folder / "work", folder / "stacks"
    work.mkdir(parents=True)
    stacks.mkdir()
    result = run(work, write_stacks(stacks, made), *words)
    assert result.exit_code == 0, result.output
    return work


def build(overlay: Path) -> list[dict[str, Any]]:
    """What kustomize makes of an overlay."""
    return list(yaml.safe_load_all(said(KUSTOMIZE.provide(), "build", overlay)))


def conforms(*files: Path, without: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    """kubeconform's verdict, which refuses unknown fields and unknown kinds."""
    form = f"{provide_schemas()}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
    command = [KUBECONFORM.provide(), "-strict", "-summary", "-schema-location", form]
    skipped = ["-skip", ",".join(without)] if without else []
    return subprocess.run([*command, *skipped, *files], capture_output=True, text=True, check=False)


def said(*command: str | Path, given: str = "") -> str:
    """What a program prints; its failure fails the test."""
    done = subprocess.run(list(command), input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def judged(policy: Path, cases: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The API server's messages on each case; none means admitted."""
    answer = json.loads(said(provide_admission(), policy, given=json.dumps(cases)))
    return {each["name"]: each["messages"] for each in answer}


@functools.cache
def gator() -> Path:
    """Gatekeeper without a cluster."""
    return GATOR.provide()
