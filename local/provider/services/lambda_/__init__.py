"""AWS Lambda. The name ends in `_` because Python has the word; tokens say `lambda`."""

from local.provider.services.lambda_ import function, permission

__all__ = ["function", "permission"]
