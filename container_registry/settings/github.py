"""GitHub's names: repositories, branches, environments. A subject that nobody has admits nobody.

Sources: `git check-ref-format` for branches; GitHub's documentation of the OIDC subject, in which a
colon is escaped and wildcards mean nothing; GitHub's own rules for owners and repositories.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from container_registry.iam.subjects import ref_is_bounded
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import refused

_OWNER_MOST: Final = 39
_REPOSITORY_MOST: Final = 100
_NOBODY: Final = "no workflow has such a subject, so none could push"


def _wildcard(text: str) -> tuple[str, str, str] | None:
    if "*" not in text and "?" not in text:
        return None
    return (
        "has a wildcard",
        "the trust policy compares whole subjects, so no workflow could push",
        "write each name out",
    )


def _repository(text: str) -> str:
    owner, _, name = text.partition("/")
    if len(owner) > _OWNER_MOST or len(name) > _REPOSITORY_MOST:
        raise refused(
            "github_length",
            "is longer than GitHub's names are",
            _NOBODY,
            f"check it: an owner has at most {_OWNER_MOST} characters, a repository "
            f"{_REPOSITORY_MOST}",
        )
    if name in (".", ".."):
        raise refused("github_dots", "names no repository", _NOBODY, "write OWNER/REPO")
    if name.lower().endswith(".git"):
        raise refused(
            "github_git",
            "ends in `.git`, which is the clone address's and not the repository's",
            _NOBODY,
            f"write `{text[:-4]}`",
        )
    return text


OwnerAndName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9](?:-?[A-Za-z0-9])*/[A-Za-z0-9._-]+$"),
    Grammar(
        noun="a repository at GitHub",
        letters="A-Za-z0-9._/-",
        shape="OWNER/REPO",
        impact=_NOBODY,
        fix="write OWNER/REPO, such as acme/feed-server",
        known=_wildcard,
    ),
    AfterValidator(_repository),
]


def _branch(text: str) -> str:
    if text.startswith("refs/"):
        short = re.sub(r"^refs/(?:heads/)?", "", text)
        raise refused(
            "branch_ref",
            "is a whole ref, where the branch alone is meant",
            f"the subject would end in `ref:refs/heads/{text[:60]}`, which no workflow has",
            f"write `{short}`" if text.startswith("refs/heads/") else "write a branch's name",
        )
    wrong = (
        ".." in text
        or "@{" in text
        or "//" in text
        or text == "@"
        or text[0] in "-/"
        or text[-1] in "./"
        or re.search(r"[\\~^\[]|(?:^|/)\.|\.lock(?:/|$)", text)
    )
    if wrong:
        raise refused(
            "branch_name", "is no name that git gives a branch", _NOBODY, "copy the branch's name"
        )
    return text


#: No wildcard, and no colon or percent sign, which GitHub escapes in a subject.
_WORD: Final = r"^[^\s:*?%]+$"

Branch = Annotated[
    str,
    StringConstraints(pattern=_WORD, max_length=255),
    Grammar(
        noun="a branch's name",
        letters="^\\s:*?%",
        shape="a branch's name",
        impact=_NOBODY,
        fix="write a branch's whole name, such as main",
        most=255,
        known=_wildcard,
    ),
    AfterValidator(_branch),
]


def _tag(text: str) -> str:
    if text.startswith("refs/"):
        raise refused(
            "tag_ref",
            "is a whole ref, where the tag alone is meant",
            f"the subject would end in `ref:refs/tags/{text[:60]}`, which no workflow has",
            f"write `{text.removeprefix('refs/tags/')}`",
        )
    if not ref_is_bounded(text, tag=True):
        raise refused(
            "tag_open",
            "fits tags that nobody set apart",
            "whoever may push a tag could push an image",
            'write whole tags, or a pattern with a whole word before its `*`: "v*", "release-*"',
        )
    return text


#: A tag, or a pattern with one `*` at its end.
Tag = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s:*?%\\~^\[]*\*?$", min_length=1, max_length=255),
    Grammar(
        noun="a tag",
        letters="^\\s:?%\\\\~^\\[",
        shape="a tag, or a pattern with one `*` at its end",
        impact=_NOBODY,
        fix='write a tag or a pattern, such as "v*"',
        most=255,
    ),
    AfterValidator(_tag),
]
#: GitHub, "OpenID Connect reference": OWNER/REPO/.github/workflows/FILE@REF.
WorkflowRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+/\.github/workflows/[^\s*?@]+\.ya?ml@[^\s*?@]+$",
        max_length=512,
    ),
    Grammar(
        noun="a workflow",
        letters="!-~",
        shape="a workflow's file with its ref",
        impact=_NOBODY,
        fix="write OWNER/REPO/.github/workflows/FILE.yml@refs/heads/main, as the claim "
        "`job_workflow_ref` has it",
        most=512,
        known=_wildcard,
    ),
]
GithubEnvironment = Annotated[
    str,
    StringConstraints(pattern=_WORD, max_length=255),
    Grammar(
        noun="an environment's name",
        letters="^\\s:*?%",
        shape="an environment's name",
        impact=_NOBODY,
        fix="write an environment's whole name, such as production",
        most=255,
        known=_wildcard,
    ),
]
