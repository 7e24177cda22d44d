"""Code that nobody names, not even a test: `python -m tools.lint.dead_code`, with vulture.

Owns the list of what is called by a name that this project doesn't write: by Pulumi, moto, pydantic
and others.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from vulture import Vulture

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = (
    "components",
    "container_registry",
    "ecr_lifecycle",
    "local",
    "operations",
    "plugin",
    "policy_pack",
    "tests",
    "tools",
    "usage_reporter",
)
#: Whoever has one of these decorators is called by the framework that it comes from.
DECORATORS: Final = (
    "@*.command*",
    "@*.group*",
    "@field_validator*",
    "@model_validator*",
    "@pytest.fixture*",
)


@dataclass(frozen=True)
class Excuse:
    """Names that only somebody else uses."""

    path: str
    names: tuple[str, ...]
    because: str

    def covers(self, path: str, name: str) -> bool:
        """Whether it is about this name in this file."""
        names = (fnmatchcase(name, pattern) for pattern in self.names)
        return fnmatchcase(path, self.path) and any(names)


EXCUSES: Final = (
    Excuse("components/arguments/later.py", ("__class_getitem__", "third"), "pydantic's"),
    Excuse("components/inputs.py", ("*Args",), "for those who write their arguments apart"),
    Excuse("components/*", ("default_factory", "grant_pull", "grant_push"), "for users, pydantic"),
    Excuse("components/__init__.py", ("__getattr__",), "Python's"),
    Excuse("container_registry/settings/routes.py", ("*",), "settings are read by their names"),
    Excuse("container_registry/testing/program.py", ("new_resource",), "pulumi's"),
    Excuse("operations/kit/facts.py", ("*",), "templates read facts by their names"),
    Excuse("operations/kit/cluster.py", ("*",), "templates read it by its names"),
    Excuse("plugin/host.py", ("map_inputs", "component_def"), "the SDK's"),
    Excuse("*", ("do_*", "daemon_threads", "log_message", "protocol_version"), "http.server's"),
    Excuse("container_registry/catalogue/*", ("adjustable", "audience", "by_aws"), "facts"),
    Excuse("container_registry/settings/endpoints.py", ("any_network",), "a rule reads its alias"),
    Excuse("container_registry/iam/grants.py", ("excepted",), "a fact, for readers"),
    Excuse("ecr_lifecycle/inventory/details.py", ("image_scan_*",), "AWS's answer, read whole"),
    Excuse("operations/failures.py", ("WRONG_USE",), "click's own exit code"),
    Excuse("*", ("model_config",), "pydantic reads it"),
    Excuse("local/aws/lambda_runner.py", ("*",), "Lambda's context object"),
    Excuse("local/aws/oci/*", ("*",), "http.server and moto call it so"),
    Excuse("local/aws/patches/*", ("*",), "moto calls it so"),
    Excuse("local/provider/services/*", ("*",), "found by its token when its class is made"),
    Excuse("operations/cli/gate.py", ("params",), "click's"),
    Excuse("operations/report/survey.py", ("expiring*",), "the page's template reads it"),
    Excuse("operations/gate/vulnerability.py", ("*",), "severities by their names"),
    Excuse("policy_pack/framework/analyzer.py", ("*",), "the engine's protocol"),
    Excuse("tests/*", ("*",), "tests are there to use what is not theirs"),
    Excuse("tools/bench/fleet/answers.py", ("*",), "operations, called by their names"),
    Excuse("tools/bench/fleet/server.py", ("wbufsize", "request_queue_size"), "http.server's"),
    Excuse("tools/docs/operations.py", ("max_content_width",), "click's"),
    Excuse("tools/mutants/run.py", ("*",), "pytest and sys"),
    Excuse("tools/release/archives.py", ("gid", "gname", "mtime", "uid", "uname"), "tarfile's"),
    Excuse("tools/release/programs/*", ("*",), "Pulumi's mocks call it so"),
)


def dead(root: Path = ROOT) -> Iterator[str]:
    """A line for everything that nobody names and nothing excuses."""
    found = Vulture(ignore_decorators=list(DECORATORS))
    found.scavenge([str(root / room) for room in (*ROOMS, "__main__.py") if (root / room).exists()])
    for item in found.get_unused_code(min_confidence=60):
        path = Path(item.filename).relative_to(root).as_posix()
        if not any(excuse.covers(path, str(item.name)) for excuse in EXCUSES):
            yield f"{path}:{item.first_lineno}: {item.typ} {item.name} is used by nobody"


def main() -> None:
    """Print the problems; exit code 1 where there is one."""
    told = list(dead())
    for line in told:
        print(line, file=sys.stderr)
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
