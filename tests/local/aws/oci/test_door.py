"""Images go in and come out; who comes without a token, or with a wrong one, stays outside."""

import base64
import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import boto3
import pytest

from tests.local.aws.oci.client import (
    OCI_INDEX,
    Door,
    descriptor,
    digest_of,
    image,
    index,
)
from tests.local.aws.oci.conftest import control, password_of


def test_what_is_pushed_is_pulled(door, aws):
    door.push("one", "v1", b"first", b"second")
    assert door.pull("one", "v1") == [b"first", b"second"]
    assert door.tags("one") == ["v1"]
    (detail,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert detail["imageTags"] == ["v1"]
    assert detail["imageSizeInBytes"] == len(b"first" + b"second" + b"{}")


def test_both_loopbacks_answer_and_no_other_address(local, door):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            probe.connect((address, local.port))


def test_what_boto3_puts_a_client_pulls(door, aws):
    for content in (b"layer", b"{}"):
        upload = aws.ecr.initiate_layer_upload(repositoryName="one")["uploadId"]
        part = {"repositoryName": "one", "uploadId": upload}
        aws.ecr.upload_layer_part(
            **part, partFirstByte=0, partLastByte=len(content) - 1, layerPartBlob=content
        )
        aws.ecr.complete_layer_upload(**part, layerDigests=[digest_of(content)])
    manifest = image(b"layer").decode()
    aws.ecr.put_image(repositoryName="one", imageManifest=manifest, imageTag="v1")
    assert door.pull("one", "v1") == [b"layer"]


def test_a_layer_comes_as_a_stream_or_in_chunks_or_at_once(door):
    content = bytes(range(256)) * 20_000
    streamed = door.begin("one").headers["location"]
    chunks = iter([content[:70_000], content[70_000:]])
    assert door.ask("PATCH", streamed, chunks).status == 201
    assert door.ask("PUT", f"{streamed}?digest={digest_of(content)}").status == 201
    pieces = door.begin("one").headers["location"]
    for start, end in pairwise((0, 5, 1_000_000, len(content))):
        range_ = f"{start}-{end - 1}"
        sent = door.ask("PATCH", pieces, content[start:end], Content_Range=range_)
        assert sent.status == 201, sent
    assert door.ask("PUT", f"{pieces}?digest={digest_of(content)}").status == 201
    whole = door.begin("one", f"?digest={digest_of(content)}")
    assert whole.status == 400, "a request without the bytes has another digest"
    path = f"/v2/one/blobs/uploads/?digest={digest_of(content)}"
    assert door.ask("POST", path, content).status == 201


def test_a_chunk_that_does_not_follow_the_last_one_is_refused_and_nothing_is_lost(door):
    upload = door.begin("one").headers["location"]
    assert door.ask("PATCH", upload, b"first", Content_Range="0-4").status == 201
    again = door.ask("PATCH", upload, b"first", Content_Range="0-4")
    assert (again.status, again.headers["range"]) == (416, "0-4")
    assert door.ask("PATCH", upload, b"second", Content_Range="5-10").status == 201
    assert door.ask("PUT", f"{upload}?digest={digest_of(b'firstsecond')}").status == 201


def test_a_part_of_a_layer_can_be_asked_for(door, aws):
    door.push("one", "v1", b"0123456789")
    wanted = {"repositoryName": "one", "layerDigest": digest_of(b"0123456789")}
    url = aws.ecr.get_download_url_for_layer(**wanted)["downloadUrl"].partition("localhost")[2]
    path = url[url.index("/") :]
    for asked, got in (("2-4", b"234"), ("7-", b"789"), ("-2", b"89"), ("0-99", b"0123456789")):
        answer = door.ask("GET", path, Range=f"bytes={asked}", Authorization=None)
        assert (answer.status, answer.body) == (206, got)
    assert door.ask("GET", path, Range="bytes=10-", Authorization=None).status == 416


def test_referrers_are_the_same_at_both_doors(door, aws):
    subject = door.push("one", "v1", b"layer")
    for number in range(3):
        kind = "text/sbom" if number else "text/signature"
        more = {"subject": descriptor(subject), "artifactType": kind}
        door.push("one", None, b"artifact%d" % number, annotations={"n": str(number)}, **more)
    path = f"/v2/one/referrers/{digest_of(subject)}"
    listed = door.ask("GET", path)
    assert listed.headers["content-type"] == OCI_INDEX
    found = listed.json["manifests"]
    by_api = aws.ecr.list_image_referrers(
        repositoryName="one", subjectId={"imageDigest": digest_of(subject)}
    )["referrers"]
    assert [one["digest"] for one in found] == [one["digest"] for one in by_api]
    assert [one["annotations"]["n"] for one in found] == ["0", "1", "2"]
    filtered = door.ask("GET", f"{path}?artifactType=text/sbom")
    assert len(filtered.json["manifests"]) == 2
    assert filtered.headers["oci-filters-applied"] == "artifactType"
    details = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert [one.get("subjectManifestDigest") for one in details].count(digest_of(subject)) == 3


def test_an_index_and_its_images_are_pushed_and_held(door):
    amd, arm = door.push("one", None, b"amd"), door.push("one", None, b"arm")
    listed = index(amd, arm)
    assert door.put("one", "multi", listed, OCI_INDEX).status == 201
    assert door.get("one", "multi").body == listed
    refused = door.ask("DELETE", f"/v2/one/manifests/{digest_of(amd)}")
    assert refused.status == 400
    assert door.delete("one", digest_of(listed)) == 202
    assert door.delete("one", digest_of(amd)) == 202


def test_tags_and_repositories_come_in_pages(door, aws):
    manifest = door.push("one", "v0", b"layer")
    for number in range(1, 5):
        door.put("one", f"v{number}", manifest)
    first = door.ask("GET", "/v2/one/tags/list?n=3")
    assert first.json == {"name": "one", "tags": ["v0", "v1", "v2"]}
    rest = door.ask("GET", first.headers["link"].partition(">")[0].removeprefix("<"))
    assert rest.json["tags"] == ["v3", "v4"]
    assert "link" not in rest.headers
    aws.ecr.create_repository(repositoryName="two")
    assert door.ask("GET", "/v2/_catalog?n=1").json == {"repositories": ["one"]}
    assert door.ask("GET", "/v2/_catalog?last=one").json == {"repositories": ["two"]}


def test_who_has_no_token_is_asked_for_one(local, door):
    for authorization in (None, "Bearer x", "Basic !", "Basic AAAA"):
        answer = door.ask("GET", "/v2/", Authorization=authorization)
        assert answer.status == 401
        assert answer.headers["www-authenticate"] == (
            'Basic realm="https://111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/",'
            'service="ecr.amazonaws.com"'
        )
    assert Door(local.port, "x", user="root").ask("GET", "/v2/").status == 401


def test_a_token_that_is_none_of_ours_is_malformed(local, door, aws):
    payload, _, signature = password_of(aws.ecr).partition(".")
    grant = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged = json.dumps(grant | {"account": "999999999999"}).encode()
    other = base64.urlsafe_b64encode(forged).rstrip(b"=").decode()
    for password in ("111122223333-auth-token", f"{other}.{signature}", f"{payload}.", "."):
        assert Door(local.port, password).ask("GET", "/v2/").status == 400


def test_a_token_says_when_it_ends_and_ends_then(local, door, aws):
    (data,) = aws.ecr.get_authorization_token()["authorizationData"]
    left = data["expiresAt"] - datetime.now(UTC)
    assert timedelta(hours=11, minutes=59) < left < timedelta(hours=12, minutes=1)
    assert data["proxyEndpoint"] == f"http://localhost:{local.port}"
    assert door.ask("GET", "/v2/").status == 200
    control(local, forward_seconds=12 * 3600 + 1)
    answer = door.ask("GET", "/v2/")
    assert (answer.status, *answer.error) == (
        403,
        "DENIED",
        "Your authorization token has expired. Reauthenticate and try again.",
    )
    fresh = Door(local.port, password_of(aws.ecr))
    assert fresh.ask("GET", "/v2/").status == 200


def test_a_registry_is_where_its_repositories_say(local, door, aws):
    (found,) = aws.ecr.describe_repositories()["repositories"]
    assert found["repositoryUri"] == f"localhost:{local.port}/one"


def test_a_web_page_and_a_foreign_name_are_refused(door):
    assert door.ask("GET", "/v2/", Origin="http://attacker.example").status == 403
    assert door.ask("GET", "/v2/", Host="attacker.example:80").status == 403


def test_a_connection_serves_request_after_request(local, door):
    with socket.create_connection(("127.0.0.1", local.port)) as connection:
        for _ in range(3):
            head = f"GET /v2/ HTTP/1.1\r\nHost: localhost:{local.port}\r\n"
            connection.sendall(f"{head}Authorization: {door.basic}\r\n\r\n".encode())
            answer = connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("path", ["/v2/one/x", "/v2/one/blobs/", "/v2/one", "/v2/one/tags/lists"])
def test_a_path_that_the_specification_has_not_is_404(door, path):
    assert door.ask("GET", path).status in (400, 404)


def test_too_many_requests_are_refused_when_a_test_says_so(local, door):
    control(local, throttle=2)
    codes = [door.ask("GET", "/v2/") for _ in range(3)]
    assert [code.status for code in codes] == [429, 429, 200]
    assert codes[0].error == ("TOOMANYREQUESTS", "Rate exceeded")


def test_many_pushes_of_one_immutable_tag_have_one_winner(door, aws):
    aws.ecr.put_image_tag_mutability(repositoryName="one", imageTagMutability="IMMUTABLE")
    manifests = []
    for number in range(8):
        content = b"layer%d" % number
        door.upload("one", content)
        manifests.append(image(content))
    door.upload("one", b"{}")
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda each: door.put("one", "v1", each).status, manifests))
    assert sorted(codes) == [201] + [400] * 7


