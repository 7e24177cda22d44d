"""Pull-through cache rules.

ECR API reference, CreatePullThroughCacheRule, DescribePullThroughCacheRules, Update..., Delete...
moto has none of them. `local.aws.oci.pull_through` follows those whose upstream is on this machine
(`localhost:PORT` or `127.0.0.1:PORT`); the others are kept, and their pulls fail as those of an
upstream that does not answer.
"""

from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

from local.aws.oci import restoring, site

_MEMBERS: Final = (
    "upstreamRegistryUrl",
    "upstreamRegistry",
    "credentialArn",
    "customRoleArn",
    "upstreamRepositoryPrefix",
)


def patch() -> None:
    """Adds the four operations."""
    ECRResponse.create_pull_through_cache_rule = _create
    ECRResponse.describe_pull_through_cache_rules = _describe
    ECRResponse.update_pull_through_cache_rule = _update
    ECRResponse.delete_pull_through_cache_rule = _delete


def _create(response: Any) -> Any:
    prefix, known = response._get_param("ecrRepositoryPrefix"), response.ecr_backend.cache_rules
    if prefix in known:
        raise JsonRESTError(
            "PullThroughCacheRuleAlreadyExistsException",
            f"A pull through cache rule for the prefix '{prefix}' already exists",
        )
    now = site.here().clock.now().timestamp()
    registry = response.current_account
    head = {"ecrRepositoryPrefix": prefix, "registryId": registry}
    known[prefix] = {**head, **_given(response), "createdAt": now, "updatedAt": now}
    return _answer(response, known[prefix])


def _describe(response: Any) -> Any:
    known = response.ecr_backend.cache_rules
    prefixes = response._get_param("ecrRepositoryPrefixes") or list(known)
    missing = [prefix for prefix in prefixes if prefix not in known]
    if missing:
        raise _unknown(missing[0])
    return ActionResult({"pullThroughCacheRules": [known[prefix] for prefix in prefixes]})


def _update(response: Any) -> Any:
    rule = _named(response)
    rule.update(_given(response), updatedAt=site.here().clock.now().timestamp())
    return _answer(response, rule)


def _delete(response: Any) -> Any:
    rule = _named(response)
    del response.ecr_backend.cache_rules[rule["ecrRepositoryPrefix"]]
    return _answer(response, rule)


def _named(response: Any) -> dict[str, Any]:
    prefix = response._get_param("ecrRepositoryPrefix")
    found: dict[str, Any] | None = response.ecr_backend.cache_rules.get(prefix)
    if found is None:
        raise _unknown(prefix)
    return found


def _unknown(prefix: str) -> Exception:
    error: Exception = JsonRESTError(
        "PullThroughCacheRuleNotFoundException",
        f"There is no pull through cache rule for the prefix '{prefix}'",
    )
    return error


def _given(response: Any) -> dict[str, Any]:
    given = {name: response._get_param(name) for name in _MEMBERS}
    return {name: value for name, value in given.items() if value is not None}


def _answer(response: Any, rule: dict[str, Any]) -> Any:
    restoring.keep_registry(response.ecr_backend)
    return ActionResult(rule)
