"""A small runner of GitHub's workflows: what the kit writes is run, not only read.

Owns jobs in the order of their `needs`, `if`, expressions, `run:` steps in a real bash on a PATH of
stubs that record how they were called. An action is not run: its `with` is recorded, and the
outputs that the kit uses are made up.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

DIGEST = "sha256:" + "d" * 64
SHA = "c" * 40
PROGRAMS = ("aws", "docker", "crane", "gh", "registryctl", "cosign")
#: Programs of the machine that scripts may use.
REAL = ("bash", "cat", "git", "jq", "mkdir", "cp", "chmod", "env", "sleep", "umask", "printf", "sh")
_STUB = """#!/bin/bash
printf '%s\\n' "$(printf '%q ' "${0##*/}" "$@")" >> "$CALLS"
answer="$STUBS/${0##*/}.answer"
[[ -f "$answer" ]] && cat "$answer"
[[ -f "$STUBS/${0##*/}.code" ]] && exit "$(cat "$STUBS/${0##*/}.code")"
exit 0
"""
_PYTHON = """#!/bin/bash
# `python3 -m venv FOLDER`: with a pip that records, and the registryctl that it would install.
printf '%s\\n' "$(printf '%q ' "${0##*/}" "$@")" >> "$CALLS"
mkdir -p "$3/bin"
cp "$STUBS/registryctl" "$3/bin/pip"
cp "$STUBS/registryctl" "$3/bin/registryctl"
"""


@dataclass
class Ran:
    """What a run left.

    Attributes:
        jobs: each job's result: success, failure, skipped.
        actions: the job, the action's name and its `with`.
        outputs: outputs by job.
        failed: what the step that failed said.
    """

    jobs: dict[str, str] = field(default_factory=dict)
    actions: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    steps: list[tuple[str, str]] = field(default_factory=list)
    failed: str = ""

    def used(self, action: str) -> list[tuple[str, dict[str, Any]]]:
        """The jobs that use an action, and how."""
        return [(job, given) for job, name, given in self.actions if name == action]


class Runner:
    """A checkout of a service, and stubs for the programs that reach out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work, self.stubs = folder / "work", folder / "stubs"
        self.calls = folder / "calls"
        self.stubs.mkdir()
        self.calls.write_text("")
        for name in PROGRAMS:
            self._stub(name, _STUB)
        self._stub("python3", _PYTHON)
        for name in REAL:
            found = shutil.which(name)
            if found and not (self.stubs / name).exists():
                (self.stubs / name).symlink_to(found)
        self.environment = {
            "PATH": str(self.stubs),
            "HOME": str(folder),
            "CALLS": str(self.calls),
            "STUBS": str(self.stubs),
            "RUNNER_TEMP": str(folder / "temp"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            "PAUSE": "0",
        }

    def _stub(self, name: str, text: str) -> None:
        (self.stubs / name).write_text(text)
        (self.stubs / name).chmod(0o755)

    def answers(self, program: str, text: str = "", code: int = 0) -> None:
        """What a stub prints, and how it ends."""
        (self.stubs / f"{program}.answer").write_text(text)
        (self.stubs / f"{program}.code").write_text(str(code))

    def called(self, program: str) -> list[str]:
        """How a stub was called, with its name left out."""
        lines = [line.strip() for line in self.calls.read_text().splitlines()]
        return [line.partition(" ")[2] for line in lines if line.split(" ")[0] == program]

    def commit(self) -> None:
        """The checkout becomes a clone of a repository with one commit."""
        self.git("init", "--quiet", "--bare", "-b", "main", str(self.folder / "origin"))
        self.git("init", "--quiet", "-b", "main", str(self.work))
        self.git("-C", str(self.work), "remote", "add", "origin", str(self.folder / "origin"))
        self.git("-C", str(self.work), "add", "-A")
        identity = ("-c", "user.name=x", "-c", "user.email=x@invalid")
        self.git("-C", str(self.work), *identity, "commit", "--quiet", "-m", "start")
        self.git("-C", str(self.work), "push", "--quiet", "origin", "main")

    def git(self, *words: str) -> str:
        """A git of the machine's own, without the user's settings."""
        done = subprocess.run(
            ["git", *words], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def pushed(self, branch: str, path: str) -> str:
        """A file of a branch of the origin."""
        return self.git("-C", str(self.folder / "origin"), "show", f"{branch}:{path}")

    def bash(self, script: str, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """A script as GitHub runs `shell: bash`."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.work,
            env={**self.environment, **given},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def run(self, workflow: str, event: str, ref: str, **more: Any) -> Ran:
        """A whole workflow for an event on a ref."""
        document = yaml.safe_load((self.work / workflow).read_text())
        github = {
            "event_name": event,
            "ref": ref,
            "ref_type": "tag" if ref.startswith("refs/tags/") else "branch",
            "ref_name": ref.split("/", 2)[2],
            "sha": SHA,
            "run_number": "7",
            "run_attempt": "1",
            "run_id": "99",
            "token": "job-token",
            "workflow": document["name"],
            "server_url": "https://github.invalid",
            "repository": "bubblepool/feed-server",
            "event": {"repository": {"default_branch": "main"}},
            **more,
        }
        ran = Ran()
        for name, job in document["jobs"].items():
            needs = job.get("needs", [])
            needs = [needs] if isinstance(needs, str) else needs
            context = {
                "github": github,
                "vars": more.get("vars", {}),
                "secrets": {},
                "needs": {each: {"outputs": ran.outputs.get(each, {})} for each in needs},
                "steps": {},
            }
            due = all(ran.jobs[each] == "success" for each in needs)
            if not due or not evaluate(job.get("if", "true"), context):
                ran.jobs[name] = "skipped"
                continue
            ran.jobs[name] = self._job(name, job, document.get("env", {}), context, ran)
        return ran

    def _job(self, name, job, environment, context, ran: Ran) -> str:
        path = [self.environment["PATH"]]
        for step in job["steps"]:
            if not evaluate(step.get("if", "true"), context):
                continue
            if "uses" in step:
                outputs = self._action(name, step, context, ran)
            else:
                output, added = self.folder / "output", self.folder / "path"
                output.write_text("")
                added.write_text("")
                given = {
                    **{key: fill(value, context) for key, value in environment.items()},
                    **{key: fill(value, context) for key, value in step.get("env", {}).items()},
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_PATH": str(added),
                    # Of the credentials' action.
                    "AWS_REGION": context.get("region", ""),
                    "PATH": ":".join(path),
                }
                done = self.bash(step["run"], given)
                ran.steps.append((name, step.get("name", step["run"])))
                if done.returncode:
                    ran.failed = done.stdout + done.stderr
                    return "failure"
                path = [*added.read_text().split(), *path]
                outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
            if "id" in step:
                context["steps"][step["id"]] = {"outputs": outputs}
        ran.outputs[name] = {
            key: fill(value, context) for key, value in job.get("outputs", {}).items()
        }
        return "success"

    def _action(self, job, step, context, ran: Ran) -> dict[str, str]:
        action = step["uses"].partition("@")[0]
        given = {key: fill(value, context) for key, value in step.get("with", {}).items()}
        ran.actions.append((job, action, given))
        if action == "aws-actions/configure-aws-credentials":
            context["region"] = given["aws-region"]
        if action == "docker/build-push-action":
            return {"digest": DIGEST if given["push"] == "True" else ""}
        return {}


_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_TOKEN = re.compile(r"'[^']*'|\|\||&&|[A-Za-z_][\w.-]*\(?|==|!=|[(),!]|\s+")


def fill(value: Any, context: dict[str, Any]) -> str:
    """A text with its expressions evaluated."""
    return _EXPRESSION.sub(lambda found: str(evaluate(found[1], context)), str(value))


def evaluate(text: Any, context: dict[str, Any]) -> Any:
    """An expression of GitHub's, as far as the kit uses it."""
    source = str(text).strip()
    python, at = [], 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        assert found, f"unknown in an expression: {source[at:]}"
        python.append(_python(found[0]))
        at = found.end()
    return eval("".join(python), {"look": lambda path: _look(path, context)}, {})


def _python(token: str) -> str:
    simple = {"||": " or ", "&&": " and ", "!": " not ", "true": "True", "false": "False"}
    if token in simple:
        return simple[token]
    if token == "startsWith(":
        return "str.startswith("
    if re.match(r"[A-Za-z_]", token):
        return f"look({token!r})"
    return token


def _look(path: str, context: dict[str, Any]) -> Any:
    value: Any = context
    for step in path.split("."):
        value = value.get(step, "") if isinstance(value, dict) else ""
    return value