RACE = """
import sys, threading, time
from pathlib import Path
from local.aws import patches
from local.aws.oci import images, site
patches.apply()
site.open_site(5000, "111122223333", "eu-west-1", Path(sys.argv[1]))
from moto.ecr.models import ecr_backends
backend = ecr_backends["111122223333"]["eu-west-1"]
backend.create_repository("one", None, None, None, "IMMUTABLE", [])
images._require_parts = lambda *_: time.sleep(0.2)
outcomes = []
def put(number):
    text = '{"schemaVersion":2,"config":{"digest":"%d"},"layers":[]}' % number
    try:
        backend.put_image("one", text, "v1", "application/vnd.oci.image.manifest.v1+json", None)
        outcomes.append("won")
    except Exception as error:
        outcomes.append(type(error).__name__)
both = [threading.Thread(target=put, args=(number,)) for number in range(2)]
for thread in both: thread.start()
for thread in both: thread.join()
print(sorted(outcomes))
"""


def test_a_push_that_is_checked_is_stored_before_the_next_one_is_checked(tmp_path):
    """The check of the first is held up in the server's own process: the second must wait."""
    command = [sys.executable, "-c", RACE, str(tmp_path)]
    root = Path(__file__).parents[4]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert said.stdout == "['JsonRESTError', 'won']\n", said.stderr


def test_a_path_of_another_service_below_v2_is_that_services(door):
    """SES has `/v2/email/...`; its requests are signed, and the door's are not."""
    assert boto3.client("sesv2").list_contact_lists()["ContactLists"] == []
    assert door.ask("GET", "/v2/email/contact-lists").status == 404
