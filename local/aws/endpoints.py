"""What keeps AWS's own tools on the local AWS, where AWS_ENDPOINT_URL alone does not.

Two ways past it, both found in botocore's and the CLI's own data, and closed here:

- Version 1 of the AWS CLI puts an old address in the place of the configured one for some services
  (`awscli.customizations.overridesslcommonname`); an `--endpoint-url` it leaves alone, which
  `local/bin/aws` gives it.
- An operation may put a prefix before the host (botocore's models, `endpoint.hostPrefix`), which
  makes of 127.0.0.1 a name to look up elsewhere; a variable switches that off.
"""

from collections.abc import Mapping
from typing import Final

ENVIRONMENT: Final[Mapping[str, str]] = {"AWS_DISABLE_HOST_PREFIX_INJECTION": "true"}


def passed_by() -> list[str]:
    """The services whose commands in the AWS CLI pass AWS_ENDPOINT_URL by."""
    from awscli.customizations import overridesslcommonname

    return sorted(overridesslcommonname.SSL_COMMON_NAMES)
