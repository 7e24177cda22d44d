"""Which arguments replace a resource of the real provider, by terraform-provider-aws's own names.

Source: `ForceNew: true` (or a `RequiresReplace` plan modifier) in the Go schema of each resource,
github.com/hashicorp/terraform-provider-aws at v6, internal/service/..., which pulumi-aws 7 bridges.
`region` replaces every resource that has it (internal/provider/sdkv2/region.go) and isn't listed.
What of these was read at which version, docs/verified.md says.

Listed, though they replace on some changes only: instance_tenancy of a VPC (all but dedicated to
default), durable_config of a function (added or removed), dns_options of an endpoint (two of its
four members).
Not listed, as they replace in one situation only: private_dns_enabled of an endpoint that isn't an
interface, ipv6_cidr_block of a subnet that assigned IPv6 addresses at launch, and the source of a
security group's rule where its kind changes (an address range for a group, say).
"""

FORCE_NEW = {
    "aws_budgets_budget": ("budgets/budget.go", "account_id name name_prefix"),
    "aws_cloudwatch_composite_alarm": (
        "cloudwatch/composite_alarm.go",
        "actions_enabled alarm_name",
    ),
    "aws_cloudwatch_dashboard": ("cloudwatch/dashboard.go", "dashboard_name"),
    "aws_chatbot_slack_channel_configuration": (
        "chatbot/slack_channel_configuration.go",
        "slack_channel_id slack_team_id",
    ),
    "aws_chatbot_teams_channel_configuration": (
        "chatbot/teams_channel_configuration.go",
        "team_id",
    ),
    "aws_cloudwatch_event_api_destination": ("events/api_destination.go", "name"),
    "aws_cloudwatch_event_connection": ("events/connection.go", "name"),
    "aws_cloudwatch_event_rule": ("events/rule.go", "event_bus_name name name_prefix"),
    "aws_cloudwatch_event_target": ("events/target.go", "event_bus_name rule target_id"),
    "aws_cloudwatch_log_group": ("logs/group.go", "log_group_class name name_prefix"),
    "aws_cloudwatch_metric_alarm": ("cloudwatch/metric_alarm.go", "alarm_name"),
    "aws_ecr_account_setting": ("ecr/account_setting.go", "name"),
    "aws_ecr_lifecycle_policy": ("ecr/lifecycle_policy.go", "policy repository"),
    "aws_ecr_pull_through_cache_rule": (
        "ecr/pull_through_cache_rule.go",
        "ecr_repository_prefix upstream_registry_url upstream_repository_prefix",
    ),
    "aws_ecr_pull_time_update_exclusion": ("ecr/pull_time_update_exclusion.go", "principal_arn"),
    "aws_ecr_registry_policy": ("ecr/registry_policy.go", ""),
    "aws_ecr_registry_scanning_configuration": ("ecr/registry_scanning_configuration.go", ""),
    "aws_ecr_replication_configuration": ("ecr/replication_configuration.go", ""),
    "aws_ecr_repository": ("ecr/repository.go", "encryption_configuration name"),
    "aws_ecr_repository_creation_template": ("ecr/repository_creation_template.go", "prefix"),
    "aws_ecr_repository_policy": ("ecr/repository_policy.go", "repository"),
    "aws_ecrpublic_repository": ("ecrpublic/repository.go", "repository_name"),
    "aws_ecrpublic_repository_policy": ("ecrpublic/repository_policy.go", "repository_name"),
    "aws_iam_group": ("iam/group.go", ""),
    "aws_iam_group_policy": ("iam/group_policy.go", "group name name_prefix"),
    "aws_iam_group_policy_attachment": ("iam/group_policy_attachment.go", "group policy_arn"),
    "aws_iam_user": ("iam/user.go", ""),
    "aws_iam_user_policy": ("iam/user_policy.go", "name name_prefix user"),
    "aws_iam_user_policy_attachment": ("iam/user_policy_attachment.go", "policy_arn user"),
    "aws_iam_instance_profile": ("iam/instance_profile.go", "name name_prefix path"),
    "aws_iam_openid_connect_provider": ("iam/openid_connect_provider.go", "url"),
    "aws_iam_policy": ("iam/policy.go", "description name name_prefix path"),
    "aws_iam_policy_attachment": ("iam/policy_attachment.go", "name policy_arn"),
    "aws_iam_role": ("iam/role.go", "name name_prefix path"),
    "aws_iam_role_policy": ("iam/role_policy.go", "name name_prefix role"),
    "aws_iam_role_policy_attachment": ("iam/role_policy_attachment.go", "policy_arn role"),
    "aws_iam_role_policy_attachments_exclusive": (
        "iam/role_policy_attachments_exclusive.go",
        "role_name",
    ),
    "aws_kms_alias": ("kms/alias.go", "name name_prefix"),
    "aws_kms_key": (
        "kms/key.go",
        "custom_key_store_id customer_master_key_spec key_usage multi_region xks_key_id",
    ),
    "aws_kms_key_policy": ("kms/key_policy.go", ""),
    "aws_lambda_function": (
        "lambda/function.go",
        "durable_config function_name package_type tenancy_config",
    ),
    "aws_lambda_permission": (
        "lambda/permission.go",
        "action event_source_token function_name function_url_auth_type invoked_via_function_url "
        "principal principal_org_id qualifier source_account source_arn statement_id "
        "statement_id_prefix",
    ),
    "aws_route_table": ("ec2/vpc_route_table.go", "vpc_id"),
    "aws_scheduler_schedule": ("scheduler/schedule.go", "group_name name name_prefix"),
    "aws_security_group": (
        "ec2/vpc_security_group.go",
        "description name name_prefix vpc_id",
    ),
    "aws_sns_topic": ("sns/topic.go", "fifo_topic name name_prefix"),
    "aws_sns_topic_policy": ("sns/topic_policy.go", "arn"),
    "aws_sns_topic_subscription": (
        "sns/topic_subscription.go",
        "endpoint protocol topic_arn",
    ),
    "aws_sqs_queue": ("sqs/queue.go", "fifo_queue name name_prefix"),
    "aws_sqs_queue_policy": ("sqs/queue_policy.go", "queue_url"),
    "aws_subnet": (
        "ec2/vpc_subnet.go",
        "availability_zone availability_zone_id cidr_block ipv4_ipam_pool_id ipv4_netmask_length "
        "ipv6_ipam_pool_id ipv6_native ipv6_netmask_length outpost_arn vpc_id",
    ),
    "aws_vpc": (
        "ec2/vpc_.go",
        "cidr_block instance_tenancy ipv4_ipam_pool_id ipv4_netmask_length",
    ),
    "aws_vpc_endpoint": (
        "ec2/vpc_endpoint.go",
        "dns_options resource_configuration_arn service_name service_network_arn service_region "
        "vpc_endpoint_type vpc_id",
    ),
    "aws_vpc_endpoint_policy": ("ec2/vpc_endpoint_policy.go", "vpc_endpoint_id"),
    "aws_vpc_endpoint_route_table_association": (
        "ec2/vpc_endpoint_route_table_association.go",
        "route_table_id vpc_endpoint_id",
    ),
    "aws_vpc_endpoint_security_group_association": (
        "ec2/vpc_endpoint_security_group_association.go",
        "replace_default_association security_group_id vpc_endpoint_id",
    ),
    "aws_vpc_endpoint_subnet_association": (
        "ec2/vpc_endpoint_subnet_association.go",
        "subnet_id vpc_endpoint_id",
    ),
    "aws_vpc_security_group_egress_rule": (
        "ec2/vpc_security_group_ingress_rule.go",
        "security_group_id",
    ),
    "aws_vpc_security_group_ingress_rule": (
        "ec2/vpc_security_group_ingress_rule.go",
        "security_group_id",
    ),
}
"""By resource: the file under internal/service, and its forcing arguments."""
