"""`aws.cloudwatch.EventTarget`; its id is `rule/target`, after the bus's name if it has one."""

import hashlib
from typing import Any

from local.provider.handler import Put, given, json_text, upper
from local.provider.services.cloudwatch.event_rule import DEFAULT_BUS
from local.provider.session import Aws
from local.provider.values import Plain


class EventTarget(Put):
    """Where a rule's events go: a topic, a queue, a function, a log group."""

    token = "aws:cloudwatch/eventTarget:EventTarget"
    force_new = frozenset({"eventBusName", "rule", "targetId"})
    defaults = {"eventBusName": DEFAULT_BUS, "forceDestroy": False}
    meanings = {"input": json_text}
    unmodelled = frozenset(
        {"appsyncTarget", "batchTarget", "ecsTarget", "httpTarget", "kinesisTarget"}
        | {"redshiftTarget", "runCommandTargets", "sagemakerPipelineTarget"}
    )

    def put(self, aws: Aws, inputs: Plain) -> str:
        transformer = inputs.get("inputTransformer")
        target = given(
            Id=_target(inputs),
            Arn=inputs["arn"],
            RoleArn=inputs.get("roleArn"),
            Input=inputs.get("input"),
            InputPath=inputs.get("inputPath"),
            InputTransformer=transformer
            and given(
                InputPathsMap=transformer.get("inputPaths"),
                InputTemplate=transformer["inputTemplate"],
            ),
            DeadLetterConfig=_block(inputs, "deadLetterConfig", "arn"),
            RetryPolicy=_block(
                inputs, "retryPolicy", "maximumEventAgeInSeconds", "maximumRetryAttempts"
            ),
            SqsParameters=_block(inputs, "sqsTarget", "messageGroupId"),
        )
        bus = inputs["eventBusName"]
        aws.events.put_targets(Rule=inputs["rule"], EventBusName=bus, Targets=[target])
        return self.identify(aws, inputs) or ""

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        bus, rule, target = _parts(identity, state)
        targets = aws.events.list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]
        found = next((t for t in targets if t["Id"] == target), None)
        if found is None:
            return None
        return {
            "rule": rule,
            "eventBusName": bus,
            "targetId": target,
            "arn": found["Arn"],
            "roleArn": found.get("RoleArn", ""),
            "input": found.get("Input", ""),
            "inputPath": found.get("InputPath", ""),
            "inputTransformer": _transformer(found.get("InputTransformer")),
            "deadLetterConfig": _lower(found.get("DeadLetterConfig")),
            "retryPolicy": _lower(found.get("RetryPolicy")),
            "sqsTarget": _lower(found.get("SqsParameters")),
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        bus, rule, target = _parts(identity, state)
        aws.events.remove_targets(
            Rule=rule, EventBusName=bus, Ids=[target], Force=bool(state.get("forceDestroy"))
        )

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        bus, rule = inputs.get("eventBusName", DEFAULT_BUS), inputs["rule"]
        prefix = "" if bus == DEFAULT_BUS else f"{bus}/"
        return f"{prefix}{rule}/{_target(inputs)}"


def _target(inputs: Plain) -> str:
    """The target's own id; where none is given, one that the same target gets again."""
    seed = f"{inputs['rule']} {inputs['arn']}"
    return inputs.get("targetId") or f"target-{hashlib.sha256(seed.encode()).hexdigest()[:16]}"


def _parts(identity: str, state: Plain) -> tuple[str, str, str]:
    before, _, target = identity.rpartition("/")
    bus, _, rule = before.rpartition("/")
    return bus or state.get("eventBusName", DEFAULT_BUS), rule, target


def _block(inputs: Plain, name: str, *members: str) -> Plain | None:
    return upper(inputs[name], *members) if inputs.get(name) else None


def _lower(found: dict[str, Any] | None) -> Plain | None:
    return {k[0].lower() + k[1:]: v for k, v in found.items()} if found else None


def _transformer(found: dict[str, Any] | None) -> Plain | None:
    if not found:
        return None
    return {
        "inputPaths": found.get("InputPathsMap", {}),
        "inputTemplate": found["InputTemplate"],
    }
