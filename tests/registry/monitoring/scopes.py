"""Scopes to build documents for."""

from dataclasses import replace

from registry.scope import Scope

SEOUL = Scope(
    partition="aws",
    dns_suffix="amazonaws.com",
    reverse_dns_prefix="com.amazonaws",
    account="111111111111",
    region="ap-northeast-2",
    environment="prod",
)
CHINA = replace(
    SEOUL,
    partition="aws-cn",
    dns_suffix="amazonaws.com.cn",
    reverse_dns_prefix="cn.com.amazonaws",
    region="cn-north-1",
)
