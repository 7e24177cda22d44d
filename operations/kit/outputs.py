"""From the outputs of stacks to facts, or every problem of them at once.

Owns the reading of `pulumi stack output --json` for the kit. Refuses a stack that doesn't have the
service, and stacks that are one environment.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click
from pydantic import ValidationError

from operations.kit.facts import App, Deployment, Environment, Facts, Flavour, Language, Strategy
from operations.kit.pipeline import faults
from operations.version import VERSION

_UNEDITED: Final = "write the stack's outputs with `pulumi stack output --json`, unedited"
_GIVEN: Final = (
    "give --project OWNER/REPO, --cache PREFIX, --health /PATH in plain letters, --admit "
    "HOST/PREFIX/ up to and with the slash"
)


def read_facts(
    service: str,
    stacks: Sequence[str],
    *,
    flavour: Flavour,
    language: Language = "node",
    port: int = 3000,
    health: str = "/health",
    ready: str | None = None,
    project: str | None = None,
    roles: Mapping[str, str] | None = None,
    cache: str | None = None,
    deployment: Deployment = "pull-request",
    branch: str | None = None,
    registryctl: str = f"container-registry[operations]=={VERSION}",
    strategy: Strategy = "blue-green",
    enforce: bool = False,
    admit: Sequence[str] = (),
) -> Facts:
    """What templates may use.

    Args:
        service: the service's name in the stacks.
        stacks: files with the outputs of stacks, in the order of promotion.
        flavour: whose pipelines are written.
        language: what the application is written in.
        port: what it listens on.
        health: the path that answers 200 when it is well.
        ready: the path that answers 200 when it can take traffic; `health` if left out.
        project: OWNER/REPO or GROUP/PROJECT; what the stack says otherwise.
        roles: ARNs of roles by environment, in place of the stack's.
        cache: prefix of the pull-through cache that has the base images.
        deployment: how the digest reaches the manifests.
        branch: the default branch; the first that is built otherwise.
        registryctl: what the pipeline installs.
        strategy: how a new version takes over.
        enforce: whether admission refuses.
        admit: beginnings of other images that may run, by digest.

    Raises:
        click.UsageError: with every problem of the files.
    """
    problems: list[str] = []
    outputs = [_outputs(path, problems) for path in stacks]
    _stop(problems)
    environments = []
    for path, each in zip(stacks, outputs, strict=True):
        environments.append(_environment(path, service, each, dict(roles or {}), problems))
    _stop(problems)
    known = [each for each in environments if each is not None]
    problems.extend(_together(stacks, known, dict(roles or {}), flavour))
    named = project or _project(service, outputs)
    if named is None:
        problems.append(
            f"services.{service}.github: no stack says which repository builds it.\n"
            "    Impact: the pipeline could not be kept from running in forks.\n"
            "    Fix: set it in the stack, or give `--project OWNER/REPO`."
        )
    _stop(problems)
    try:
        facts = Facts(
            service=service,
            project=str(named),
            flavour=flavour,
            app=App(language=language, port=port, health_path=health, ready_path=ready),
            environments=tuple(known),
            cache=cache,
            deployment=deployment,
            default_branch=branch or next(iter(known[0].branches), "main"),
            registryctl=registryctl,
            strategy=strategy,
            enforce=enforce,
            admit=tuple(admit),
        )
    except ValidationError as error:
        raise click.UsageError("\n".join(_told("", error, _GIVEN))) from error
    _stop(list(faults(facts)))
    return facts


def _stop(problems: Sequence[str]) -> None:
    if problems:
        raise click.UsageError("\n".join(problems))


def _outputs(path: str, problems: list[str]) -> dict[str, Any]:
    try:
        with click.open_file(path, encoding="utf-8") as file:
            outputs = json.loads(file.read())
    except (OSError, ValueError) as error:
        problems.append(f"--stack {path}: {error}")
        return {}
    problems.extend(
        f"--stack {path}: it has no `{name}`.\n"
        "    Impact: the kit would have to guess names, roles and tags.\n"
        "    Fix: bring the stack up with this version, then write the file with "
        "`pulumi stack output --json`."
        for name in ("registryUrl", "repositories", "delivery")
        if not isinstance(outputs, dict) or name not in outputs
    )
    return outputs if isinstance(outputs, dict) else {}


def _environment(
    path: str,
    service: str,
    outputs: Mapping[str, Any],
    roles: Mapping[str, str],
    problems: list[str],
) -> Environment | None:
    said, repositories = _mapping(outputs["delivery"]), _mapping(outputs["repositories"])
    if service not in repositories:
        listed = ", ".join(map(str, sorted(repositories)))
        problems.append(
            f"--stack {path}: it has no service {service!r}.\n"
            "    Impact: there is no repository to push to.\n"
            f"    Fix: one of {listed}; or add it to the stack's `services`."
        )
        return None
    own = _mapping(_mapping(said.get("services")).get(service))
    deployed = _mapping(repositories[service])
    ci = _mapping(said.get("ci"))
    try:
        return Environment(
            name=said.get("environment", ""),
            partition=said.get("partition", ""),
            account=said.get("account", ""),
            region=said.get("region", ""),
            registry=outputs["registryUrl"],
            repository=deployed.get("name", service),
            ci_role=roles.get(str(said.get("environment")), deployed.get("ciRoleArn")),
            gate_role=deployed.get("gateRoleArn"),
            branches=ci.get("branches", ()),
            github_environment=ci.get("environment"),
            tag_classes=tuple(
                {"name": name, **_mapping(each)}
                for name, each in _mapping(said.get("tagScheme")).items()
            ),
            mutability=own.get("mutability", "IMMUTABLE"),
            moving=own.get("exceptTags", ()),
            scanning=said.get("scanning", "BASIC"),
            pull_accounts=own.get("pullAccounts", ()),
            pull_organization=own.get("pullOrganization"),
            signing_profile=said.get("signingProfile"),
            replicas=said.get("replicas", ()),
        )
    except ValidationError as error:
        problems.extend(_told(f"--stack {path}: ", error, _UNEDITED))
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _together(
    stacks: Sequence[str],
    environments: Sequence[Environment],
    roles: Mapping[str, str],
    flavour: Flavour,
) -> Iterator[str]:
    names = [each.name for each in environments]
    for path, each in zip(stacks, environments, strict=True):
        if names.count(each.name) > 1:
            yield (
                f"--stack {path}: more than one stack is the environment {each.name!r}.\n"
                "    Impact: an overlay would name two registries.\n"
                "    Fix: give each environment's outputs once, in the order of promotion."
            )
        if each.ci_role is None:
            yield (
                f"--stack {path}: no role may push from a pipeline in {each.name}.\n"
                "    Impact: the pipeline could only use long-lived keys, which the kit refuses.\n"
                "    Fix: set `ci` and the service's `github` in the stack, or give "
                f"`--role {each.name}=ARN`."
            )
        elif flavour == "gitlab" and each.name not in roles:
            yield (
                f"--stack {path}: the stack's CI role of {each.name} trusts GitHub alone.\n"
                "    Impact: GitLab's token would be refused.\n"
                f"    Fix: give `--role {each.name}=ARN` of a role that trusts your GitLab."
            )
    for name in sorted(set(roles) - set(names)):
        yield (
            f"--role {name}: no stack is the environment {name!r}.\n"
            "    Impact: nobody would use the role.\n"
            f"    Fix: one of {', '.join(names)}."
        )


def _project(service: str, outputs: Sequence[Mapping[str, Any]]) -> str | None:
    for each in outputs:
        own = _mapping(_mapping(_mapping(each.get("delivery")).get("services")).get(service))
        if "github" in own:
            return str(own["github"])
    return None


def _told(before: str, error: ValidationError, fix: str) -> Iterator[str]:
    for each in error.errors(include_url=False):
        where = ".".join(map(str, each["loc"]))
        found = repr(each["input"])[:80]
        yield (
            f"{before}{where}: {each['msg']} (found: {found}).\n"
            "    Impact: it would be written into scripts and manifests.\n"
            f"    Fix: {fix}."
        )
