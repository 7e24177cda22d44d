"""The command `container-registry`: where an installation has what the engine is given.

Prints paths and the version; refuses to do anything else.
"""

import click

from container_registry.installed import plugin, policy_pack
from ecr_lifecycle.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """A per-service container registry on Amazon ECR, for Pulumi."""


@main.command("policy-pack")
def _policy_pack() -> None:
    """Print the folder of the policy pack, for `pulumi preview --policy-pack`."""
    click.echo(policy_pack())


@main.command("plugin")
def _plugin() -> None:
    """Print the folder of the plug-in, for `pulumi package add`."""
    click.echo(plugin())


if __name__ == "__main__":
    main(prog_name="container-registry")
