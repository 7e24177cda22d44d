"""Which partition a Region is in. Owns the forms of Region codes; which exist, AWS alone knows.

Source: botocore 1.40, `partitions.json`, `regionRegex` of each partition. New Regions keep to them.
"""

import re
from typing import Final

_FORMS: Final = {
    "aws": re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+"),
    "aws-cn": re.compile(r"cn-\w+-\d+"),
    "aws-eusc": re.compile(r"eusc-(de)-\w+-\d+"),
    "aws-iso": re.compile(r"us-iso-\w+-\d+"),
    "aws-iso-b": re.compile(r"us-isob-\w+-\d+"),
    "aws-iso-e": re.compile(r"eu-isoe-\w+-\d+"),
    "aws-iso-f": re.compile(r"us-isof-\w+-\d+"),
    "aws-us-gov": re.compile(r"us-gov-\w+-\d+"),
}


def partition_of(region: str) -> str | None:
    """The partition of a Region's code, or none where no partition has such codes."""
    return next((name for name, form in _FORMS.items() if form.fullmatch(region)), None)
