"""`registryctl migrate` and `promote`: the plan first, and what the gate says last."""

import base64
import json
import time

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options, promote
from operations.oci.client import Registry
from tests.operations.gate.given import cve
from tests.operations.gate.given import registry as scanning
from tests.operations.gate.given import scan as scanned
from tests.operations.migrate.registry import Store, serving
from tests.operations.scripted import Refusal, Script

TOKEN = base64.b64encode(b"AWS:secret-token").decode()
KEEP_ONE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 1,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)


def target_of(host, store, **changes):
    def images(_):
        return {
            "imageDetails": [
                {
                    "imageDigest": digest,
                    "imagePushedAt": time.time(),
                    "imageSizeInBytes": 1,
                    "imageTags": [t for t, d in store.tags.items() if d == digest],
                }
                for digest in store.manifests
            ]
        }

    def layers(request):
        assert len(request["layerDigests"]) <= 100
        return {
            "layers": [
                {
                    "layerDigest": digest,
                    "layerAvailability": "AVAILABLE" if digest in store.blobs else "UNAVAILABLE",
                }
                for digest in request["layerDigests"]
            ]
        }

    def manifests(request):
        return {
            "images": [
                {"imageId": one, "imageManifest": store.manifests[one["imageDigest"]][1].decode()}
                for one in request["imageIds"]
            ]
        }

    return Script(
        **{
            "GetAuthorizationToken": {
                "authorizationData": [
                    {"authorizationToken": TOKEN, "proxyEndpoint": f"http://{host}"}
                ]
            },
            "DescribeRepositories": {
                "repositories": [{"repositoryName": "new", "imageTagMutability": "IMMUTABLE"}]
            },
            "DescribeImages": images,
            "BatchGetImage": manifests,
            "BatchCheckLayerAvailability": layers,
            "GetLifecyclePolicy": Refusal("LifecyclePolicyNotFoundException"),
            **changes,
        }
    )


