"""Which resource types AWS bills for being there, by use, or not at all.

Owns the three tables. A type in none of them is unknown, never free. Source: the pricing page of
each service.
"""

from collections.abc import Mapping
from typing import Final

from container_registry.catalogue.prices import Item

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
ENDPOINT: Final = "aws:ec2/vpcEndpoint:VpcEndpoint"
SCHEDULE: Final = "aws:scheduler/schedule:Schedule"
REPOSITORY: Final = "aws:ecr/repository:Repository"

#: What one costs: its words, its item, and whether the item is by the hour.
EACH: Final[Mapping[str, tuple[str, Item, bool]]] = {
    "aws:kms/key:Key": ("KMS keys", Item.KEY, False),
    "aws:kms/replicaKey:ReplicaKey": ("KMS keys", Item.KEY, False),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": (
        "composite alarms",
        Item.COMPOSITE_ALARM,
        False,
    ),
    "aws:secretsmanager/secret:Secret": ("secrets", Item.STORED_SECRET, False),
    "aws:cloudwatch/dashboard:Dashboard": ("dashboards", Item.DASHBOARD, False),
    "aws:ec2/natGateway:NatGateway": (
        "NAT gateways for 730 hours",
        Item.NAT_HOUR,
        True,
    ),
}
BY_USE: Final[Mapping[str, tuple[Item, ...]]] = {
    REPOSITORY: (Item.STORAGE, Item.INTERNET_TRANSFER),
    ENDPOINT: (Item.ENDPOINT_TRANSFER,),
    SCHEDULE: (Item.SCHEDULED_RUNS,),
    "aws:kms/key:Key": (Item.KEY_REQUESTS,),
    "aws:sns/topic:Topic": (Item.MESSAGES, Item.MAILS),
    "aws:lambda/function:Function": (Item.FUNCTION_RUNS, Item.FUNCTION_TIME),
    "aws:cloudwatch/logGroup:LogGroup": (Item.LOG,),
    "aws:ec2/natGateway:NatGateway": (Item.NAT_TRANSFER,),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": (Item.REGION_TRANSFER,),
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": (
        Item.SCAN,
        Item.RESCAN,
    ),
}
#: Modules of which AWS bills nothing for being there: identities, and ECR's settings.
FREE_MODULES: Final = ("aws:iam/", "aws:ecr/", "aws:chatbot/")
FREE: Final = frozenset(
    {
        "aws:budgets/budget:Budget",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/route:Route",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
        "aws:kms/alias:Alias",
        "aws:kms/keyPolicy:KeyPolicy",
        "aws:lambda/function:Function",
        "aws:lambda/permission:Permission",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:scheduler/scheduleGroup:ScheduleGroup",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:sns/topic:Topic",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:sqs/queue:Queue",
        "aws:sqs/queuePolicy:QueuePolicy",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    }
)
