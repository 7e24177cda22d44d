"""How a service's pipeline goes through its environments: which refs, which tags, from where.

Owns what follows from all stacks together. Refuses stacks between which no image could travel.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from operations.kit.facts import Environment, Facts
from operations.kit.tags import Tags, tags_of


@dataclass(frozen=True)
class Stage:
    """One environment's place in the pipeline.

    Attributes:
        environment: the environment.
        tags: how images are called there.
        source: the environment that the image is copied from; None where it is built into.
        branches: branches whose images come here.
        git_tags: whether images of Git tags do.
    """

    environment: Environment
    tags: Tags
    source: Environment | None
    branches: tuple[str, ...]
    git_tags: bool

    @property
    def condition(self) -> str:
        """The same as an expression of GitHub's."""
        refs = [f"github.ref == 'refs/heads/{each}'" for each in self.branches]
        if self.git_tags:
            refs.append("startsWith(github.ref, 'refs/tags/v')")
        return " || ".join(refs)


def stages(facts: Facts) -> list[Stage]:
    """The pipeline; call `faults` first."""
    made: list[Stage] = []
    for environment in facts.environments:
        tags = tags_of(environment)
        if tags is None:
            continue
        made.append(
            Stage(
                environment,
                tags,
                made[-1].environment if made else None,
                _branches(facts, environment) if tags.prefix else (),
                facts.builds_tags,
            )
        )
    return made


def faults(facts: Facts) -> Iterator[str]:
    """Why no image would reach an environment."""
    for before, after in zip(facts.environments, facts.environments[1:], strict=False):
        if not before.admits(after):
            yield (
                f"{before.name}: sharing.pullAccounts does not have {after.account}, the account "
                f"of {after.name}.\n"
                f"    Impact: no image could be promoted from {before.name} to {after.name}.\n"
                f"    Fix: add it in the stack of {before.name}, and bring it up."
            )
    if facts.first.signing_profile:
        for unsigned in (each for each in facts.environments if not each.signing_profile):
            yield (
                f"{unsigned.name}: no Signer profile, and {facts.first.name} has one.\n"
                f"    Impact: cosign signs nothing then, and {unsigned.name} would trust nobody.\n"
                "    Fix: give both stacks a profile, or neither."
            )
    for environment in facts.environments:
        tags = tags_of(environment)
        if tags is None:
            yield (
                f"{environment.name}: tagScheme has no pattern of which a pipeline can make tags "
                f"(found: {', '.join(environment.patterns)}).\n"
                "    Impact: no retention rule would keep what it pushes.\n"
                "    Fix: add a class with a pattern such as `build-*`, or `v*.*.*` for versions."
            )
        elif not tags.prefix and not facts.builds_tags:
            yield (
                f"{environment.name}: tagScheme takes versions alone, and no Git tag is built.\n"
                "    Impact: no image would ever come there.\n"
                "    Fix: set `ci.environment` in every stack, for a role that lists branches "
                "admits no tag; or add a class with a pattern such as `build-*`."
            )
        elif tags.prefix and not _branches(facts, environment):
            yield (
                f"{environment.name}: ci.branches has none of {', '.join(facts.branches)}, "
                "which are built.\n"
                "    Impact: AWS would refuse every promotion.\n"
                "    Fix: list one of them in the stack's `ci.branches`."
            )


def _branches(facts: Facts, environment: Environment) -> tuple[str, ...]:
    if environment == facts.first:
        return facts.branches
    if environment.github_environment or facts.flavour == "gitlab":
        return (facts.default_branch,)
    return tuple(each for each in facts.branches if each in environment.branches)
