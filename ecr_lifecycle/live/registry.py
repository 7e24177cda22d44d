"""One account's registry in one Region: every repository, its policy, its images. Read-only.

Owns the calls, which run side by side with one client for all threads. Refuses to take a refusal
for an absence: what could not be read is a `Failure` of that repository, and the rest goes on.

DescribeImages answers are decoded by `ecr_lifecycle.inventory` straight from their bytes: parsing
them by botocore takes longer than waiting for them.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ecr_lifecycle.auditing.record import Record
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory import Links, Listing, read_listing, read_manifests
from ecr_lifecycle.inventory.manifests import NO_LINKS
from ecr_lifecycle.version import VERSION

WORKERS: Final = 8
"""Calls at once. More gain little: signing and reading an answer take some ms of one processor."""
_ATTEMPTS: Final = 10
_PAGE: Final = 1000
_BATCH: Final = 100
_MEDIA_TYPES: Final = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, and AWS's answer."""

    what: str
    answer: str


@dataclass(slots=True)
class Registry:
    """What was read of a registry, and what could not be."""

    region: str
    records: list[Record] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def read_registry(
    region: str,
    *,
    owner_tag: str | None = None,
    manifests: bool = False,
    workers: int = WORKERS,
    endpoint_url: str | None = None,
    session: Any = None,
    done: Callable[[Record], None] | None = None,
) -> Registry:
    """Every repository of the registry in `region`.

    `manifests` reads the indexes' manifests too, which counts as a pull of each.
    """
    registry = Registry(region)
    try:
        client = _client(session or boto3.Session(), region, endpoint_url, workers)
    except (BotoCoreError, ValueError) as error:
        registry.failures.append(Failure(region, _answer(error)))
        return registry
    with ThreadPoolExecutor(max_workers=workers) as pool:
        asked = {}
        try:
            for repository in _repositories(client):
                future = pool.submit(_record, client, repository, region, owner_tag, manifests)
                asked[future] = str(repository.get("repositoryName"))
        except (ClientError, BotoCoreError) as error:
            registry.failures.append(Failure(f"repositories of {region}", _answer(error)))
        for future in as_completed(asked):
            try:
                record = future.result()
            except (ClientError, BotoCoreError, _UnreadableError) as error:
                registry.failures.append(Failure(f"{region}: {asked[future]}", _answer(error)))
                continue
            registry.records.append(record)
            if done is not None:
                done(record)
    registry.records.sort(key=lambda record: record.name)
    return registry


def default_region() -> str | None:
    """The Region that the environment or the configuration of AWS names."""
    region = boto3.Session().region_name
    return None if region is None else str(region)


class _UnreadableError(Exception):
    """An answer that is not what the API says."""


def _client(session: Any, region: str, endpoint_url: str | None, workers: int) -> Any:
    client = session.client(
        "ecr",
        region_name=region,
        endpoint_url=endpoint_url,
        config=Config(
            retries={"mode": "adaptive", "total_max_attempts": _ATTEMPTS},
            max_pool_connections=workers,
            # One text: botocore else puts its own together anew for each call.
            user_agent=f"ecr-lifecycle/{VERSION}",
        ),
    )
    client.meta.events.register("before-parse.ecr.DescribeImages", _keep_bytes)
    return client


def _keep_bytes(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Hand over the answer as it came, and leave botocore nothing to parse."""
    if response_dict["status_code"] < 300:
        customized_response_dict["Bytes"] = response_dict["body"]
        response_dict["body"] = b"{}"


def _repositories(client: Any) -> Iterator[Mapping[str, Any]]:
    token: dict[str, str] = {}
    while True:
        page = client.describe_repositories(maxResults=_PAGE, **token)
        yield from page.get("repositories", [])
        if not page.get("nextToken"):
            return
        token = {"nextToken": page["nextToken"]}


def _record(
    client: Any,
    repository: Mapping[str, Any],
    region: str,
    owner_tag: str | None,
    manifests: bool,
) -> Record:
    name = str(repository["repositoryName"])
    images, blind = _images(client, name, manifests=manifests)
    return Record(
        account=str(repository.get("registryId", "")),
        region=region,
        name=name,
        arn=str(repository.get("repositoryArn", "")),
        policy=_policy(client, name),
        images=images,
        blind=blind,
        owner=_owner(client, str(repository.get("repositoryArn", "")), owner_tag),
    )


def _policy(client: Any, name: str) -> str | None:
    try:
        return str(client.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "LifecyclePolicyNotFoundException":
            return None
        raise


def _images(client: Any, name: str, *, manifests: bool) -> tuple[tuple[Image, ...], int]:
    """The images, and how many of them are indexes of which nobody knows the parts."""
    pages = list(_pages(client, name))
    lists = [digest for _, listing in pages for digest in listing.lists]
    if not lists or not manifests:
        return tuple(image for _, listing in pages for image in listing.images), len(lists)
    links = _links(client, name, lists)
    known = [image for body, _ in pages for image in _listed(body, links).images]
    return tuple(known), sum(not links.references(digest) for digest in lists)


def _pages(client: Any, name: str) -> Iterator[tuple[bytes, Listing]]:
    token: dict[str, str] = {}
    while True:
        answer = client.describe_images(
            repositoryName=name, maxResults=_PAGE, filter={"imageStatus": "ANY"}, **token
        )
        listing = _listed(answer["Bytes"], NO_LINKS)
        yield answer["Bytes"], listing
        if listing.token is None:
            return
        token = {"nextToken": listing.token}


def _listed(body: bytes, links: Links) -> Listing:
    listing = read_listing(body, links=links, partial=True)
    if isinstance(listing, Finding):
        raise _UnreadableError(listing.problem)
    return listing


def _links(client: Any, name: str, digests: list[str]) -> Links:
    documents = []
    for start in range(0, len(digests), _BATCH):
        answer = client.batch_get_image(
            repositoryName=name,
            imageIds=[{"imageDigest": digest} for digest in digests[start : start + _BATCH]],
            acceptedMediaTypes=list(_MEDIA_TYPES),
        )
        documents.append(json.dumps({"images": answer.get("images", [])}).encode())
    return read_manifests(documents)


def _owner(client: Any, arn: str, tag: str | None) -> str | None:
    if tag is None:
        return None
    tags = client.list_tags_for_resource(resourceArn=arn).get("tags", [])
    return next((str(each["Value"]) for each in tags if each.get("Key") == tag), "")


def _answer(error: Exception) -> str:
    if isinstance(error, ClientError):
        told = error.response.get("Error", {})
        return f"{told.get('Code')}: {told.get('Message')}"
    return str(error)