@pytest.fixture
def ends(monkeypatch, tmp_path):
    """Two registries, and a command that runs between them."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Registry, "__post_init__", _quick(Registry.__post_init__))
    source, target = Store("old"), Store("new")
    source.index("1.0", children=[source.image(content=b"amd"), source.image(content=b"arm")])
    source.image("0.9", content=b"single")
    with serving(source) as one, serving(target) as other:

        def run(*words, stdin=None, **changes):
            aws = target_of(other, target, **changes)
            monkeypatch.setattr(options, "Aws", lambda *_: aws)
            monkeypatch.setattr(promote, "Aws", lambda *_: target_of(one, source))
            words = [word.replace("SOURCE", f"{one}/old") for word in words]
            return CliRunner().invoke(cli.main, words, input=stdin)

        run.source, run.target, run.host = source, target, one
        yield run


def _quick(original):
    def post_init(self):
        original(self)
        self.sleep = lambda _: None

    return post_init


def test_the_plan_is_shown_and_nothing_is_copied(ends):
    done = ends("migrate", "SOURCE", "--into", "new")
    assert done.exit_code == 0, done.output
    assert "2 tags" in done.stdout
    assert "2 platforms" in done.stdout
    assert "ratelimit-remaining 90;w=3600" in done.stdout
    assert not ends.target.manifests


def test_yes_copies_and_the_report_has_both_digests(ends, tmp_path):
    done = ends("migrate", "SOURCE", "--into", "new", "--yes", "--report", "r.json")
    assert done.exit_code == 0, done.output
    assert ends.target.has_all_of(ends.source)
    report = json.loads((tmp_path / "r.json").read_text())
    assert [one["tag"] for one in report["images"]] == ["0.9", "1.0"]
    assert all(one["sourceDigest"] == one["targetDigest"] for one in report["images"])
    ends("migrate", "SOURCE", "--into", "new", "--yes", "--report", "r.html")
    page = (tmp_path / "r.html").read_text()
    assert "2 of 2 tags arrived whole" in page
    assert "http" not in page
    assert "<script" not in page


def test_what_the_target_has_is_told_before_and_what_it_lacks_needs_no_request(ends):
    layer = next(iter(ends.source.blobs))
    ends.target.blob(ends.source.blobs[layer])
    done = ends("migrate", "SOURCE", "--into", "new", "--yes", "--json")
    assert done.exit_code == 0, done.output
    asked = [path for method, path in ends.target.log if method == "HEAD" and "/blobs/" in path]
    assert asked == [f"/v2/new/blobs/{layer}"]
    assert layer not in ends.target.uploads
    assert ends.target.has_all_of(ends.source)
    plan = json.loads(ends("migrate", "SOURCE", "--into", "new", "--json").stdout)
    assert (plan["bytes"], plan["bytesMissing"]) == (sum(map(len, ends.source.blobs.values())), 0)


def test_a_tag_that_the_immutable_target_has_otherwise_stops_it_before_it_starts(ends):
    ends.target.image("1.0", content=b"another")
    before = dict(ends.target.manifests)
    done = ends("migrate", "SOURCE", "--into", "new", "--yes")
    assert done.exit_code == 1
    assert "ECR refuses it" in done.stderr
    assert ends.target.manifests == before
    assert ends("migrate", "SOURCE", "--into", "new", "--yes", "--exclude", "1.0").exit_code == 0


def test_a_tag_that_would_move_needs_a_word(ends):
    ends.target.image("1.0", content=b"another")
    mutable = {
        "DescribeRepositories": {
            "repositories": [{"repositoryName": "new", "imageTagMutability": "MUTABLE"}]
        }
    }
    assert ends("migrate", "SOURCE", "--into", "new", "--yes", **mutable).exit_code == 1
    done = ends("migrate", "SOURCE", "--into", "new", "--yes", "--anyway", **mutable)
    assert done.exit_code == 0
    assert ends.target.has_all_of(ends.source)


def test_what_would_expire_at_once_is_told_before_it_is_copied(ends):
    done = ends(
        "migrate",
        "SOURCE",
        "--into",
        "new",
        "--yes",
        GetLifecyclePolicy={"lifecyclePolicyText": KEEP_ONE},
    )
    assert done.exit_code == 1
    assert "new:0.9" in done.stderr
    assert "gone within 24 hours" in done.stderr


def test_a_target_that_is_not_there_is_no_verdict(ends):
    done = ends(
        "migrate",
        "SOURCE",
        "--into",
        "new",
        DescribeRepositories=Refusal("RepositoryNotFoundException"),
    )
    assert done.exit_code == 3
    assert "bring it up first" in done.stderr


def test_a_password_comes_from_standard_input_and_is_never_shown(ends):
    ends.source.authorized = {"Basic " + base64.b64encode(b"me:hunter2").decode()}
    done = ends("migrate", "SOURCE", "--into", "new", "--user", "me", stdin="hunter2\n")
    assert done.exit_code == 0, done.output
    wrong = ends("migrate", "SOURCE", "--into", "new", "--user", "me", stdin="hunter3\n")
    assert wrong.exit_code == 3
    assert "hunter3" not in wrong.output


def test_the_login_of_docker_is_used(ends, tmp_path):
    ends.source.authorized = {"Basic " + base64.b64encode(b"me:hunter2").decode()}
    auth = base64.b64encode(b"me:hunter2").decode()
    (tmp_path / "config.json").write_text(json.dumps({"auths": {ends.host: {"auth": auth}}}))
    assert ends("migrate", "SOURCE", "--into", "new").exit_code == 0


def test_a_credential_helper_is_asked_before_the_file(ends, tmp_path, monkeypatch):
    ends.source.authorized = {"Basic " + base64.b64encode(b"me:hunter2").decode()}
    helper = tmp_path / "docker-credential-test"
    helper.write_text('#!/bin/sh\ncat > asked\necho \'{"Username": "me", "Secret": "hunter2"}\'\n')
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    (tmp_path / "config.json").write_text(json.dumps({"credHelpers": {ends.host: "test"}}))
    assert ends("migrate", "SOURCE", "--into", "new").exit_code == 0
    assert (tmp_path / "asked").read_text() == ends.host


@pytest.mark.parametrize("source", ["nginx", "library/nginx", "host.example/A", "h.example/a:1"])
def test_a_source_that_names_no_repository_is_wrong_use(ends, source):
    assert ends("migrate", source, "--into", "new").exit_code == 2


def promoted(ends, *scans, words=(), **more):
    digest = ends.source.tags["1.0"]
    answers = {**scanning(), "DescribeImageScanFindings": list(scans), **more}
    return digest, ends(
        "promote",
        f"old@{digest}",
        "--from-profile",
        "staging",
        "--into",
        "new",
        "--tag",
        "v1.0.0",
        *words,
        **answers,
    )


def test_a_promotion_copies_the_digest_gates_it_and_tags_it(ends):
    digest, done = promoted(ends, scanned())
    assert done.exit_code == 0, done.output
    assert ends.target.tags["v1.0.0"] == digest


def test_what_the_gate_refuses_gets_no_tag(ends):
    digest, done = promoted(ends, scanned("COMPLETE", cve()))
    assert done.exit_code == 1
    assert digest in ends.target.manifests
    assert "v1.0.0" not in ends.target.tags


def test_a_gate_without_a_result_gives_no_tag_either(ends):
    _, done = promoted(ends, scanned("FAILED"))
    assert done.exit_code == 3
    assert "v1.0.0" not in ends.target.tags


@pytest.mark.parametrize(
    ("scan", "code", "verdict", "tagged"),
    [
        (scanned(), 0, "good", True),
        (scanned("COMPLETE", cve()), 1, "bad", False),
        (scanned("FAILED"), 3, None, False),
    ],
)
def test_programs_get_the_copy_the_verdict_and_whether_it_is_tagged(
    ends, scan, code, verdict, tagged
):
    digest, done = promoted(ends, scan, words=("--json",))
    assert done.exit_code == code, done.output
    told = json.loads(done.stdout)
    assert (told["digest"], told["tag"], told["tagged"]) == (digest, "v1.0.0", tagged)
    assert told["copied"]["targetDigest"] == digest
    assert (told["gate"] and told["gate"]["verdict"]) == verdict
    assert digest in done.stderr


def test_programs_get_why_a_copy_failed(ends):
    ends.source.blobs.clear()
    _, done = promoted(ends, scanned(), words=("--json",))
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert (told["copied"]["whole"], told["gate"], told["tagged"]) == (False, None, False)
    assert told["copied"]["failed"][0]["problem"]


def test_a_release_tag_that_is_taken_is_not_moved(ends):
    ends.target.image("v1.0.0", content=b"another")
    before = ends.target.tags["v1.0.0"]
    _, done = promoted(ends, scanned())
    assert done.exit_code == 2
    assert ends.target.tags["v1.0.0"] == before


def test_a_tag_cannot_be_promoted(ends):
    done = ends("promote", "old:1.0", "--from-profile", "staging", "--tag", "v1")
    assert done.exit_code == 2
