"""A pull-through cache has a creation template: its repositories appear in no program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, UnknownProperty
from policy_pack.framework.values import revealed
from policy_pack.subjects import lifecycle
from policy_pack.subjects.registry import is_credited

TYPES: Final = (
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
    "aws-native:ecr:PullThroughCacheRule",
)
_EVERY: Final = "ROOT"
"""The prefix of a template for every repository that no other template matches."""


def has_template(case: Case) -> Iterator[Violation]:
    """A template for pull-through caches whose prefix is this rule's, a part of it, or `ROOT`."""
    rule = case.resource
    prefix = rule.get("ecrRepositoryPrefix", default=_EVERY)
    templates = [
        one
        for one in case.stack.of(lifecycle.TEMPLATE, lifecycle.NATIVE_TEMPLATE)
        if is_credited(one, rule) and _is_for_caches(one)
    ]
    if any(_covers(one.get("prefix"), prefix) for one in templates if not one.is_unknown("prefix")):
        return
    for one in templates:
        if one.is_unknown("prefix") or not one.shown:
            raise UnknownProperty(one, ("prefix",))
    yield Violation(
        path=("ecrRepositoryPrefix",),
        problem="no creation template of this stack is for the cache's repositories "
        f"({prefix}/...)",
        impact="the first pull of each image makes a repository without lifecycle policy, key or "
        "tags, and every image that is ever pulled stays and is paid for",
        fix="a RepositoryCreationTemplate with this `prefix` and `appliedFors: "
        "[PULL_THROUGH_CACHE]`, with a `lifecyclePolicy`",
    )


def _is_for_caches(template: Resource) -> bool:
    name = "appliedFors" if template.type == lifecycle.TEMPLATE else "appliedFor"
    applied = revealed(template.marked(name))
    return not isinstance(applied, list) or "PULL_THROUGH_CACHE" in applied


def _covers(template: object, prefix: object) -> bool:
    if template in (_EVERY, prefix):
        return True
    return isinstance(template, str) and str(prefix).startswith(template.rstrip("/") + "/")


POLICY = Policy(
    id="cache-has-creation-template",
    title="Pull-through caches have a creation template",
    description="A pull-through cache rule has a creation template for its repositories.",
    why="A cache makes a repository for each image that somebody pulls. No program names them, so "
    "no other policy sees them; the template decides what they are.",
    remediation="Register a RepositoryCreationTemplate for the rule's prefix.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html",
    severity="medium",
    scope="stack",
    types=TYPES,
    also_reads=(lifecycle.TEMPLATE, lifecycle.NATIVE_TEMPLATE),
    checks=(has_template,),
    level="advisory",
    standards={"AWS Security Hub": ("ECR.3",), "NIST SP 800-53 Rev. 5": ("CM-2",)},
    notes="What the template says is judged by the policies for repositories. Tags of a cache "
    "follow "
    "its upstream, so `repository-tags-are-immutable` leaves templates for caches alone.",
)
