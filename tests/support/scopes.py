"""Scopes for tests. ELSEWHERE differs from the mocks' account, Region and partition in every part,
so that whatever is hard-coded shows.
"""

from container_registry.scope import Scope

SEOUL = Scope(
    partition="aws",
    dns_suffix="amazonaws.com",
    reverse_dns_prefix="com.amazonaws",
    account="111111111111",
    region="ap-northeast-2",
    environment="dev",
)
ELSEWHERE = Scope(
    partition="aws-cn",
    dns_suffix="amazonaws.com.cn",
    reverse_dns_prefix="cn.com.amazonaws",
    account="999999999999",
    region="cn-north-1",
    environment="trial",
)
