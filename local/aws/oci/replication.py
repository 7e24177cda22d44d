"""Images that a registry's rules copy to another Region or account.

ECR user guide, "Private image replication": what is pushed after a rule exists is copied once, to
each destination whose filters (prefixes of the name) match, and not from there on; the
destination's repository is made if it is missing, by a creation template or with defaults;
deletions are not copied. The event `ECR Replication Action` lands in the destination. "Registry
permissions": another account's registry policy must allow `ecr:ReplicateImage`, and
`ecr:CreateRepository` where the repository is missing.
"""

from typing import Any

from moto.core.exceptions import JsonRESTError, ServiceException
from moto.ecr.exceptions import ImageAlreadyExistsException
from moto.ecr.models import ecr_backends

from container_registry.iam.document import DocumentError, Principal, parse
from container_registry.iam.evaluate import Request, allowed
from local.aws.oci import creation, events, images, layers
from local.aws.oci.arrival import arrive
from local.aws.oci.effects import Arrival


def pushed(backend: Any, repository: Any, image: Any, tag: str | None) -> None:
    """Copies an image where the rules say, and notes how that went."""
    for rule in backend.replication_config.get("rules") or []:
        filters = rule.get("repositoryFilters") or []
        if filters and not any(repository.name.startswith(each["filter"]) for each in filters):
            continue
        for destination in rule["destinations"]:
            target = ecr_backends[destination["registryId"]][destination["region"]]
            failure = _copied(backend, target, repository, image, tag)
            _note(image, destination, failure)


def _copied(source: Any, target: Any, repository: Any, image: Any, tag: str | None) -> str | None:
    """Copies one image; why not, if it can't be."""
    failure = _refused(source, target, repository.name)
    if failure is None:
        copy = creation.for_arrival(target, repository.name, "REPLICATION")
        try:
            _copy(source, target, repository, copy, image, tag)
        except (JsonRESTError, ServiceException) as error:
            failure = str(error.message)
    if failure is not None:
        detail = {
            **_detail(source, "FAILED"),
            "repository-name": repository.name,
            "image-digest": image.image_digest,
            "failure-reason": failure,
        }
        events.send(target, "ECR Replication Action", detail)
    return failure


def _copy(
    source: Any, target: Any, repository: Any, copy: Any, image: Any, tag: str | None
) -> None:
    read = images.manifest_of(image)
    for child in (images.find(repository, digest) for digest in read.children):
        if child is not None and images.find(copy, child.image_digest) is None:
            _copy(source, target, repository, copy, child, None)
    for digest in read.blobs:
        if digest in repository.layers:
            layers.mount(copy, digest, repository.layers[digest])
    arrival = Arrival("ECR Replication Action", _detail(source, "SUCCESS"))
    try:
        arrive(
            target,
            copy.name,
            image.image_manifest,
            tag,
            image.image_manifest_media_type,
            image.image_digest,
            arrival,
        )
    except ImageAlreadyExistsException:
        return


def _refused(source: Any, target: Any, name: str) -> str | None:
    if source.account_id == target.account_id:
        return None
    try:
        document = parse(target.registry_policy) if target.registry_policy else None
    except DocumentError:
        document = None
    principal = Principal("AWS", f"arn:{source.partition}:iam::{source.account_id}:root")
    arn = f"arn:{target.partition}:ecr:{target.region_name}:{target.account_id}:repository/{name}"
    needed = ["ReplicateImage"] + ([] if name in target.repositories else ["CreateRepository"])
    for action in needed:
        request = Request(f"ecr:{action}", arn, principal)
        if document is None or not allowed(document, request):
            return f"the registry policy of {target.account_id} does not allow ecr:{action}"
    return None


def _detail(source: Any, result: str) -> dict[str, str]:
    return {
        "result": result,
        "action-type": "REPLICATE",
        "source-account": source.account_id,
        "source-region": source.region_name,
    }


def _note(image: Any, destination: dict[str, str], failure: str | None) -> None:
    status = {
        "region": destination["region"],
        "registryId": destination["registryId"],
        "status": "COMPLETE" if failure is None else "FAILED",
    }
    known = getattr(image, "replication_statuses", [])
    where = (status["region"], status["registryId"])
    kept = [each for each in known if (each["region"], each["registryId"]) != where]
    image.replication_statuses = [*kept, status]
