"""What a keyless signature's certificate says of the pipeline that made it.

Owns issuer and subject, which an admission policy compares from end to end: a subject that only
begins as ours does may be another repository's, or another pipeline's of ours. Refuses nothing;
what goes in was checked as a fact.

Sources: Fulcio, "OIDC usage" (GitHub: `job_workflow_ref`; GitLab: `ci_config_ref_uri`); Semantic
Versioning 2.0 for the form of a version.
"""

import re
from typing import Final, Literal

ISSUERS: Final = {
    "github": "https://token.actions.githubusercontent.com",
    "gitlab": "https://gitlab.com",
}
#: The tags that the pipeline builds, as Go's regular expressions have it.
_NUMBER: Final = "(0|[1-9][0-9]*)"
_VERSION: Final = rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?"


def subject(flavour: Literal["github", "gitlab"], project: str, pipeline: str, ref: str) -> str:
    """The certificate's subject for a run of a pipeline at a ref.

    >>> subject("github", "acme/payments", ".github/workflows/payments.yaml", "refs/heads/main")
    'https://github.com/acme/payments/.github/workflows/payments.yaml@refs/heads/main'
    """
    # GitLab sets two slashes between the project and the file.
    between = "//" if flavour == "gitlab" else "/"
    return f"https://{flavour}.com/{project}{between}{pipeline}@{ref}"


def release_pattern(flavour: Literal["github", "gitlab"], project: str, pipeline: str) -> str:
    """A pattern for the subjects of runs at the tag of a version, and for no other."""
    before = subject(flavour, project, pipeline, "refs/tags/")
    return f"^{re.escape(before)}{_VERSION}$"
