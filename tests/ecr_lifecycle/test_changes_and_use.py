"""`diff`, and images that are in use: in `evaluate`, `diff` and `build`."""

import json

import pytest
from click.testing import CliRunner

from ecr_lifecycle import parse, read_images
from ecr_lifecycle.cli import main
from ecr_lifecycle.comparison import compare
from ecr_lifecycle.in_use import InvalidInUse, read_in_use
from tests.ecr_lifecycle.rules import ARCHIVE, UNTAGGED, age, count, policy, rule
from tests.ecr_lifecycle.worlds import NOW

DIGEST = "sha256:" + "ab" * 32
IMAGES = [
    {"name": "new", "tags": ["v3", "latest"], "pushed_days_ago": 1, "size_bytes": 10},
    {"name": DIGEST, "tags": ["v2"], "pushed_days_ago": 20, "size_bytes": 2 * 10**9},
    {"name": "old", "tags": ["v1"], "pushed_days_ago": 40, "references": ["part"]},
    {"name": "part", "pushed_days_ago": 40},
]
KEEP_TWO = policy(UNTAGGED, rule(2, count("tagged", 2, tagPatternList=["*"])))
KEEP_ONE = policy(UNTAGGED, rule(5, count("tagged", 1, tagPatternList=["*"])))
ARCHIVING = policy(rule(3, age("tagged", 30, tagPatternList=["*"]), ARCHIVE))


@pytest.fixture
def cli(tmp_path):
    def run(*arguments, **files):
        for name, value in files.items():
            (tmp_path / name).write_text(json.dumps(value))
        named = [str(tmp_path / each) if each in files else each for each in arguments]
        return CliRunner().invoke(main, named)

    return run


def test_a_change_of_policy_is_told_image_by_image():
    old, new = parse(KEEP_TWO), parse(KEEP_ONE)
    found = compare(old, new, read_images(IMAGES, NOW), NOW)
    assert [(each.image.name, each.old, each.new, each.new_rule) for each in found.changes] == [
        (DIGEST, "stay", "expire", 5)
    ]
    assert [each.image.name for each in found.newly_expired] == [DIGEST]
    back = compare(new, old, read_images(IMAGES, NOW), NOW)
    assert (back.changes[0].old, back.changes[0].new, back.newly_expired) == ("expire", "stay", ())


def test_what_is_archived_in_place_of_deleted_is_a_change():
    found = compare(parse(KEEP_TWO), parse(ARCHIVING), read_images(IMAGES, NOW), NOW)
    assert [(each.image.name, each.old, each.new) for each in found.changes] == [
        ("old", "expire", "transition")
    ]


def test_the_command_says_what_is_lost_within_24_hours(cli):
    files = {"one": KEEP_ONE, "two": KEEP_TWO, "i": IMAGES}
    arguments = ("diff", "--old", "two", "--new", "one", "--images", "i")
    told = json.loads(cli(*arguments, "--json", **files).stdout)
    assert told["expires_within_24_hours"] == [DIGEST]
    [change] = told["changes"]
    assert change["new"] == {"outcome": "expire", "rule": 5}
    result = cli(*arguments, **files)
    assert result.exit_code == 0
    assert "1 more would be deleted (2.00 GB" in result.stderr


@pytest.mark.parametrize(
    "use",
    [
        {DIGEST: ["ecs:prod/web"]},
        [f"111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app@{DIGEST}"],
        [f"localhost:5000/app:v9@{DIGEST}"],
        ["111111111111.dkr.ecr.eu-west-1.amazonaws.com/team/app:v2"],
        [{"image": "v2", "by": "lambda:resize"}],
        {"v2": "lambda:resize"},
    ],
)
def test_an_image_in_use_that_would_go_is_named_and_fails(cli, use):
    files = {"one": KEEP_ONE, "two": KEEP_TWO, "i": IMAGES, "u": use}
    lost = cli("evaluate", "--policy", "one", "--images", "i", "--in-use", "u", "--json", **files)
    assert lost.exit_code == 1
    assert list(json.loads(lost.stdout)["in_use"]) == [DIGEST]
    assert f"In use and going: {DIGEST}" in lost.stderr
    kept = cli("evaluate", "--policy", "two", "--images", "i", "--in-use", "u", **files)
    assert kept.exit_code == 0
    assert "in use by" in " ".join(kept.stdout.split())
    arguments = ("diff", "--old", "two", "--new", "one", "--images", "i", "--in-use", "u")
    assert cli(*arguments, **files).exit_code == 1


def test_an_index_is_in_use_through_its_part_and_a_part_through_its_index():
    images = read_images(IMAGES, NOW)
    assert read_in_use({"part": "pod"}).users(images)["old"] == ("pod",)
    assert read_in_use({"v1": "pod"}).users(images)["part"] == ("pod",)
    assert read_in_use(["unknown"]).users(images) == {}


@pytest.mark.parametrize("value", [5, None, "v1", [5], [{"by": "x"}], [""]])
def test_what_is_no_list_of_uses_is_refused(value):
    with pytest.raises(InvalidInUse):
        read_in_use(value)


def test_build_protects_the_tags_in_use_and_says_what_it_cannot(cli):
    files = {"r": {"keep": 3}, "u": {"v2": "web", DIGEST: "batch"}}
    result = cli("build", "r", "--in-use", "u", "--json", **files)
    rules = json.loads(result.stdout)["rules"]
    assert rules[0]["description"] == "protect v2"
    assert rules[0]["selection"]["tagPatternList"] == ["v2"]
    assert f"{DIGEST} is in use" in result.stderr
    assert "by PutImage" in result.stderr


def test_build_takes_a_scheme(cli):
    scheme = {"release": {"patterns": ["hotfix-*"], "release": True}}
    told = cli("build", "r", "--scheme", "s", "--json", r={"keep": 3}, s=scheme).stdout
    assert [each["description"] for each in json.loads(told)["rules"]] == [
        "release: keep 3 of hotfix-*",
        "signatures: keep 10000 of sha256-*",
        "untagged: 1 day",
        "other tags: keep 3",
    ]


def test_a_long_table_is_bounded_and_all_is_streamed(cli):
    images = [{"name": f"i{n}", "tags": [f"v{n}"], "pushed_days_ago": n} for n in range(120)]
    arguments = ("evaluate", "--policy", "p", "--images", "i")
    bounded = cli(*arguments, p=KEEP_TWO, i=images)
    assert "70 more; --all prints every image." in bounded.stderr
    assert "i2 " in bounded.stdout, "what goes comes first, the newest of it"
    everything = cli(*arguments, "--all", p=KEEP_TWO, i=images)
    assert len(everything.stdout.splitlines()) == 120
    assert everything.stdout.startswith("i0\tv0\tstay\t2\t")
    assert "118 deleted, 0 archived, 2 stay." in everything.stderr
