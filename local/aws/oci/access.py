"""Who may do what: IAM's decision about a call of ECR, the same at both doors.

IAM user guide, "Policy evaluation logic": within an account an identity policy or the repository's
policy suffices, across accounts both must allow; an explicit deny wins; a session's own policy
narrows it. ECR user guide, "Private registry authentication": a token has the permissions of the
principal that asked for it. The words are those of ECR's refusals (cloud-platform#7245,
amazon-ecr-login#232).

IAM is enforced when moto's is: after `POST /moto-api/reset-auth` with the body `0`.
"""

import json
from dataclasses import dataclass
from typing import Any

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import CreateAccessKeyFailure, create_access_key
from moto.iam.models import Policy, iam_backends
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from container_registry.iam.document import Document, DocumentError, Principal, parse
from container_registry.iam.evaluate import Decision, Request, decide


@dataclass(frozen=True)
class Caller:
    """Who calls: an ARN, its account, and the access key that IAM knows it by."""

    arn: str
    account: str
    key: str

    @property
    def is_root(self) -> bool:
        """Whether it is the account itself, whom no policy binds."""
        return self.arn.endswith(":root")


def enforced() -> bool:
    """Whether IAM is asked at all."""
    count: float = ActionAuthenticatorMixin.request_count
    return bool(count >= settings.INITIAL_NO_AUTH_ACTION_COUNT)


def caller_of(key: str, default_account: str, region: str) -> Caller:
    """The user or session that an access key belongs to; the account's root for any other key."""
    partition = get_partition(region)
    for account, backends in list(iam_backends.items()):
        for access_key in list(backends[partition].access_keys.values()):
            if access_key.access_key_id == key:
                return Caller(_arn(account, partition, access_key), account, key)
    return Caller(f"arn:{partition}:iam::{default_account}:root", default_account, key)


def refusal(
    caller: Caller, action: str, repository: Any | None, arn: str, region: str
) -> str | None:
    """Why IAM refuses a call, in its words; None if it allows it.

    Args:
        caller: who calls.
        action: ECR's action, without `ecr:`.
        repository: the repository that it is about, if there is one.
        arn: its ARN, or `*`.
        region: where the call is made.
    """
    if not enforced():
        return None
    account = arn.split(":")[4] if arn.startswith("arn:") else caller.account
    request = Request(
        action=f"ecr:{action}",
        resource=arn,
        principal=Principal("AWS", caller.arn),
        context={**_context(caller, repository, account), "aws:RequestedRegion": region},
    )
    identity, *narrower = policies_of(caller)
    own = Decision.ALLOWED if caller.is_root else decide(identity, request)
    for documents in narrower:
        decision = decide(documents, request)
        if decision is not Decision.ALLOWED and own is not Decision.DENIED:
            own = decision
    shared = _by_repository(repository, request)
    return _words(caller, request, own, shared, foreign=account != caller.account)


def _words(
    caller: Caller, request: Request, own: Decision, shared: Decision, *, foreign: bool
) -> str | None:
    if own is Decision.DENIED:
        return _text(caller, request, "with an explicit deny in an identity-based policy")
    if shared is Decision.DENIED:
        return _text(caller, request, "with an explicit deny in a resource-based policy")
    allowed = [own is Decision.ALLOWED, shared is Decision.ALLOWED]
    if all(allowed) or (any(allowed) and not foreign):
        return None
    lacking = "resource" if foreign and allowed[0] else "identity"
    return _text(
        caller, request, f"because no {lacking}-based policy allows the {request.action} action"
    )


def _text(caller: Caller, request: Request, why: str) -> str:
    return (
        f"User: {caller.arn} is not authorized to perform: {request.action} "
        f"on resource: {request.resource} {why}"
    )


def _by_repository(repository: Any | None, request: Request) -> Decision:
    if repository is None or not repository.policy:
        return Decision.NOT_ALLOWED
    return decide([_parsed(repository.policy)], request)


def _context(caller: Caller, repository: Any | None, account: str) -> dict[str, str]:
    context = {
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": caller.account,
        "aws:ResourceAccount": account,
        "aws:SecureTransport": "true",  # as it is on AWS
        "aws:SourceIp": "127.0.0.1",
    }
    if repository is not None:
        from moto.ecr.models import ecr_backends

        backend = ecr_backends[repository.account_id][repository.region_name]
        for tag in backend.tagger.list_tags_for_resource(repository.arn)["tags"]:
            context[f"aws:ResourceTag/{tag['Key']}"] = tag["Value"]
            context[f"ecr:ResourceTag/{tag['Key']}"] = tag["Value"]
    return context


def policies_of(caller: Caller) -> tuple[list[Document], ...]:
    """The policies of a principal; then what narrows them: its boundary, its session's policy."""
    if caller.is_root:
        return ([],)
    partition = caller.arn.split(":")[1]
    session = sts_backends[caller.account][partition].get_assumed_role_from_access_key(caller.key)
    headers = {"X-Amz-Security-Token": session.session_token} if session else {}
    try:
        found = create_access_key(caller.account, partition, caller.key, headers)
        policies = [_parsed(_document(each)) for each in found.collect_policies()]
    except (CreateAccessKeyFailure, Exception):  # noqa: BLE001 - deleted since: it may do nothing
        policies = []
    narrowed = [_parsed(session.policy)] if session is not None and session.policy else []
    layers = (policies, _boundary(caller, partition), narrowed)
    return (policies, *(each for each in layers[1:] if each))


def _boundary(caller: Caller, partition: str) -> list[Document]:
    """The boundary of the caller's role, which must allow too."""
    backend = iam_backends[caller.account][partition]
    name = caller.arn.split("/")[1] if ":assumed-role/" in caller.arn else ""
    role = next((one for one in backend.roles.values() if one.name == name), None)
    arn = None if role is None else role.permissions_boundary_arn
    policy = backend.managed_policies.get(arn) if arn else None
    return [_parsed(_document(policy))] if policy is not None else []


def _document(policy: Any) -> str:
    if isinstance(policy, Policy):
        return str(next(each.document for each in policy.versions if each.is_default))
    return policy if isinstance(policy, str) else str(policy["policy_document"])


def _parsed(text: Any) -> Document:
    try:
        return parse(text if isinstance(text, str) else json.dumps(text))
    except DocumentError:
        return Document(statements=())


def _arn(account: str, partition: str, access_key: Any) -> str:
    session = sts_backends[account][partition].get_assumed_role_from_access_key(
        access_key.access_key_id
    )
    if session is not None:
        role = session.role_arn.split("/")[-1]
        return f"arn:{partition}:sts::{account}:assumed-role/{role}/{session.session_name}"
    if access_key.user_name:
        return f"arn:{partition}:iam::{account}:user/{access_key.user_name}"
    return f"arn:{partition}:iam::{account}:root"
