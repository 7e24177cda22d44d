"""What clusters' files need beyond the facts: which images may run, and who may have signed them.

Owns what follows from the facts alone. Refuses to guess: a Region whose hosts AWS's pages don't
name has none.
"""

from dataclasses import dataclass
from typing import Final

from container_registry.catalogue.registry_hosts import add_on_hosts, registry_hosts
from operations.kit import signers
from operations.kit.facts import Environment, Facts

#: Source: AWS general reference, the console's addresses by partition.
_CONSOLES: Final = {
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-eusc": "console.amazonaws.eu",
}


@dataclass(frozen=True)
class Cluster:
    """What templates call `cluster`."""

    facts: Facts

    def hosts(self, environment: Environment) -> tuple[str, ...]:
        """Every name of an environment's registry and of its replicas."""
        names = [environment.registry, *registry_hosts(environment.account, environment.region)]
        for replica in environment.replicas:
            names.extend(registry_hosts(replica.account, replica.region))
        return tuple(dict.fromkeys(names))

    def admitted(self, environment: Environment) -> tuple[str, ...]:
        """Beginnings of images that run by digest."""
        return (*(f"{host}/" for host in self.hosts(environment)), *self.facts.admit)

    def platform(self, environment: Environment) -> tuple[str, ...]:
        """Beginnings of images that run by tag too: EKS's own, for add-ons."""
        regions = dict.fromkeys(
            (environment.region, *(each.region for each in environment.replicas))
        )
        return tuple(f"{host}/" for region in regions for host in add_on_hosts(region))

    @property
    def repository_url(self) -> str:
        """Where Argo CD reads the manifests."""
        return f"https://{self.facts.flavour}.com/{self.facts.project}.git"

    @property
    def issuer(self) -> str:
        """Who says which pipeline signed."""
        return signers.ISSUERS[self.facts.flavour]

    def signers(self, environment: Environment) -> tuple[str, ...]:
        """Whose signatures an environment takes: the pipeline's, at its branches.

        Images of the first environment come from every branch that is built; what goes on from it
        comes from the default one.
        """
        first = environment == self.facts.first
        return tuple(
            signers.subject(
                self.facts.flavour, self.facts.project, self.facts.workflow, f"refs/heads/{branch}"
            )
            for branch in (self.facts.branches if first else (self.facts.default_branch,))
        )

    @property
    def release_signers(self) -> str | None:
        """The pipeline's at the Git tag of any version, as a whole regular expression."""
        if not self.facts.builds_tags:
            return None
        return signers.release_pattern(self.facts.flavour, self.facts.project, self.facts.workflow)

    @property
    def moving_tag(self) -> str | None:
        """A tag of the first environment that may be pushed again, or None."""
        first = self.facts.first
        if first.mutability == "IMMUTABLE":
            return next((tag for tag in first.moving if "*" not in tag), None)
        return next((tag.replace("*", "main") for tag in first.patterns), None)

    def console_url(self, environment: Environment) -> str:
        """An environment's repository in AWS's console."""
        console = _CONSOLES.get(environment.partition, "console.aws.amazon.com")
        return (
            f"https://{environment.region}.{console}/ecr/repositories/private/"
            f"{environment.account}/{environment.repository}?region={environment.region}"
        )
