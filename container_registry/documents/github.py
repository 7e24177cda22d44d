"""Trust of GitHub Actions: which workflow may become a service's CI role.

Owns the subjects and the trust policy. Sources: GitHub, "Security hardening with OpenID Connect";
IAM user guide, "Configuring a role for GitHub OIDC identity provider".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from container_registry.documents.oidc import trust_policy

#: The issuer of GitHub's tokens, which is also the name of its provider in IAM.
ISSUER: Final = "token.actions.githubusercontent.com"
#: The audience that `aws-actions/configure-aws-credentials` asks for, and the one that its README
#: wants in `audience` for the Regions of China.
_AUDIENCE: Final = "sts.amazonaws.com"
_AUDIENCES: Final = {"aws-cn": "sts.amazonaws.com.cn"}


def audience(partition: str) -> str:
    """What a workflow's token is made out to."""
    return _AUDIENCES.get(partition, _AUDIENCE)


@dataclass(frozen=True, kw_only=True)
class GithubRepository:
    """A repository at GitHub.

    Attributes:
        owner: the organisation or user.
        name: the repository.
        owner_id: the owner's number, part of the subject since 2026-07-15 for repositories that
            were created, renamed or transferred after that day.
        repository_id: the repository's number, likewise.
    """

    owner: str
    name: str
    owner_id: int | None = None
    repository_id: int | None = None

    @property
    def subject_prefixes(self) -> tuple[str, ...]:
        """The beginnings of the `sub` claim: the old form, and the new one where ids are known."""
        old = f"repo:{self.owner}/{self.name}"
        if self.owner_id is None or self.repository_id is None:
            return (old,)
        return (old, f"repo:{self.owner}@{self.owner_id}/{self.name}@{self.repository_id}")


def subjects(
    repository: GithubRepository,
    *,
    branches: Sequence[str] = (),
    tags: Sequence[str] = (),
    environment: str | None = None,
) -> tuple[str, ...]:
    """Every `sub` claim that may push, written out; a wildcard in a tag's name alone.

    A job that names an environment has the environment in its subject in place of the branch, so
    an environment excludes branches: what protects the environment then protects the push.
    """
    if environment is not None:
        # GitHub, "OpenID Connect reference": a colon in a value is written so in the subject.
        contexts = [f"environment:{environment.replace(':', '%3A')}"]
    else:
        contexts = list(refs(branches, tags, before="ref:"))
    return tuple(f"{p}:{c}" for p in repository.subject_prefixes for c in contexts)


def refs(branches: Sequence[str], tags: Sequence[str], *, before: str = "") -> tuple[str, ...]:
    """Branches and tags as git's full names."""
    return (
        *(f"{before}refs/heads/{branch}" for branch in branches),
        *(f"{before}refs/tags/{tag}" for tag in tags),
    )


def claims(
    repository: GithubRepository,
    wanted: Sequence[str],
    *,
    branches: Sequence[str] = (),
    tags: Sequence[str] = (),
    environment: str | None = None,
    workflows: Sequence[str] = (),
) -> dict[str, tuple[str, ...]]:
    """What a token must say beside its subject, by claim.

    Args:
        repository: the repository.
        wanted: `repository_id`, `ref`, `environment`, as far as they are to be compared.
        branches: branches that `ref` may name.
        tags: tags, or patterns of tags, that `ref` may name.
        environment: what `environment` must be.
        workflows: what `job_workflow_ref` may be; without any it is not compared.
    """
    number = repository.repository_id
    known = {
        "repository_id": () if number is None else (str(number),),
        "ref": refs(branches, tags),
        "environment": () if environment is None else (environment,),
    }
    found = {name: values for name, values in known.items() if name in wanted and values}
    return found | ({"job_workflow_ref": tuple(workflows)} if workflows else {})


def ci_trust_policy(
    provider_arn: str,
    admitted: Sequence[str],
    also: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The trust policy of a CI role: GitHub's provider, our audience, exactly these subjects.

    STS compares the other claims of GitHub's tokens since January 2026 (AWS, "STS supports
    validation of identity provider claims"). A tag's pattern makes its key's operator `StringLike`.

    Args:
        provider_arn: GitHub's provider in IAM.
        admitted: subjects.
        also: values that other claims must have, by claim.
    """
    keys: dict[str, str | Sequence[str]] = {
        "aud": audience(provider_arn.split(":")[1]),
        "sub": list(admitted),
        **(also or {}),
    }
    return trust_policy("GithubActions", provider_arn, keys)
