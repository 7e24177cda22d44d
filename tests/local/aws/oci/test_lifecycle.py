"""Retention end to end: releases are pushed, time passes, the policy runs, survivors are pulled.

The policy is what `ecr_lifecycle.build` makes of "keep N releases", the run is ECR's by its
documented semantics, the images are real: layers, indexes, attestations, signatures.
"""

import json

import pytest

from ecr_lifecycle import Retention, RetentionClass, build
from tests.local.aws.oci.client import OCI_IMAGE, OCI_INDEX, descriptor, digest_of, image, index
from tests.local.aws.oci.conftest import control
from tests.local.aws.oci.test_effects import events

__all__ = ["events"]
RELEASES, HOUR, DAY = 30, 3600, 86400
SIGNATURE = "application/vnd.dev.cosign.artifact.sig.v1+json"


class Repository:
    """One repository, and what was pushed to it as one release."""

    def __init__(self, door, name):
        self.door, self.name = door, name
        #: By tag, everything that belongs to the release: digests of manifests and of layers.
        self.manifests, self.layers = {}, {}
        #: Manifests and layers of cosign's signatures.
        self.signatures, self.signed = set(), set()

    def add(self, tag, reference, *layers, **more):
        manifest = self.door.push(self.name, reference, *layers, **more)
        self.note(tag, manifest, layers)
        return manifest

    def note(self, tag, manifest, layers=()):
        self.manifests.setdefault(tag, set()).add(digest_of(manifest))
        self.layers.setdefault(tag, set()).update(map(digest_of, layers))

    def single(self, tag):
        return self.add(tag, tag, b"base", b"app of " + tag.encode())

    def multi(self, tag, *more):
        parts = [self.add(tag, None, b"base", f"{tag} {cpu}".encode()) for cpu in ("amd", "arm")]
        listed = index(*parts, *more)
        assert self.door.put(self.name, tag, listed, OCI_INDEX).status == 201
        self.note(tag, listed)
        return listed

    def attested(self, tag):
        """As BuildKit does it: an attestation is an image of the index."""
        attestation = self.add(tag, None, f"provenance of {tag}".encode())
        return self.multi(tag, attestation)

    def cosigned(self, tag):
        """As cosign 2 does it: a signature is an image with a tag made of the digest."""
        digest = digest_of(self.multi(tag))
        name, content = digest.replace(":", "-") + ".sig", b"signature of " + tag.encode()
        self.signatures.add(digest_of(self.add(tag, name, content)))
        self.signed.add(digest_of(content))

    def referred(self, tag):
        """As oras and cosign 3 do it: artifacts whose subject is the image."""
        subject = descriptor(self.single(tag), OCI_IMAGE)
        for kind in (SIGNATURE, "application/spdx+json"):
            content = f"{kind} of {tag}".encode()
            self.add(tag, None, content, subject=subject, artifactType=kind)


KINDS = {
    "an image with referrers": Repository.referred,
    "a single image": Repository.single,
    "an index of two platforms": Repository.multi,
    "an index with attestations": Repository.attested,
    "a signed index": Repository.cosigned,
}


def described(aws, name):
    every = {"imageStatus": "ANY"}
    pages = aws.ecr.get_paginator("describe_images").paginate(repositoryName=name, filter=every)
    return [detail for page in pages for detail in page["imageDetails"]]


@pytest.mark.parametrize("kind", KINDS)
def test_keep_n_keeps_n_releases_whole_whatever_a_push_consists_of(door, aws, local, kind):
    kept = (1, 5, 20)
    repositories = {}
    for keep in kept:
        name = f"keep-{keep}"
        aws.ecr.create_repository(repositoryName=name)
        releases = RetentionClass("releases", ("v*",), keep=keep)
        text = build(Retention(classes=(releases,))).to_json()
        aws.ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=text)
        repositories[keep] = Repository(door, name)
    tags = [f"v1.{number}.0" for number in range(RELEASES)]
    for tag in tags:
        for repository in repositories.values():
            KINDS[kind](repository, tag)
        control(local, forward_seconds=HOUR / 4)
    for _ in range(4):
        control(local, forward_seconds=2 * DAY, run_lifecycle=True)
    fresh = refreshed(door, aws)
    for keep, repository in repositories.items():
        survivors, gone = tags[-keep:], tags[:-keep]
        # cosign's tags are nobody's children: signatures of what is gone stay.
        left = {
            each["imageDigest"]
            for each in described(aws, repository.name)
            if not any(tag.endswith(".sig") for tag in each.get("imageTags", []))
        }
        wanted = set().union(*(repository.manifests[tag] for tag in survivors))
        assert left == wanted - repository.signatures
        released = sorted(tag for tag in fresh.tags(repository.name) if tag in tags)
        assert released == sorted(survivors)
        for tag in survivors:
            whole(fresh, repository.name, tag)
        for digest in wanted & repository.signatures:
            assert fresh.pull(repository.name, digest) is not None
        freed = set().union(*(repository.layers[tag] for tag in gone)) - set().union(
            *(repository.layers[tag] for tag in survivors)
        )
        for digest in sorted(freed - repository.signed)[:3]:
            path = f"/v2/{repository.name}/blobs/{digest}"
            assert fresh.ask("HEAD", path).status == 404


