"""The Dockerfiles, read: what each promises, in every language. `make kit` builds and runs one."""

import re
from typing import get_args

import pytest

from operations.kit.facts import Language
from operations.kit.parts import PARTS
from operations.kit.render import render
from tests.operations.kit.given import by_environment, facts

LANGUAGES = get_args(Language)
_INSTRUCTION = re.compile(r"^([A-Z]+) (.*)$")


def files(folder, language):
    made = render(facts(folder, by_environment, language=language, port=4000), PARTS)
    return {each.path: each.text for each in made}


@pytest.fixture(params=LANGUAGES)
def stages(request, tmp_path):
    """The instructions of each stage."""
    text = re.sub(r"\\\n\s*", "", files(tmp_path, request.param)["Dockerfile"])
    found = [_INSTRUCTION.match(line) for line in text.splitlines()]
    instructions = [(match[1], match[2]) for match in found if match]
    starts = [index for index, (name, _) in enumerate(instructions) if name == "FROM"]
    assert len(starts) == 2
    return [instructions[starts[0] : starts[1]], instructions[starts[1] :]]


def of(stage, name):
    return [value for instruction, value in stage if instruction == name]


def test_every_base_is_by_digest_and_may_come_through_a_cache(stages):
    for stage in stages:
        (base,) = of(stage, "FROM")
        assert re.search(
            r"\$\{BASES\}[a-z-]+:\d+(\.\d+)?[a-z0-9-]*@sha256:[0-9a-f]{64}( AS build)?$", base
        )


def test_the_last_stage_runs_as_a_number_with_what_was_built_and_nothing_to_build_with(stages):
    build, last = stages
    assert of(last, "USER") == ["1001:1001"]
    assert of(build, "USER") == []
    assert any(value.startswith("--from=build ") for value in of(last, "COPY"))
    for run in of(last, "RUN"):
        # Nothing is installed there; what installs is taken away.
        assert re.match(r"rm -rf /usr/local/lib/node_modules|python -m pip uninstall", run)
    # A RUN with chown or chmod would store the files twice.
    assert not any("chown" in run or "chmod" in run for run in of(last, "RUN"))
    assert of(last, "EXPOSE") == ["4000"]


def test_what_is_downloaded_stays_in_a_cache_and_not_in_a_layer(stages):
    for run in of(stages[0], "RUN"):
        if re.search(r"npm ci|pip .*install|go mod|go build|mvnw|apt-get", run):
            assert "--mount=type=cache,target=" in run


def test_sigterm_reaches_the_program(stages):
    last = stages[1]
    assert of(last, "STOPSIGNAL") == ["SIGTERM"]
    for command in (*of(last, "ENTRYPOINT"), *of(last, "CMD")):
        assert command.startswith('["'), "a shell would take the signal"
        assert "npm" not in command
    whole = " ".join((*of(last, "ENTRYPOINT"), *of(last, "CMD")))
    # Node and Python ignore it as process 1; Go's and Java's own runtimes take it.
    assert ("tini" in whole) == ("node" in whole or "python" in whole)
    # Kubernetes ignores it, and alpine has no curl for it.
    assert of(last, "HEALTHCHECK") == []


def test_node_is_built_with_its_tools_and_runs_without_them(tmp_path):
    text = files(tmp_path, "node")["Dockerfile"]
    assert "npm ci\n" in text
    assert "--only=production" not in text
    assert "--ignore-scripts" not in text
    assert text.index("npm ci") < text.index("npm run build") < text.index("npm prune --omit=dev")


def test_a_secret_is_kept_out_of_the_context_at_any_depth(tmp_path):
    lines = files(tmp_path, "node")[".dockerignore"].splitlines()
    patterns = {line for line in lines if line and not line.startswith("#")}
    assert {
        "**/.git",
        "**/.env",
        "**/.env.*",
        "**/*.key",
        "**/*.pem",
        "**/node_modules",
    } <= patterns
    # What is only at the root says so; nothing is taken back.
    assert all(pattern.startswith(("**/", "/")) for pattern in patterns)
    assert not any(pattern.startswith("!") for pattern in patterns)
