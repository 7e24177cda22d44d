"""A topic that carries alerts is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects.texts import is_blank


def encrypted(case: Case) -> Iterator[Violation]:
    """A KMS key is named; one that is made in the same update counts."""
    topic = case.resource
    if not topic.is_unknown("kmsMasterKeyId") and is_blank(topic.get("kmsMasterKeyId")):
        yield Violation(
            path=("kmsMasterKeyId",),
            problem="it has no KMS key",
            impact="its messages are stored unencrypted",
            fix="`kmsMasterKeyId` with a key of your own, whose policy lets the services that "
            "publish (such as cloudwatch.amazonaws.com) use it; not alias/aws/sns, with which "
            "alarms "
            "are dropped without an error",
        )


def publishers_may_use_the_key(case: Case) -> Iterator[Violation]:
    """Not AWS's own key, which no alarm and no rule may use."""
    if case.resource.is_unknown("kmsMasterKeyId"):
        return  # a key that the program makes is never AWS's own
    if str(case.resource.get("kmsMasterKeyId", default="")).strip().endswith("alias/aws/sns"):
        yield Violation(
            path=("kmsMasterKeyId",),
            problem="its key is AWS's own alias/aws/sns",
            impact="CloudWatch and EventBridge may not use that key: what they publish is dropped "
            "without an error",
            fix="`kmsMasterKeyId` with a key of your own, whose policy lets "
            "cloudwatch.amazonaws.com and events.amazonaws.com use it",
        )


POLICY = Policy(
    id="topic-is-encrypted",
    title="Topics are encrypted, so that alarms arrive",
    description="A topic is encrypted with a key that its publishers may use.",
    why="A topic without a key stores its messages in clear. A topic with the wrong key loses "
    "them.",
    remediation="Name a customer managed key.",
    link="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    severity="medium",
    scope="resource",
    types=("aws:sns/topic:Topic",),
    checks=(encrypted, publishers_may_use_the_key),
    level="advisory",
    standards={"AWS Security Hub": ("SNS.1",), "NIST SP 800-53 Rev. 5": ("SC-28",)},
)
