"""Resource Groups Tagging: which resources of a Region have a tag."""

from local.provider.functions import Function
from local.provider.handler import unpaired
from local.provider.session import Aws
from local.provider.values import Plain


class GetResources(Function):
    """Tagged resources, by tags and types. The local AWS knows fewer types than AWS does."""

    token = "aws:resourcegroupstaggingapi/getResources:getResources"
    arguments = frozenset({"tagFilters", "resourceTypeFilters", "resourceArnLists"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        filters = [
            {"Key": each["key"], "Values": each.get("values") or []}
            for each in arguments.get("tagFilters") or ()
        ]
        pages = aws.resourcegroupstaggingapi.get_paginator("get_resources").paginate(
            TagFilters=filters, ResourceTypeFilters=arguments.get("resourceTypeFilters") or []
        )
        return {
            "id": aws.partition,
            "resourceTagMappingLists": [
                {
                    "resourceArn": found["ResourceARN"],
                    "tags": unpaired(found.get("Tags")),
                    "complianceDetails": [],
                }
                for page in pages
                for found in page["ResourceTagMappingList"]
            ],
        }
