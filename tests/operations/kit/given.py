"""Stacks as the kit sees them: the outputs that the project's own stack files would give."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from container_registry.delivery import delivery
from container_registry.scope import Scope
from container_registry.settings import load, read_stack_file
from operations.cli import main
from operations.kit.facts import Facts
from operations.kit.outputs import read_facts

ROOT = Path(__file__).parents[3]
STACKS = ("dev", "staging", "prod")
SERVICE = "feed-server"
#: The account that each environment's images are promoted into.
NEXT = {"dev": "222222222222", "staging": "333333333333"}


def outputs(stack: str, **own: Any) -> dict[str, Any]:
    """What `pulumi stack output --json` prints of a stack; `own` are settings of its own."""
    config = read_stack_file(ROOT / f"Pulumi.{stack}.yaml")
    config |= {f"container-registry:{key}": value for key, value in own.items()}
    if following := NEXT.get(stack):
        config.setdefault("container-registry:sharing", {"pullAccounts": [following]})
    settings = load(config, stack)
    scope = Scope(
        partition="aws",
        dns_suffix="amazonaws.com",
        reverse_dns_prefix="com.amazonaws",
        account=settings.account,
        region=settings.region,
        environment=settings.environment,
    )
    return {
        "registryUrl": scope.registry_url,
        "repositories": {
            service: {
                "name": settings.repository_name(service),
                "url": f"{scope.registry_url}/{settings.repository_name(service)}",
                "arn": scope.repository_arn(settings.repository_name(service)),
                "ciRoleArn": scope.role_arn(f"{stack}-{service.replace('/', '--')}-ci"),
            }
            for service in settings.services
        },
        "delivery": delivery(settings, scope),
    }


def by_environment(stack: str) -> dict[str, Any]:
    """The same, where an environment of GitHub admits the workflow, as tags need it."""
    names = {"dev": "development", "staging": "staging", "prod": "production"}
    return outputs(stack, ci={"identityProvider": "own", "environment": names[stack]})


def write_stacks(folder: Path, made=outputs) -> list[str]:
    """Files with the outputs of dev, staging and prod."""
    paths = []
    for stack in STACKS:
        path = folder / f"{stack}.json"
        path.write_text(json.dumps(made(stack)), "utf-8")
        paths.append(str(path))
    return paths


def facts(folder: Path, made=outputs, **options: Any) -> Facts:
    """What the kit knows of the feed server in all three."""
    options = {"flavour": "github", **options}
    return read_facts(SERVICE, write_stacks(folder, made), **options)


def run(directory: Path, stacks: list[str], *words: str, service: str = SERVICE) -> Result:
    """`registryctl kit`."""
    files = [word for path in stacks for word in ("--stack", path)]
    given = () if "--flavour" in words else ("--flavour", "github")
    return CliRunner().invoke(main, ["kit", service, str(directory), *files, *given, *words])
