"""`aws.sns.Topic`; its id is its ARN."""

from local.provider.handler import AutoName, Handler, json_text, pairs, policy_text, unpaired
from local.provider.kinds import is_filled
from local.provider.services.sns.attributes import answered, attributes, changed
from local.provider.session import Aws
from local.provider.values import Plain

_FEEDBACK = [
    f"{protocol}{kind}"
    for protocol in ("application", "firehose", "http", "lambda", "sqs")
    for kind in ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate")
]
_ATTRIBUTES = [
    "archivePolicy",
    "contentBasedDeduplication",
    "deliveryPolicy",
    "displayName",
    "fifoThroughputScope",
    "kmsMasterKeyId",
    "maximumMessageSize",
    "policy",
    "signatureVersion",
    "tracingConfig",
    *_FEEDBACK,
]


class Topic(Handler):
    """A topic, encrypted where `kmsMasterKeyId` says so."""

    token = "aws:sns/topic:Topic"
    force_new = frozenset({"fifoTopic", "name", "namePrefix"})
    defaults = {"contentBasedDeduplication": False, "fifoTopic": False}
    autoname = AutoName(255)
    meanings = {
        "archivePolicy": json_text,
        "deliveryPolicy": json_text,
        "policy": policy_text,
    }

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.sns.create_topic(
            Name=inputs["name"],
            Attributes={
                **attributes(inputs, _ATTRIBUTES if inputs["fifoTopic"] else _standard()),
                **({"FifoTopic": "true"} if inputs["fifoTopic"] else {}),
            },
            Tags=pairs(inputs.get("tagsAll")),
        )
        return str(made["TopicArn"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.sns.get_topic_attributes(TopicArn=identity)["Attributes"]
        tags = aws.sns.list_tags_for_resource(ResourceArn=identity)["Tags"]
        return {
            **answered(found, _ATTRIBUTES),
            "arn": identity,
            "name": identity.rpartition(":")[2],
            "beginningArchiveTime": found.get("BeginningArchiveTime", ""),
            "owner": found["Owner"],
            "fifoTopic": found.get("FifoTopic", "false") == "true",
            "kmsMasterKeyId": found.get("KmsMasterKeyId", ""),
            "tagsAll": unpaired(tags),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        names = [name for name in _ATTRIBUTES if name in new or not self._is_filled(name)]
        for name, value in changed(old, new, names).items():
            aws.sns.set_topic_attributes(
                TopicArn=identity, AttributeName=name, AttributeValue=value
            )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.sns.delete_topic(TopicArn=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.sns.tag_resource(ResourceArn=state["arn"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.sns.untag_resource(ResourceArn=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return aws.arn("sns", inputs["name"]) if inputs.get("name") else None

    def _is_filled(self, name: str) -> bool:
        return is_filled(self.schema.inputs[name])


def _standard() -> list[str]:
    """The attributes of a topic that isn't a FIFO one; SNS refuses the others there."""
    return [n for n in _ATTRIBUTES if n not in ("contentBasedDeduplication", "fifoThroughputScope")]
