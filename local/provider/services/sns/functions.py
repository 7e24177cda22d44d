"""A look-up in SNS: a topic."""

from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.handler import unpaired
from local.provider.session import Aws
from local.provider.values import Plain


class GetTopic(Function):
    """A topic by its name."""

    token = "aws:sns/getTopic:getTopic"
    arguments = frozenset({"name"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        name = arguments["name"]
        pages = aws.sns.get_paginator("list_topics").paginate()
        arns = [topic["TopicArn"] for page in pages for topic in page["Topics"]]
        arn = next((arn for arn in arns if arn.rpartition(":")[2] == name), None)
        if arn is None:
            raise ProviderError(f"there is no topic {name} in {aws.region}")
        tags = aws.sns.list_tags_for_resource(ResourceArn=arn)["Tags"]
        return {"id": arn, "arn": arn, "name": name, "tags": unpaired(tags)}
