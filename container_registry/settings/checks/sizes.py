"""Policy documents that come out longer than AWS takes. The documents themselves are built."""

from typing import Final

from container_registry.catalogue.issuers import issuer_of
from container_registry.catalogue.limits import Limit
from container_registry.documents.endpoints import gateway_policy, registry_endpoint_policy
from container_registry.documents.github import (
    ISSUER,
    GithubRepository,
    ci_trust_policy,
    claims,
    subjects,
)
from container_registry.documents.identity import ci_policy
from container_registry.documents.oidc import Pipelines, oidc_trust_policy
from container_registry.documents.sharing import (
    Sharing,
    replication_registry_policy,
    repository_policy,
)
from container_registry.naming import ROLE_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.checks.given import Given, Raw, mapping, texts
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.tokens import bare

#: As long as EC2's ids of endpoints are; a pull's API calls come through two.
_ENDPOINTS: Final = ("vpce-00000000000000000", "vpce-11111111111111111")


def check(given: Given) -> Faults:
    """Every policy that is too long."""
    scope = Scope(
        partition=given.partition or "aws",
        dns_suffix="amazonaws.com",
        reverse_dns_prefix="com.amazonaws",
        account=given.account or "0" * 12,
        region=given.region,
        environment=given.environment,
        path=_path(given),
    )
    yield from _repository_policies(given, scope)
    yield from _registry_policy(given, scope)
    yield from _trust_policies(given, scope)
    yield from _oidc_trust_policies(given, scope)
    yield from _role_policies(given, scope)
    yield from _endpoint_policies(given, scope)


def _pushes(service: Raw) -> bool:
    return service.get("github") is not None or service.get("oidc") is not None


def _path(given: Given) -> str:
    path = mapping(given.raw.get("iam")).get("path")
    return path if isinstance(path, str) else "/"


def _repository_policies(given: Given, scope: Scope) -> Faults:
    most = Limit.REPOSITORY_POLICY.number
    gated = mapping(given.raw.get("ci")).get("gateRole") is True
    for service, value in given.services.items():
        own = value.get("sharing") is not None
        raw = given.of_service(service, "sharing")
        nouns = ("ci", "gate") if gated else ("ci",)
        names = (
            physical_name(scope.environment, service, noun, limit=ROLE_NAME_LIMIT) for noun in nouns
        )
        spared = [scope.role_arn(name) for name in names if _pushes(value)]
        text = repository_policy(_sharing(raw), scope, endpoints=_ENDPOINTS, spared=spared)
        if text is not None and len(text) > most:
            yield Fault(
                at=("services", service, "sharing") if own else ("sharing",),
                code="repository-policy-long",
                problem=f"makes a repository policy of {len(text):,} characters",
                impact=f"ECR takes {most:,}, and refuses it in the middle of the update",
                fix=_shorter(raw),
            )
            if not own:
                return


def _shorter(raw: Raw) -> str:
    """What makes most of a repository policy, and how there is less of it."""
    ways = {
        "pullAccounts": "share with the organisation in place of its accounts: `pullOrganization`",
        "lambdaAccounts": "name fewer `lambdaAccounts`",
        "pushPrincipals": "name fewer `pushPrincipals`, such as one role that the others take on",
    }
    return ways[max(ways, key=lambda name: sum(map(len, texts(raw.get(name)))))]


def _registry_policy(given: Given, scope: Scope) -> Faults:
    most = Limit.REGISTRY_POLICY.number
    sources = texts(mapping(given.raw.get("registry")).get("acceptReplicationFrom"))
    text = replication_registry_policy(sources, scope) if sources else ""
    if len(text) > most:
        yield Fault(
            at=("registry", "acceptReplicationFrom"),
            code="registry-policy-long",
            problem=f"makes a registry policy of {len(text):,} characters",
            impact=f"ECR takes {most:,}, and refuses it in the middle of the update",
            fix="name fewer accounts",
        )


