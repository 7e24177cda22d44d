"""What a deployer needs for each type of resource: to preview it, bring it up and destroy it.

Owns the actions by Pulumi type, and the ARN that each is bound to. Source of the actions: what
terraform-provider-aws calls for a type, which pulumi-aws bridges (`internal/service/`); that each
exists and takes that ARN is AWS's service authorization reference. `{name}` is the resource's own
name, `{prefix}` what all names of an environment begin with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rights:
    """The actions of one service on one kind of ARN.

    Attributes:
        service: the prefix of the actions.
        actions: their names.
        resources: ARN patterns after `arn:{partition}:`; `*` where AWS defines no resource.
        condition: a condition block, its values with the same placeholders.
    """

    service: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    condition: Mapping[str, Mapping[str, str]] | None = None


def _of(service: str, actions: str, *resources: str) -> Rights:
    return Rights(service, tuple(actions.split()), resources or ("*",))


_REGIONAL: Final = "{region}:{account}"
_REPOSITORY: Final = f"ecr:{_REGIONAL}:repository/{{name}}"
_ROLE: Final = "iam::{account}:role{path}{prefix}-*"
_RULE: Final = f"events:{_REGIONAL}:rule/{{prefix}}-*"
_TOPIC: Final = f"sns:{_REGIONAL}:{{prefix}}-registry-*"
_KEY: Final = f"kms:{_REGIONAL}:key/*"
_TAGS: Final = "ListTagsForResource TagResource UntagResource"

#: ENHANCED scanning switches Amazon Inspector on with the deployer's rights (ECR user guide, "IAM
#: permissions required for enhanced scanning").
ENHANCED: Final = (
    _of("inspector2", "Enable Disable ListFindings ListAccountPermissions ListCoverage"),
    Rights(
        "iam",
        ("CreateServiceLinkedRole",),
        ("iam::{account}:role/aws-service-role/inspector2.amazonaws.com/*",),
        {"StringEquals": {"iam:AWSServiceName": "inspector2.amazonaws.com"}},
    ),
)

#: A repository that is encrypted under a key of the account (ECR user guide, "Encryption at rest").
ENCRYPTED: Final = (_of("kms", "CreateGrant RetireGrant DescribeKey", _KEY),)

#: What a deployer may do to the stack's roles only while they have the organisation's boundary: the
#: actions that know the key `iam:PermissionsBoundary` (IAM user guide, "Delegating responsibility
#: to others using permissions boundaries").
BOUNDED: Final = frozenset(
    {
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
    }
)

#: What every stack looks up before it registers anything (`components.ownership`).
BEFORE: Final = (_of("tag", "GetResources"),)

#: Stands for a repository that was adopted: what it has is looked up.
ADOPTED: Final = "container-registry:index:Adopted"

#: What is looked up, by component: a look-up leaves no resource in the state.
_LOOKED_UP: Final[Mapping[str, tuple[Rights, ...]]] = {
    "container-registry:index:RegistryEndpoints": (
        _of(
            "ec2",
            "DescribeVpcs DescribeVpcAttribute DescribeSubnets DescribeRouteTables "
            "DescribeVpcEndpoints DescribeVpcEndpointServices DescribePrefixLists",
        ),
    ),
    ADOPTED: (
        # Cloud Control reads with the caller's rights.
        _of("cloudformation", "GetResource"),
        _of(
            "ecr",
            "DescribeRepositories GetLifecyclePolicy GetRepositoryPolicy ListTagsForResource",
            _REPOSITORY,
        ),
    ),
    "container-registry:index:GithubIdentity": (
        _of("iam", "GetOpenIDConnectProvider", "iam::{account}:oidc-provider/*"),
    ),
    "container-registry:index:IdentityProvider": (
        _of("iam", "GetOpenIDConnectProvider", "iam::{account}:oidc-provider/*"),
    ),
}

_MADE: Final[Mapping[str, tuple[Rights, ...]]] = {
    "aws:ecr/repository:Repository": (
        _of(
            "ecr",
            "CreateRepository DescribeRepositories PutImageTagMutability "
            f"PutImageScanningConfiguration DeleteRepository {_TAGS}",
            _REPOSITORY,
        ),
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (
        _of("ecr", "PutLifecyclePolicy GetLifecyclePolicy DeleteLifecyclePolicy", _REPOSITORY),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (
        _of("ecr", "SetRepositoryPolicy GetRepositoryPolicy DeleteRepositoryPolicy", _REPOSITORY),
    ),
    "aws:ecr/registryPolicy:RegistryPolicy": (
        _of("ecr", "PutRegistryPolicy GetRegistryPolicy DeleteRegistryPolicy"),
    ),
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": (
        _of("ecr", "PutRegistryScanningConfiguration GetRegistryScanningConfiguration"),
    ),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": (
        _of("ecr", "PutReplicationConfiguration DescribeRegistry"),
        Rights(
            "iam",
            ("CreateServiceLinkedRole",),
            ("iam::{account}:role/aws-service-role/replication.ecr.amazonaws.com/*",),
            {"StringEquals": {"iam:AWSServiceName": "replication.ecr.amazonaws.com"}},
        ),
    ),
    "aws:iam/role:Role": (
        _of(
            "iam",
            "CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole "
            "ListRolePolicies GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole "
            "ListRoleTags TagRole UntagRole PutRolePermissionsBoundary",
            _ROLE,
        ),
    ),
    "aws:iam/rolePolicy:RolePolicy": (
        _of("iam", "PutRolePolicy GetRolePolicy DeleteRolePolicy", _ROLE),
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (
        _of(
            "iam",
            "AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies GetRole",
            "iam::{account}:role/{name}",
            "iam::{account}:role/*/{name}",
        ),
    ),
    "aws:iam/policy:Policy": (
        _of(
            "iam",
            "CreatePolicy GetPolicy GetPolicyVersion ListPolicyVersions CreatePolicyVersion "
            "DeletePolicyVersion DeletePolicy TagPolicy UntagPolicy",
            "iam::{account}:policy{path}{prefix}-*",
        ),
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (
        _of(
            "iam",
            "CreateOpenIDConnectProvider GetOpenIDConnectProvider DeleteOpenIDConnectProvider "
            "TagOpenIDConnectProvider UntagOpenIDConnectProvider "
            "AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider "
            "UpdateOpenIDConnectProviderThumbprint",
            "iam::{account}:oidc-provider/*",
        ),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        _of(
            "cloudwatch",
            f"PutMetricAlarm DescribeAlarms DeleteAlarms {_TAGS}",
            f"cloudwatch:{_REGIONAL}:alarm:{{prefix}}-*",
        ),
    ),
    "aws:cloudwatch/dashboard:Dashboard": (
        _of(
            "cloudwatch",
            "PutDashboard GetDashboard DeleteDashboards",
            "cloudwatch::{account}:dashboard/{prefix}-registry-*",
        ),
    ),
    "aws:cloudwatch/eventRule:EventRule": (
        _of("events", f"PutRule DescribeRule DeleteRule {_TAGS}", _RULE),
    ),
    "aws:cloudwatch/eventTarget:EventTarget": (
        _of("events", "PutTargets RemoveTargets ListTargetsByRule", _RULE),
        # A pager's target has a role that EventBridge takes.
        Rights(
            "iam",
            ("PassRole",),
            (_ROLE,),
            {"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}},
        ),
    ),
    "aws:cloudwatch/eventConnection:EventConnection": (
        _of(
            "events",
            "CreateConnection DescribeConnection UpdateConnection DeleteConnection",
            f"events:{_REGIONAL}:connection/{{prefix}}-*",
        ),
        # A connection keeps its key in a secret that EventBridge makes (EventBridge user guide,
        # "Connections for HTTP endpoint targets").
        _of(
            "secretsmanager",
            "CreateSecret DescribeSecret PutSecretValue UpdateSecret DeleteSecret GetSecretValue",
            f"secretsmanager:{_REGIONAL}:secret:events!connection/{{prefix}}-*",
        ),
        Rights(
            "iam",
            ("CreateServiceLinkedRole",),
            ("iam::{account}:role/aws-service-role/apidestinations.events.amazonaws.com/*",),
            {"StringEquals": {"iam:AWSServiceName": "apidestinations.events.amazonaws.com"}},
        ),
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": (
        _of(
            "events",
            "CreateApiDestination DescribeApiDestination UpdateApiDestination DeleteApiDestination",
            f"events:{_REGIONAL}:api-destination/{{prefix}}-*",
        ),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        _of(
            "logs",
            f"CreateLogGroup PutRetentionPolicy DeleteRetentionPolicy DeleteLogGroup {_TAGS}",
            f"logs:{_REGIONAL}:log-group:/aws/lambda/{{prefix}}-*",
        ),
        _of("logs", "DescribeLogGroups"),
    ),
    "aws:kms/key:Key": (
        _of("kms", "CreateKey"),
        _of(
            "kms",
            "DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation "
            "UpdateKeyDescription ScheduleKeyDeletion ListResourceTags TagResource UntagResource",
            _KEY,
        ),
    ),
    "aws:kms/alias:Alias": (
        _of(
            "kms",
            "CreateAlias UpdateAlias DeleteAlias",
            f"kms:{_REGIONAL}:alias/{{prefix}}-*",
            _KEY,
        ),
        _of("kms", "ListAliases"),
    ),
    "aws:sns/topic:Topic": (
        _of(
            "sns", f"CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic {_TAGS}", _TOPIC
        ),
    ),
    "aws:sns/topicPolicy:TopicPolicy": (
        _of("sns", "GetTopicAttributes SetTopicAttributes", _TOPIC),
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        _of("sns", "Subscribe ListSubscriptionsByTopic", _TOPIC),
        _of("sns", "Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes"),
    ),
    "aws:sqs/queue:Queue": (
        _of(
            "sqs",
            "CreateQueue GetQueueAttributes SetQueueAttributes DeleteQueue GetQueueUrl "
            "ListQueueTags TagQueue UntagQueue",
            f"sqs:{_REGIONAL}:{{prefix}}-*",
        ),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (
        _of("sqs", "GetQueueAttributes SetQueueAttributes", f"sqs:{_REGIONAL}:{{prefix}}-*"),
    ),
    "aws:lambda/function:Function": (
        _of(
            "lambda",
            "CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig "
            "ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction "
            "ListTags TagResource UntagResource",
            f"lambda:{_REGIONAL}:function:{{prefix}}-*",
        ),
        Rights(
            "iam",
            ("PassRole",),
            (_ROLE,),
            {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        ),
    ),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (
        _of(
            "lambda",
            "PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig "
            "UpdateFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig",
            f"lambda:{_REGIONAL}:function:{{prefix}}-*",
        ),
    ),
    "aws:lambda/permission:Permission": (
        _of(
            "lambda",
            "AddPermission GetPolicy RemovePermission",
            f"lambda:{_REGIONAL}:function:{{prefix}}-*",
        ),
    ),
    "aws:scheduler/schedule:Schedule": (
        _of(
            "scheduler",
            "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule",
            f"scheduler:{_REGIONAL}:schedule/default/{{prefix}}-*",
        ),
        Rights(
            "iam",
            ("PassRole",),
            (_ROLE,),
            {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}},
        ),
    ),
    "aws:budgets/budget:Budget": (
        _of(
            "budgets",
            f"ModifyBudget ViewBudget {_TAGS}",
            "budgets::{account}:budget/{prefix}-*",
        ),
    ),
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": (
        _of(
            "chatbot",
            "CreateSlackChannelConfiguration DescribeSlackChannelConfigurations "
            "UpdateSlackChannelConfiguration DeleteSlackChannelConfiguration",
        ),
        Rights(
            "iam",
            ("PassRole",),
            (_ROLE,),
            {"StringEquals": {"iam:PassedToService": "chatbot.amazonaws.com"}},
        ),
    ),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": (
        _of(
            "chatbot",
            "CreateMicrosoftTeamsChannelConfiguration GetMicrosoftTeamsChannelConfiguration "
            "ListMicrosoftTeamsChannelConfigurations UpdateMicrosoftTeamsChannelConfiguration "
            "DeleteMicrosoftTeamsChannelConfiguration",
        ),
        Rights(
            "iam",
            ("PassRole",),
            (_ROLE,),
            {"StringEquals": {"iam:PassedToService": "chatbot.amazonaws.com"}},
        ),
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (
        _of(
            "ec2",
            "CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints",
            *(
                f"ec2:{_REGIONAL}:{each}/*"
                for each in ("vpc-endpoint", "vpc", "subnet", "security-group", "route-table")
            ),
        ),
        _of("ec2", "CreateTags DeleteTags", f"ec2:{_REGIONAL}:vpc-endpoint/*"),
        _of("ec2", "DescribeVpcEndpoints DescribePrefixLists DescribeNetworkInterfaces"),
        # Private DNS puts a hosted zone on the VPC with the caller's rights.
        Rights(
            "route53",
            ("AssociateVPCWithHostedZone",),
            ("route53:::hostedzone/*", f"ec2:{_REGIONAL}:vpc/*"),
        ),
    ),
    "aws:ec2/securityGroup:SecurityGroup": (
        _of(
            "ec2",
            "CreateSecurityGroup DeleteSecurityGroup RevokeSecurityGroupEgress",
            f"ec2:{_REGIONAL}:security-group/*",
            f"ec2:{_REGIONAL}:vpc/*",
        ),
        _of(
            "ec2",
            "CreateTags DeleteTags",
            f"ec2:{_REGIONAL}:security-group/*",
            f"ec2:{_REGIONAL}:security-group-rule/*",
        ),
        _of("ec2", "DescribeSecurityGroups DescribeNetworkInterfaces"),
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
        _of(
            "ec2",
            "AuthorizeSecurityGroupIngress ModifySecurityGroupRules RevokeSecurityGroupIngress",
            f"ec2:{_REGIONAL}:security-group/*",
            f"ec2:{_REGIONAL}:security-group-rule/*",
        ),
        _of("ec2", "DescribeSecurityGroupRules"),
    ),
}

RIGHTS: Final[Mapping[str, tuple[Rights, ...]]] = {**_LOOKED_UP, **_MADE}
