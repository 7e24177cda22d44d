"""AWS Key Management Service."""

from local.provider.services.kms import alias, functions, key, key_policy

__all__ = ["alias", "functions", "key", "key_policy"]
