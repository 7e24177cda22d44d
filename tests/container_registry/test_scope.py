from dataclasses import replace

from container_registry.scope import Scope

CHINA = Scope(
    partition="aws-cn",
    dns_suffix="amazonaws.com.cn",
    reverse_dns_prefix="cn.com.amazonaws",
    account="111111111111",
    region="cn-north-1",
    environment="dev",
)


def test_every_arn_and_address_follows_the_partition() -> None:
    assert CHINA.registry_url == "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn"
    assert CHINA.repository_arn("a/b") == "arn:aws-cn:ecr:cn-north-1:111111111111:repository/a/b"
    assert CHINA.account_root_arn() == "arn:aws-cn:iam::111111111111:root"
    assert CHINA.account_root_arn("222222222222") == "arn:aws-cn:iam::222222222222:root"
    assert CHINA.managed_policy_arn("P") == "arn:aws-cn:iam::aws:policy/P"
    assert CHINA.oidc_provider_arn("h.example") == (
        "arn:aws-cn:iam::111111111111:oidc-provider/h.example"
    )
    assert CHINA.endpoint_service("ecr.dkr") == "cn.com.amazonaws.cn-north-1.ecr.dkr"
    assert CHINA.endpoint_service("sts") == "cn.com.amazonaws.cn-north-1.sts"
    assert CHINA.any_repository_arn == "arn:aws-cn:ecr:cn-north-1:*:repository/*"
    assert CHINA.layer_bucket_arn == "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket"
    assert CHINA.function_arn("f") == "arn:aws-cn:lambda:cn-north-1:111111111111:function:f"


def test_logs_and_the_gateway_of_s3_are_called_the_same_in_every_partition() -> None:
    for service in ("logs", "s3"):
        assert CHINA.endpoint_service(service) == f"com.amazonaws.cn-north-1.{service}"
    isolated = replace(
        CHINA, partition="aws-iso", reverse_dns_prefix="gov.ic.c2s", region="us-iso-east-1"
    )
    assert isolated.endpoint_service("ecr.api") == "gov.ic.c2s.us-iso-east-1.ecr.api"
    assert isolated.endpoint_service("sts") == "com.amazonaws.us-iso-east-1.sts"
