"""Where a repository differs from what its stack says, by meaning and not by text.

Owns the comparison. Two lifecycle policies are the same if they have the same rules, whatever the
order of members and rules; two permission policies if they have the same statements. What AWS adds
on its own, such as tags that begin with `aws:`, is no drift.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from container_registry.documents.deployer import Deployed
from ecr_lifecycle.finding import Finding, Severity, Where
from operations.aws import Aws
from operations.batches import batched
from operations.concurrent import Answers, ask_all
from operations.failures import asking, code_of
from operations.health.check import Check
from operations.health.fault import fault

_REPOSITORY = "aws:ecr/repository:Repository"
_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
_BATCH = 100


@dataclass(frozen=True)
class Wanted:
    """A repository as the stack says it.

    Attributes:
        name: its name.
        inputs: the repository's inputs.
        lifecycle: the text of its lifecycle policy; None where the stack has none.
        policy: the text of its permission policy; likewise.
    """

    name: str
    inputs: Mapping[str, Any]
    lifecycle: str | None
    policy: str | None


def wanted(resources: Iterable[Deployed]) -> list[Wanted]:
    """The repositories of a stack, by name: an export has them in the order of their making."""
    listed = list(resources)
    texts = {
        (one.type, one.inputs.get("repository")): str(one.inputs.get("policy"))
        for one in listed
        if one.type in (_LIFECYCLE, _POLICY)
    }
    found = [
        Wanted(name, one.inputs, texts.get((_LIFECYCLE, name)), texts.get((_POLICY, name)))
        for one in listed
        if one.type == _REPOSITORY and (name := str(one.inputs.get("name")))
    ]
    return sorted(found, key=lambda one: one.name)


def described(aws: Aws, names: Iterable[str]) -> Answers[tuple[str, Mapping[str, Any] | None]]:
    """Repositories as they are, a hundred a call; None for one that is not there."""

    def several(batch: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
        with asking(Where(resource=batch[0]), "ecr:DescribeRepositories"):
            try:
                answer = aws.client("ecr").describe_repositories(repositoryNames=list(batch))
            except ClientError as error:
                if code_of(error) != "RepositoryNotFoundException":
                    raise
                answer = None
        if answer is not None:
            yield from ((str(one["repositoryName"]), one) for one in answer["repositories"])
        elif len(batch) == 1:
            yield batch[0], None
        else:
            for name in batch:
                yield from several((name,))

    return ask_all(batched(names, _BATCH), several)


def differences(
    aws: Aws, repositories: Iterable[Wanted], actual: Mapping[str, Mapping[str, Any] | None]
) -> list[Check]:
    """A check of each repository that could be described."""
    return [
        Check(f"settings of {one.name}", partial(drift, aws, one, actual[one.name]))
        for one in repositories
        if one.name in actual
    ]


def drift(aws: Aws, repository: Wanted, actual: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Where the repository, which is `actual`, is not as the stack says.

    Raises:
        CouldNotFindOut: it may not be read.
    """
    if actual is None:
        yield fault(
            repository.name,
            "repository-missing",
            "the stack has this repository, and the account has not",
            "pushes and pulls of the service fail",
            "`pulumi refresh`, then `pulumi up`",
        )
        return
    yield from _settings(repository, actual)
    yield from _tags(aws, repository, str(actual["repositoryArn"]))
    yield from _documents(aws, repository)


def _settings(repository: Wanted, actual: Mapping[str, Any]) -> Iterator[Finding]:
    inputs = repository.inputs
    told = actual.get("encryptionConfiguration") or {}
    encryption = (inputs.get("encryptionConfigurations") or [{}])[0]
    scanning = inputs.get("imageScanningConfiguration") or {}
    pairs: tuple[tuple[str, Any, Any], ...] = (
        (
            "imageTagMutability",
            inputs.get("imageTagMutability", "MUTABLE"),
            actual.get("imageTagMutability"),
        ),
        (
            "imageTagMutabilityExclusionFilters",
            sorted(f["filter"] for f in inputs.get("imageTagMutabilityExclusionFilters") or ()),
            sorted(f["filter"] for f in actual.get("imageTagMutabilityExclusionFilters") or ()),
        ),
        (
            "scanOnPush",
            bool(scanning.get("scanOnPush")),
            bool((actual.get("imageScanningConfiguration") or {}).get("scanOnPush")),
        ),
        (
            "encryptionType",
            encryption.get("encryptionType", "AES256"),
            told.get("encryptionType", "AES256"),
        ),
    )
    for member, should, is_ in pairs:
        if should != is_:
            yield _drifted(repository.name, member, should, is_)


