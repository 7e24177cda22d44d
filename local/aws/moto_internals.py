"""What the patches take of moto that moto calls its own, all of it here.

`tests/tools/lint/test_private_apis.py` names each, and each private method that a patch replaces.
"""

from moto.moto_api._internal import mock_random

__all__ = ["mock_random"]