def _trust_policies(given: Given, scope: Scope) -> Faults:
    ci, most = mapping(given.raw.get("ci")), Limit.TRUST_POLICY.number
    environment = ci.get("environment")
    for service, value in given.services.items():
        repository = _repository(mapping(value.get("github")))
        admitted = subjects(
            repository,
            branches=texts(ci.get("branches")),
            tags=texts(ci.get("tags")),
            environment=environment if isinstance(environment, str) else None,
        )
        also = claims(
            repository,
            texts(ci.get("claims")),
            branches=texts(ci.get("branches")),
            tags=texts(ci.get("tags")),
            environment=environment if isinstance(environment, str) else None,
            workflows=texts(ci.get("workflows")),
        )
        text = ci_trust_policy(scope.oidc_provider_arn(ISSUER), admitted or ("",), also)
        if repository.name and len(text) > most:
            yield Fault(
                at=("services", service, "github"),
                code="trust-policy-long",
                problem=f"makes a trust policy of {len(text):,} characters with all of `ci`",
                impact=f"IAM takes {most:,} unless AWS raises the quota L-C07B4B0D, and refuses "
                "the role",
                fix="name fewer branches, tags and workflows, or an `environment` in place of them",
            )


def _oidc_trust_policies(given: Given, scope: Scope) -> Faults:
    most = Limit.TRUST_POLICY.number
    for service, value in given.services.items():
        raw = mapping(value.get("oidc"))
        issuer, audience = raw.get("issuer"), raw.get("audience")
        if not isinstance(issuer, str):
            continue
        admitted = Pipelines(
            issuer=bare(issuer),
            audience=audience if isinstance(audience, str) else issuer_of(issuer).audience,
            subjects=tuple(texts(raw.get("subjects"))) or ("",),
            claims={
                name: texts(of) for name, of in mapping(raw.get("claims")).items() if texts(of)
            },
        )
        text = oidc_trust_policy(scope.oidc_provider_arn(admitted.issuer), admitted)
        if len(text) > most:
            yield Fault(
                at=("services", service, "oidc"),
                code="trust-policy-long",
                problem=f"makes a trust policy of {len(text):,} characters",
                impact=f"IAM takes {most:,} unless AWS raises the quota L-C07B4B0D, and refuses "
                "the role",
                fix="name fewer subjects",
            )


def _role_policies(given: Given, scope: Scope) -> Faults:
    """The CI role's own policy names every signing profile."""
    profiles, most = (
        texts(mapping(given.raw.get("ci")).get("signingProfiles")),
        Limit.ROLE_POLICIES.number,
    )
    for service, value in given.services.items():
        text = ci_policy(scope, given.repository(service), profiles)
        if _pushes(value) and len(text) > most:
            yield Fault(
                at=("ci", "signingProfiles"),
                code="role-policy-long",
                problem=f"make a policy of {len(text):,} characters for the role of '{service}'",
                impact=f"IAM takes {most:,} of a role, and refuses it in the middle of the update",
                fix="name fewer profiles",
            )
            return


def _endpoint_policies(given: Given, scope: Scope) -> Faults:
    raw, most = mapping(given.raw.get("endpoints")), Limit.ENDPOINT_POLICY.number
    if raw.get("mode") != "own":
        return
    managers, buckets = texts(raw.get("managers")), texts(raw.get("buckets"))
    made = {"managers": registry_endpoint_policy(scope, managers)}
    if raw.get("gateway") == "layers":
        made["buckets"] = gateway_policy(scope, buckets)
    for name, text in made.items():
        if len(text) > most:
            yield Fault(
                at=("endpoints", name),
                code="endpoint-policy-long",
                problem=f"make an endpoint policy of {len(text):,} characters",
                impact=f"EC2 takes {most:,}, and refuses it in the middle of the update",
                fix=f"name fewer {name}",
            )


def _repository(raw: Raw) -> GithubRepository:
    name, ids = raw.get("repository"), (raw.get("ownerId"), raw.get("repositoryId"))
    owner, _, rest = name.partition("/") if isinstance(name, str) else ("", "", "")
    owner_id, repository_id = ids if all(isinstance(one, int) for one in ids) else (None, None)
    return GithubRepository(owner=owner, name=rest, owner_id=owner_id, repository_id=repository_id)


def _sharing(raw: Raw) -> Sharing:
    organization = raw.get("pullOrganization")
    return Sharing(
        pull_accounts=tuple(texts(raw.get("pullAccounts"))),
        pull_organization=organization if isinstance(organization, str) else None,
        lambda_accounts=tuple(texts(raw.get("lambdaAccounts"))),
        push_principals=tuple(texts(raw.get("pushPrincipals"))),
        endpoints_only=raw.get("endpointsOnly") is True,
    )