def _tags(aws: Aws, repository: Wanted, arn: str) -> Iterator[Finding]:
    if "tags" in (repository.inputs.get("ignoreChanges") or ()):
        return
    should = repository.inputs.get("tagsAll") or repository.inputs.get("tags") or {}
    with asking(Where(resource=repository.name), "ecr:ListTagsForResource"):
        answer = aws.client("ecr").list_tags_for_resource(resourceArn=arn)
    is_ = {
        str(tag["Key"]): str(tag["Value"])
        for tag in answer.get("tags", ())
        if not str(tag["Key"]).startswith("aws:")
    }
    for key, value in should.items():
        if is_.get(key) != value:
            yield _drifted(repository.name, f"tags.{key}", value, is_.get(key))


def _documents(aws: Aws, repository: Wanted) -> Iterator[Finding]:
    ecr, name = aws.client("ecr"), repository.name
    lifecycle = _text(
        lambda: ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"],
        name,
        "ecr:GetLifecyclePolicy",
        "LifecyclePolicyNotFoundException",
    )
    policy = _text(
        lambda: ecr.get_repository_policy(repositoryName=name)["policyText"],
        name,
        "ecr:GetRepositoryPolicy",
        "RepositoryPolicyNotFoundException",
    )
    if not same_rules(repository.lifecycle, lifecycle):
        yield fault(
            name,
            "lifecycle-policy-differs",
            _differs("lifecycle policy", repository.lifecycle, lifecycle),
            "ECR keeps and deletes other images than the stack says",
            "`pulumi refresh`, look at the difference, then `pulumi up`",
        )
    if not same_statements(repository.policy, policy):
        yield fault(
            name,
            "repository-policy-differs",
            _differs("permission policy", repository.policy, policy),
            "others than the stack names may pull or push",
            "`pulumi refresh`, look at the difference, then `pulumi up`",
        )


def _text(ask: Any, name: str, action: str, absent: str) -> str | None:
    with asking(Where(resource=name), action):
        try:
            return str(ask())
        except ClientError as error:
            if code_of(error) != absent:
                raise
            return None


def same_rules(one: str | None, other: str | None) -> bool:
    """Whether two lifecycle policies mean the same."""
    if one is None or other is None:
        return one is other
    return bool(_rules(one) == _rules(other))


def _rules(text: str) -> Any:
    def plain(rule: dict[str, Any]) -> Any:
        selection = {k: v for k, v in rule["selection"].items() if v not in (None, [], "standard")}
        lists = {k: sorted(v) if isinstance(v, list) else v for k, v in selection.items()}
        return rule["rulePriority"], lists, rule["action"]

    return sorted((plain(rule) for rule in json.loads(text)["rules"]), key=lambda rule: rule[0])


def same_statements(one: str | None, other: str | None) -> bool:
    """Whether two permission policies have the same statements."""
    if one is None or other is None:
        return one is other
    return bool(_canonical(json.loads(one)) == _canonical(json.loads(other)))


def _canonical(value: Any) -> Any:
    """A value in which neither order nor a list of one makes a difference."""
    if isinstance(value, dict):
        return tuple(sorted((key, _canonical(each)) for key, each in value.items()))
    if isinstance(value, list):
        listed = sorted((_canonical(each) for each in value), key=repr)
        return listed[0] if len(listed) == 1 else tuple(listed)
    return value


def _differs(what: str, should: str | None, is_: str | None) -> str:
    if is_ is None:
        return f"the stack has a {what}, and the repository has none"
    if should is None:
        return f"the repository has a {what} that the stack has not"
    return f"its {what} is another than the stack's"


def _drifted(name: str, member: str, should: Any, is_: Any) -> Finding:
    return fault(
        name,
        "setting-differs",
        f"it is {is_!r}, and the stack says {should!r}",
        "the next `pulumi up` finds it as it left it, and keeps it so",
        "`pulumi refresh`, then `pulumi up`",
        Severity.INEFFECTIVE,
        member,
    )
