"""`aws.cloudwatch.LogGroup`; its id is its name."""

from local.provider.handler import AutoName, Handler, given
from local.provider.session import Aws
from local.provider.values import Plain


class LogGroup(Handler):
    """A log group; without a retention it keeps everything."""

    token = "aws:cloudwatch/logGroup:LogGroup"
    force_new = frozenset({"logGroupClass", "name", "namePrefix"})
    defaults = {"retentionInDays": 0, "skipDestroy": False}
    autoname = AutoName(512)
    unmodelled = frozenset({"deletionProtectionEnabled"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["name"]
        aws.logs.create_log_group(
            **given(
                logGroupName=name,
                kmsKeyId=inputs.get("kmsKeyId"),
                logGroupClass=inputs.get("logGroupClass"),
                tags=inputs.get("tagsAll") or None,
            )
        )
        _retain(aws, name, inputs)
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        pages = aws.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=identity)
        groups = [group for page in pages for group in page["logGroups"]]
        found = next((group for group in groups if group["logGroupName"] == identity), None)
        if found is None:
            return None
        arn = found["arn"].removesuffix(":*")
        return {
            "name": identity,
            "arn": arn,
            "kmsKeyId": found.get("kmsKeyId", ""),
            "logGroupClass": found.get("logGroupClass", "STANDARD"),
            "retentionInDays": found.get("retentionInDays", 0),
            "tagsAll": aws.logs.list_tags_for_resource(resourceArn=arn)["tags"],
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        _retain(aws, identity, new)
        key = new.get("kmsKeyId")
        if key and key != old.get("kmsKeyId"):
            aws.logs.associate_kms_key(logGroupName=identity, kmsKeyId=key)
        elif old.get("kmsKeyId") and not key:
            aws.logs.disassociate_kms_key(logGroupName=identity)

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        if not state.get("skipDestroy"):
            aws.logs.delete_log_group(logGroupName=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.logs.tag_resource(resourceArn=state["arn"], tags=tags)

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.logs.untag_resource(resourceArn=state["arn"], tagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _retain(aws: Aws, name: str, inputs: Plain) -> None:
    days = inputs["retentionInDays"]
    if days:
        aws.logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    else:
        aws.logs.delete_retention_policy(logGroupName=name)
