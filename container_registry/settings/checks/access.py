"""Access: what a setting of one service needs from the stack."""

from collections.abc import Mapping
from typing import Final

from container_registry.catalogue.issuers import issuer_of
from container_registry.settings.checks.given import Given, entries, mapping, texts
from container_registry.settings.fault import Fault, Faults

#: What of `ci` has an effect without a service at GitHub.
_FOR_EVERY_ISSUER: Final = ("gateRole", "signingProfiles", "identityProvider")


def check(given: Given) -> Faults:
    """What is wrong with who may push and pull."""
    yield from _github_without_ci(given)
    yield from _ci_for_nobody(given)
    yield from _number_unknown(given)
    yield from _endpoints_only_without_endpoints(given)
    yield from _providers(given)
    yield from _shared_with_itself(given)


def _shared_with_itself(given: Given) -> Faults:
    """Lambda is a service, so its accounts may hold this one: identity policies don't cover it."""
    for place, sharing in given.of_stack_and_services("sharing"):
        for index, account in enumerate(texts(sharing.get("pullAccounts"))):
            if account == given.account:
                yield Fault(
                    at=(*place, "pullAccounts", index),
                    code="shared-with-itself",
                    problem="is this stack's own account",
                    impact="who may pull there is said by identity policies, so it has no effect",
                    fix="remove it, or name the other account",
                )


def _number_unknown(given: Given) -> Faults:
    if "repository_id" not in texts(mapping(given.raw.get("ci")).get("claims")):
        return
    for service, value in given.services.items():
        github = mapping(value.get("github"))
        if github and github.get("repositoryId") is None:
            yield Fault(
                at=("services", service, "github"),
                code="github-number-unknown",
                problem="has no `repositoryId`, and `ci.claims` compares `repository_id`",
                impact="the role would be bound by the repository's name alone",
                fix="add `ownerId` and `repositoryId`, which GitHub's API gives",
            )


def _github_without_ci(given: Given) -> Faults:
    if given.raw.get("ci") is not None:
        return
    for service, value in given.services.items():
        if value.get("github") is not None:
            yield Fault(
                at=("services", service, "github"),
                code="github-without-ci",
                problem="names a repository at GitHub, but the stack has no `ci`",
                impact="the service gets no CI role, so its workflow can't push",
                fix="add `ci` with `branches` or `environment` to the stack, or remove `github`",
            )


def _ci_for_nobody(given: Given) -> Faults:
    """`ci` that admits no workflow; pipelines of other issuers say themselves who may push."""
    ci = given.raw.get("ci")
    if not isinstance(ci, Mapping) or any(
        ci.get(name) for name in ("branches", "tags", "environment")
    ):
        return
    services = given.services.values()
    of_github = any(service.get("github") is not None for service in services)
    others = any(service.get("oidc") is not None for service in services)
    if of_github or not others:
        yield Fault(
            at=("ci",),
            code="ci-context",
            problem="has neither `branches` nor `tags` nor `environment`",
            impact="no workflow could push",
            fix="write `branches: [main]` or `environment: production`",
        )
    elif not any(ci.get(name) for name in _FOR_EVERY_ISSUER):
        yield Fault(
            at=("ci",),
            code="ci-idle",
            problem="says nothing that services with `oidc` take",
            impact="it has no effect",
            fix="write `gateRole: true` or `signingProfiles`, or remove it",
        )


def _endpoints_only_without_endpoints(given: Given) -> Faults:
    if given.raw.get("endpoints") is not None or mapping(given.raw.get("shared")).get("stack"):
        return
    for place, sharing in given.of_stack_and_services("sharing"):
        if sharing.get("endpointsOnly") is True:
            yield Fault(
                at=(*place, "endpointsOnly"),
                code="endpoints-only-without-endpoints",
                problem="binds pulls to endpoints, but the stack has no `endpoints`",
                impact="every pull is refused",
                fix="add `endpoints` to the stack, or remove `endpointsOnly`",
            )


def _providers(given: Given) -> Faults:
    """Providers that the stack makes: each once, with the audiences that its roles want."""
    made: dict[str, list[str]] = {}
    for index, entry in enumerate(map(mapping, entries(given.raw.get("identityProviders")))):
        issuer = entry.get("issuer")
        if not isinstance(issuer, str):
            continue
        if issuer in made:
            yield Fault(
                at=("identityProviders", index, "issuer"),
                code="identity-provider-twice",
                problem="is the issuer of an entry before",
                impact="an account has one provider for an issuer, so the second creation fails",
                fix="write all `audiences` under one of them",
            )
        made.setdefault(issuer, texts(entry.get("audiences")) or [issuer_of(issuer).audience])
    for service, value in given.services.items():
        oidc = mapping(value.get("oidc"))
        issuer, audience = oidc.get("issuer"), oidc.get("audience")
        if not isinstance(issuer, str) or issuer not in made:
            continue
        wanted = audience if isinstance(audience, str) else issuer_of(issuer).audience
        if wanted and wanted not in made[issuer]:
            yield Fault(
                at=("services", service, "oidc", "audience"),
                code="oidc-audience-unknown",
                problem=f"comes to `{wanted}`, which the provider of this stack doesn't take",
                impact="STS refuses the service's tokens, so no pipeline could push",
                fix="add it to `audiences` of that issuer under `identityProviders`",
            )
