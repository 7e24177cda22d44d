"""GitHub's names: repositories, branches, environments. A subject that nobody has admits nobody.

Sources: `git check-ref-format` for branches; GitHub's documentation of the OIDC subject, in which a
colon is escaped and wildcards mean nothing; GitHub's own rules for owners and repositories.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from container_registry.iam.subjects import ref_is_bounded
from container_registry.settings.grammar import Grammar, Said
from container_registry.settings.vocabulary import refused

_OWNER_MOST: Final = 39
_REPOSITORY_MOST: Final = 100
#: `git check-ref-format`, but for where a name ends.
_NO_NAME: Final = re.compile(r"[\\~^\[]|\.\.|@\{|//|(?:^|/)\.|\.lock/")
_NOBODY: Final = "no workflow has such a subject, so none could push"


def _wildcard(text: str) -> Said | None:
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


#: An underscore stands before the enterprise's word in the name of a managed user, who may own
#: private repositories (GitHub Enterprise Cloud, "Abilities and restrictions of managed user
#: accounts").
OwnerAndName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*/[A-Za-z0-9._-]+$"),
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


def _no_variable(text: str, code: str = "github", name: str = "it") -> str:
    if "${" in text:
        raise refused(
            f"{code}_variable",
            "has `${`, with which a policy's variable begins",
            "IAM compares the variable's value in its place, so no workflow could push",
            f"give {name} another name",
        )
    return text


def _ref(text: str, kind: str, noun: str, *, whole: bool = True) -> None:
    """Refuse what git calls no branch or tag so; of a pattern, its beginning alone is known."""
    if text.startswith("refs/"):
        short = text.removeprefix(f"refs/{kind}/")
        raise refused(
            f"{noun}_ref",
            f"is a whole ref, where the {noun} alone is meant",
            f"the subject would end in `ref:refs/{kind}/{text[:60]}`, which no workflow has",
            f"write `{short}`" if short not in ("", text) else f"write a {noun}'s name",
        )
    _no_variable(text, noun, f"the {noun}")
    ends = text[-1:] in (".", "/") or text.endswith(".lock")
    if _NO_NAME.search(text) or text == "@" or text[:1] in ("-", "/") or (whole and ends):
        raise refused(
            f"{noun}_name",
            f"is no name that git gives a {noun}",
            _NOBODY,
            f"copy the {noun}'s name",
        )


def _branch(text: str) -> str:
    _ref(text, "heads", "branch")
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
    beginning = text.removesuffix("*")
    _ref(
        beginning if not text.startswith("refs/") else text, "tags", "tag", whole=beginning == text
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
_NO_CLAIM: Final = "no workflow has such a claim `job_workflow_ref`, so none could push"


def _other_workflow(text: str) -> Said | None:
    if "*" in text or "?" in text:
        return (
            "has a wildcard",
            "the trust policy compares the whole claim, so no workflow could push",
            "write each workflow out",
        )
    file, at, ref = text.partition("@")
    if re.fullmatch(_WORKFLOW_FILE, file) and at and "/" not in ref and "@" not in ref and ref:
        return (
            f"has the ref `{ref[:60]}`, which is not whole",
            _NO_CLAIM,
            f"write {file}@refs/heads/{ref} for a branch, {file}@refs/tags/{ref} for a tag",
        )
    return None


#: GitHub, "Reusing workflows": files stand in the folder itself.
_WORKFLOW_FILE: Final = r"[A-Za-z0-9_-]+/[A-Za-z0-9._-]+/\.github/workflows/[^\s*?@/]+\.ya?ml"


#: GitHub, "OpenID Connect reference": OWNER/REPO/.github/workflows/FILE@REF, or the commit's id.
WorkflowRef = Annotated[
    str,
    StringConstraints(
        pattern=rf"^{_WORKFLOW_FILE}@(?:refs/[^\s*?@/]+/[^\s*?@]+|[0-9a-f]{{40}})$", max_length=512
    ),
    Grammar(
        noun="a workflow",
        letters="!-~",
        shape="a workflow's file with its ref",
        impact=_NO_CLAIM,
        fix="write OWNER/REPO/.github/workflows/FILE.yml@refs/heads/main, as the claim "
        "`job_workflow_ref` has it",
        most=512,
        known=_other_workflow,
    ),
    AfterValidator(lambda text: _no_variable(text)),
]
#: A name at GitHub has up to 255 characters, spaces and colons among them (GitHub, "Managing
#: environments for deployment"; for the subject see `container_registry.documents.github`).
GithubEnvironment = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s*?%]+(?: [^\s*?%]+)*$", max_length=255),
    Grammar(
        noun="an environment's name",
        letters="^\\t-\\r*?%",
        shape="an environment's name",
        impact=_NOBODY,
        fix="write an environment's whole name, such as production",
        most=255,
        known=_wildcard,
    ),
    AfterValidator(lambda text: _no_variable(text)),
]
