"""The one place that reads the engine's configuration: the program's settings and its scope."""

import pulumi
import pulumi_aws as aws
from pulumi.runtime import config as engine

from components.ownership import owned
from container_registry.scope import Scope
from container_registry.settings import Settings, SettingsError, load


def load_settings() -> Settings:
    """Load the settings of the stack that runs.

    The whole configuration is read, not key by key, so that an unknown key is noticed.

    Raises:
        pulumi.RunError: with every problem of the configuration; the engine prints its text alone.
    """
    config = engine.CONFIG.get()
    secret_keys = frozenset(key for key in config if engine.is_config_secret(key))
    try:
        return owned(load(config, pulumi.get_stack(), secret_keys=secret_keys))
    except SettingsError as error:
        raise pulumi.RunError(str(error)) from None


def scope_of(settings: Settings) -> Scope:
    """Ask the provider which partition the Region is in; the rest is in the settings."""
    partition = aws.get_partition()
    return Scope(
        partition=partition.partition,
        dns_suffix=partition.dns_suffix,
        reverse_dns_prefix=partition.reverse_dns_prefix,
        account=settings.account,
        region=settings.region,
        environment=settings.environment,
        path=settings.iam.path,
        permissions_boundary=settings.iam.permissions_boundary,
    )
