"""Turn an event rule's definition into EventBridge's resources, the same way everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from container_registry.monitoring.pagers import Pager
from container_registry.monitoring.rule import Rule

#: EventBridge tries for a day by default; after an hour the message is of no use to anybody.
_TRY_FOR_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a rule's messages go.

    Attributes:
        noun: the target's id and the end of its logical name.
        arn: a topic, or an API destination.
        pager: which pager the destination is; none for a topic.
        role_arn: the role that may call the destination; none for a topic, whose policy EventBridge
            uses: with a role an encrypted topic may never get the event (EventBridge user guide,
            "Using resource-based policies").
    """

    noun: str
    arn: pulumi.Input[str]
    pager: Pager | None = None
    role_arn: pulumi.Input[str] | None = None


def event_rule(
    name: str,
    rule: Rule,
    *,
    physical_name: str,
    region: str,
    targets: list[Target],
    dead_letters_arn: pulumi.Input[str] | None,
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
) -> None:
    """Create the rule and its targets.

    Args:
        name: logical name, to which the rule's noun is added.
        rule: its definition.
        physical_name: EventBridge's name of it.
        region: where it is.
        targets: where its messages go.
        dead_letters_arn: the queue for what a target never took, if there is one.
        tags: tags; `Name` is added.
        parent: the component.
    """
    created = cloudwatch.EventRule(
        f"{name}-{rule.noun}-rule",
        name=physical_name,
        region=region,
        description=rule.description,
        event_pattern=rule.pattern,
        tags={**tags, "Name": physical_name},
        opts=pulumi.ResourceOptions(parent=parent),
    )
    for target in targets:
        ending = "target" if target.pager is None else f"{target.noun}-target"
        cloudwatch.EventTarget(
            f"{name}-{rule.noun}-{ending}",
            rule=created.name,
            region=region,
            target_id=target.noun,
            arn=target.arn,
            role_arn=target.role_arn,
            dead_letter_config=None
            if dead_letters_arn is None
            else cloudwatch.EventTargetDeadLetterConfigArgs(arn=dead_letters_arn),
            retry_policy=cloudwatch.EventTargetRetryPolicyArgs(
                maximum_event_age_in_seconds=_TRY_FOR_SECONDS, maximum_retry_attempts=24
            ),
            input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                input_paths=rule.paths,
                input_template=rule.template
                if target.pager is None
                else rule.template_for(target.pager),
            ),
            opts=pulumi.ResourceOptions(parent=parent),
        )
