"""Every tag that a pipeline pushes is in a class of the stack, so some retention rule keeps it."""

import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest

from ecr_lifecycle.wildcard import matches
from operations.kit.facts import Environment, TagClassFact
from operations.kit.pipeline import faults, stages
from operations.kit.tags import BUILD, Tags, tags_of
from tests.operations.kit.given import by_environment, facts, outputs, run, write_stacks

SCRIPT = Path("ci/tag.sh")
REFS = (("branch", "main"), ("branch", "feature/x"), ("tag", "v1.2.3"), ("tag", "v2.0.0-rc.1"))


def environment(*classes, **more):
    return Environment(
        name="dev",
        partition="aws",
        account="111111111111",
        region="ap-northeast-2",
        registry="111111111111.dkr.ecr.ap-northeast-2.amazonaws.com",
        repository="feed-server",
        tag_classes=tuple(
            TagClassFact(name=f"c{index}", patterns=patterns, release=release)
            for index, (patterns, release) in enumerate(classes)
        ),
        **more,
    )


@pytest.mark.parametrize("made", [outputs, by_environment])
def test_every_tag_of_every_stage_is_in_a_class(tmp_path, made):
    (tmp_path / "service").mkdir()
    run(tmp_path / "service", write_stacks(tmp_path, made))
    for stage, (kind, name) in itertools.product(stages(facts(tmp_path, made)), REFS):
        done = subprocess.run(
            ["bash", SCRIPT],
            cwd=tmp_path / "service",
            env={
                "PATH": os.environ["PATH"],
                "PREFIX": stage.tags.prefix,
                "VERSIONS": str(stage.tags.versions).lower(),
                "REF_TYPE": kind,
                "REF_NAME": name,
                "BUILD": BUILD,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        tag = done.stdout.removesuffix("\n")
        classes = [
            each.name
            for each in stage.environment.tag_classes
            if any(matches(pattern, tag) for pattern in each.patterns)
        ]
        assert len(classes) == 1, f"{tag} in {stage.environment.name}: {classes}"
        # A deployed image is one that people roll back to.
        kept = {each.name: each.release for each in stage.environment.tag_classes}
        assert kept[classes[0]], tag
        assert len(tag) <= 128


@pytest.mark.parametrize(
    ("classes", "tags"),
    [
        ((), Tags("sha-", versions=True)),
        (((("dev-*",), True),), Tags("dev-", versions=False)),
        (((("feature-*",), False), (("dev-*",), True)), Tags("dev-", versions=False)),
        (((("v*.*.*",), True),), Tags("", versions=True)),
        (((("v*",), True), (("build-*",), False)), Tags("build-", versions=True)),
        (((("prod-*", "v*.*.*"), True),), Tags("prod-", versions=True)),
        (((("v1.*",), True),), None),
        (((("*-rc",), True), (("latest",), False)), None),
    ],
)
def test_the_scheme_says_how_tags_are_made(classes, tags):
    assert tags_of(environment(*classes)) == tags


def refused(tmp_path, stack, **own):
    (tmp_path / "service").mkdir()
    paths = []
    for name in ("dev", stack):
        path = tmp_path / f"{name}.json"
        following = {"sharing": {"pullAccounts": ["222222222222", "333333333333"]}}
        path.write_text(json.dumps(outputs(name, **(own if name == stack else following))))
        paths.append(str(path))
    result = run(tmp_path / "service", paths)
    assert result.exit_code == 2, result.output
    assert list((tmp_path / "service").iterdir()) == []
    return result.output


def test_a_scheme_of_which_no_tag_can_be_made_is_refused(tmp_path):
    told = refused(tmp_path, "prod", tagScheme={"odd": {"patterns": ["*-odd"], "release": True}})
    assert "prod: tagScheme has no pattern of which a pipeline can make tags" in told


def test_versions_that_nobody_builds_are_refused(tmp_path):
    told = refused(tmp_path, "prod", tagScheme={"v": {"patterns": ["v*.*.*"], "release": True}})
    assert "prod: tagScheme takes versions alone, and no Git tag is built" in told


def test_branches_that_never_meet_are_refused(tmp_path):
    told = refused(tmp_path, "staging", ci={"branches": ["release"]})
    assert "staging: ci.branches has none of main, develop" in told


def test_a_repository_that_nobody_may_promote_from_is_refused(tmp_path):
    (tmp_path / "service").mkdir()
    paths = write_stacks(tmp_path, lambda stack: outputs(stack, sharing={}))
    told = run(tmp_path / "service", paths).output
    assert "dev: sharing.pullAccounts does not have 222222222222, the account of staging" in told


def test_stacks_that_go_together_have_no_fault(tmp_path):
    assert list(faults(facts(tmp_path))) == []
