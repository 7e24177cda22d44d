"""What Gatekeeper makes of Ratify's answers. gator has no providers, so the answer is set in."""

import json
import os

import pytest
import yaml

from tests.kit.given import conforms, gator, kit, said
from tests.operations.kit.test_signatures import managed

IMAGE = "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com/feed-server@sha256:" + "a" * 64
KEY = f"[feed-server]{IMAGE}"
CALL = 'external_data({"provider": "ratify-provider", "keys": keys})'


def answer(*, good=True, errors=(), system=""):
    """What `external_data` returns: Gatekeeper's documentation, "External data"."""
    responses = [] if errors or system else [[KEY, {"isSuccess": good}]]
    return {"responses": responses, "errors": list(errors), "system_error": system}


@pytest.fixture(scope="module")
def admission(tmp_path_factory):
    return kit(tmp_path_factory.mktemp("kit"), made=managed) / "deploy" / "admission"


def test_the_files_fit_ratifys_and_gatekeepers_schemas(admission):
    verdict = conforms(
        admission / "ratify-template.yaml",
        admission / "prod" / "signatures.yaml",
        without=["SignedImages"],
    )
    assert verdict.returncode == 0, verdict.stdout
    assert "Valid: 2, Invalid: 0, Errors: 0, Skipped: 1" in verdict.stdout


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        (answer(), None),
        (answer(good=False), "has no signature by a profile that is trusted"),
        (answer(errors=[[KEY, "timeout"]]), "timeout"),
        (answer(system="no provider"), "Ratify could not be asked: no provider"),
    ],
    ids=["signed", "unsigned", "an error", "no Ratify"],
)
def test_only_what_ratify_calls_good_is_admitted(admission, tmp_path, answered, words):
    template = (admission / "ratify-template.yaml").read_text()
    assert CALL in template
    # As it would be called, so that the keys are compiled too.
    set_in = f"{json.dumps(answered)} if count(keys) == 1"
    (tmp_path / "template.yaml").write_text(template.replace(CALL, set_in))
    (_, constraint) = yaml.safe_load_all((admission / "prod" / "signatures.yaml").read_text())
    (tmp_path / "constraint.yaml").write_text(yaml.safe_dump(constraint))
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "pod", "namespace": "feed-server"},
        "spec": {"containers": [{"name": "a", "image": IMAGE}]},
    }
    request = {
        "uid": "1",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "operation": "CREATE",
        "namespace": "feed-server",
        "object": pod,
    }
    review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}
    (tmp_path / "pod.yaml").write_text(yaml.safe_dump(review))
    asserted = {"violations": 1, "message": words} if words else {"violations": 0}
    suite = {
        "apiVersion": "test.gatekeeper.sh/v1alpha1",
        "kind": "Suite",
        "metadata": {"name": "signatures"},
        "tests": [
            {
                "name": "ratify",
                "template": "template.yaml",
                "constraint": "constraint.yaml",
                "cases": [{"name": "pod", "object": "pod.yaml", "assertions": [asserted]}],
            }
        ],
    }
    (tmp_path / "suite.yaml").write_text(yaml.safe_dump(suite))
    said(gator(), "verify", os.fspath(tmp_path / "suite.yaml"))