def refreshed(door, aws):
    """A token of now: the clock has been moved by days."""
    from tests.local.aws.oci.client import Door
    from tests.local.aws.oci.conftest import password_of

    return Door(door.port, password_of(aws.ecr))


def whole(door, name, reference):
    """Everything under a reference can be pulled."""
    answer = door.get(name, reference)
    assert answer.status == 200, (name, reference)
    for part in answer.json.get("manifests", []):
        whole(door, name, part["digest"])
    if "layers" in answer.json:
        assert door.pull(name, reference) is not None
    referrers = door.ask("GET", f"/v2/{name}/referrers/{digest_of(answer.body)}").json["manifests"]
    for artifact in referrers:
        assert door.pull(name, artifact["digest"]) is not None


RULE = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1},
    "action": {"type": "expire"},
}
UNPULLED = {
    "rulePriority": 1,
    "selection": {
        "tagStatus": "any",
        "countType": "sinceImagePulled",
        "countUnit": "days",
        "countNumber": 30,
    },
    "action": {"type": "transition", "targetStorageClass": "archive"},
}


def policy(*rules):
    return json.dumps({"rules": list(rules)})


def test_what_the_preview_says_is_what_the_run_does(door, aws, local, events):
    for number in range(3):
        door.push("one", f"v{number}", b"layer%d" % number)
    aws.ecr.put_lifecycle_policy(repositoryName="one", lifecyclePolicyText=policy(RULE))
    started = aws.ecr.start_lifecycle_policy_preview(repositoryName="one")
    assert started["status"] == "IN_PROGRESS"
    preview = aws.ecr.get_lifecycle_policy_preview(repositoryName="one")
    assert preview["status"] == "COMPLETE"
    assert preview["summary"]["expiringImageTotalCount"] == 2
    wanted = {each["imageDigest"] for each in preview["previewResults"]}
    tags = {tag for each in preview["previewResults"] for tag in each["imageTags"]}
    assert tags == {"v0", "v1"}
    assert all(each["action"] == {"type": "EXPIRE"} for each in preview["previewResults"])
    assert door.tags("one") == ["v0", "v1", "v2"], "a preview deletes nothing"
    events()
    before = control(local)["layers"]
    (run,) = control(local, run_lifecycle=True)["runs"]
    assert run["expired"] == dict.fromkeys(wanted, 1)
    assert run["freed_bytes"] == len(b"layer0" + b"layer1")
    assert control(local)["layers"] == before - 2
    assert door.tags("one") == ["v2"]
    assert {event["image-digest"] for event in events()} == wanted
    assert control(local, run_lifecycle="one")["runs"][0]["expired"] == {}


def test_a_run_is_told_to_cloudtrail(door, aws, local, events):
    aws.ecr.put_lifecycle_policy(repositoryName="one", lifecyclePolicyText=policy(RULE))
    for number in range(2):
        door.push("one", f"v{number}", b"layer%d" % number)
    control(local, run_lifecycle=True)
    (told,) = events("AWS Service Event via CloudTrail")
    assert told["eventName"] == "PolicyExecutionEvent"
    details = told["serviceEventDetails"]
    assert details["repositoryName"] == "one"
    (action,) = details["lifecycleEventImageActions"]
    assert action["lifecycleEventImage"]["tagList"] == ["v0"]


def test_images_that_nobody_pulls_are_archived_and_those_that_are_pulled_stay(door, aws, local):
    door.push("one", "quiet", b"quiet")
    door.push("one", "used", b"used")
    aws.ecr.put_lifecycle_policy(repositoryName="one", lifecyclePolicyText=policy(UNPULLED))
    control(local, forward_seconds=25 * DAY)
    door = refreshed(door, aws)
    door.pull("one", "used")
    control(local, forward_seconds=10 * DAY, run_lifecycle=True)
    door = refreshed(door, aws)
    assert door.get("one", "quiet").status == 404
    assert door.pull("one", "used") == [b"used"]
    states = {each["imageTags"][0]: each["imageStatus"] for each in described(aws, "one")}
    assert states == {"quiet": "ARCHIVED", "used": "ACTIVE"}


def test_a_preview_may_be_of_another_policy_and_only_of_some_images(door, aws):
    for number in range(3):
        door.push("one", f"v{number}", b"layer%d" % number)
    text = policy(RULE)
    aws.ecr.start_lifecycle_policy_preview(repositoryName="one", lifecyclePolicyText=text)
    some = aws.ecr.get_lifecycle_policy_preview(
        repositoryName="one", imageIds=[{"imageTag": "v1"}, {"imageTag": "v2"}]
    )
    assert [each["imageTags"] for each in some["previewResults"]] == [["v1"]]


def test_a_switch_that_is_none_changes_nothing(local, door):
    import urllib.error

    for wanted in ({"forwards": 1}, {"forward_seconds": "x"}, {"now": "yesterday"}):
        with pytest.raises(urllib.error.HTTPError) as refused:
            control(local, **wanted)
        assert refused.value.code == 400
    assert image()
