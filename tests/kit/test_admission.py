"""One table of pods, judged by Gatekeeper and by the API server: the same verdict from both."""

import copy
import os
from typing import Any

import pytest
import yaml

from tests.kit.given import gator, judged, kit, said

DIGEST = f"sha256:{'a' * 64}"
HOST = "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com"
OURS = f"{HOST}/feed-server@{DIGEST}"
ADD_ON = "602401143452.dkr.ecr.ap-northeast-2.amazonaws.com/eks/coredns"
#: The words of each rule's message, in both.
RULES = {
    "registry": "comes from no registry that is admitted",
    "digest": "has no digest",
    "latest": "says latest",
}
#: A pod's images by the kind of container, and the rules that refuse them.
IMAGES = {
    "ours": (OURS, ()),
    "ours under the dual-stack name": (
        f"333333333333.dkr-ecr.ap-northeast-2.on.aws/feed-server@{DIGEST}",
        (),
    ),
    "ours with a version and a digest": (f"{HOST}/feed-server:v1.2.3@{DIGEST}", ()),
    "a cached image by digest": (f"{HOST}/cache/library/node@{DIGEST}", ()),
    "an add-on of EKS by its tag": (f"{ADD_ON}:v1.11.4-eksbuild.2", ()),
    "the seed's, by a tag": (f"{HOST}/feed-server:sha-0123456", ("digest",)),
    "the seed's latest": (f"{HOST}/feed-server:latest", ("digest", "latest")),
    "latest with a digest": (f"{HOST}/feed-server:latest@{DIGEST}", ("latest",)),
    "a repository called latest": (f"{HOST}/latest@{DIGEST}", ()),
    "no tag and no digest": (f"{HOST}/feed-server", ("digest",)),
    "a digest that is cut short": (f"{HOST}/feed-server@sha256:abc", ("digest",)),
    "a digest and more": (f"{HOST}/feed-server@{DIGEST}0", ("digest",)),
    "an add-on without a tag": (ADD_ON, ("digest",)),
    "an add-on at latest": (f"{ADD_ON}:latest", ("latest",)),
    "a look-alike host": (f"{HOST}.evil.example/feed-server@{DIGEST}", ("registry",)),
    "our host as a path": (f"evil.example/{OURS}", ("registry",)),
    "our host with a port": (f"{HOST}:443/feed-server@{DIGEST}", ("registry",)),
    "our host in capitals": (OURS.replace("dkr", "DKR"), ("registry",)),
    "another account": (OURS.replace("333333333333", "444444444444"), ("registry",)),
    "another Region": (OURS.replace("ap-northeast-2", "us-east-1"), ("registry",)),
    "add-ons of another account": (ADD_ON.replace("6024", "6025") + ":v1", ("registry", "digest")),
    "a short name": (f"nginx@{DIGEST}", ("registry",)),
    "nothing": ("", ("registry", "digest")),
    "a space before our host": (f" {OURS}", ("registry",)),
}


def pod(*images: str, **more: Any) -> dict[str, Any]:
    containers = [{"name": f"c{at}", "image": image} for at, image in enumerate(images)]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "pod", "namespace": "feed-server"},
        "spec": {"containers": containers, **more},
    }


def within(kind: str, image: str) -> dict[str, Any]:
    """A pod of ours that has another image in a place of this kind."""
    if kind == "containers":
        return pod(image)
    if kind == "volumes":
        volumes = [{"name": "v", "image": {"reference": image}}, {"name": "t", "emptyDir": {}}]
        return pod(OURS, volumes=volumes)
    return pod(OURS, **{kind: [{"name": "other", "image": image}]})


CASES: dict[str, tuple[dict[str, Any], dict[str, Any] | None, tuple[str, ...]]] = {
    f"{name} in {kind}": (within(kind, image), None, rules)
    for name, (image, rules) in IMAGES.items()
    for kind in ("containers", "initContainers", "ephemeralContainers", "volumes")
}
CASES |= {
    "the second of two containers": (pod(OURS, "nginx:1"), None, ("registry", "digest")),
    "a container without an image": (
        {**pod(), "spec": {"containers": [{"name": "c"}]}},
        None,
        ("registry", "digest"),
    ),
    "a change that leaves an old image": (pod("nginx:1"), pod("nginx:1"), ()),
    "a change to another image": (pod("nginx:2"), pod("nginx:1"), ("registry", "digest")),
    "kubectl debug with a strange image": (
        pod(OURS, ephemeralContainers=[{"name": "debugger", "image": "busybox"}]),
        pod(OURS),
        ("registry", "digest"),
    ),
}


@pytest.fixture(scope="module")
def admission(tmp_path_factory):
    work = kit(tmp_path_factory.mktemp("kit"), "--enforce")
    return work / "deploy" / "admission"


def rules_of(messages: list[str]) -> set[str]:
    """The rules that messages speak of; a message of no rule is a failure of the policy."""
    found = set()
    for message in messages:
        (rule,) = (name for name, words in RULES.items() if words in message)
        found.add(rule)
        assert "Impact: " in message
        assert "Fix: " in message
    return found


def test_the_api_server_admits_and_refuses_as_the_table_says(admission):
    cases = [
        {"name": name, "object": made, **({"oldObject": old} if old else {})}
        for name, (made, old, _) in CASES.items()
    ]
    policy = admission / "prod" / "validating-admission-policy.yaml"
    verdicts = judged(policy, cases)
    assert {name: rules_of(messages) for name, messages in verdicts.items()} == {
        name: set(rules) for name, (_, _, rules) in CASES.items()
    }


def test_gatekeeper_admits_and_refuses_as_the_table_says(admission, tmp_path):
    cases = []
    for at, (name, (made, old, rules)) in enumerate(CASES.items()):
        request = {
            "uid": str(at),
            "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "operation": "UPDATE" if old else "CREATE",
            "namespace": "feed-server",
            "object": made,
            **({"oldObject": old} if old else {}),
        }
        review = {
            "apiVersion": "admission.k8s.io/v1",
            "kind": "AdmissionReview",
            "request": request,
        }
        (tmp_path / f"{at}.yaml").write_text(yaml.safe_dump(review))
        asserted: list[dict[str, Any]] = [{"violations": len(rules)}]
        asserted += [{"violations": 1, "message": RULES[rule]} for rule in rules]
        cases.append({"name": name, "object": f"{at}.yaml", "assertions": asserted})
    said(gator(), "verify", suite(tmp_path, admission, cases))


def test_gatekeeper_judges_a_deployments_pods_before_there_are_any(admission, tmp_path):
    """By Gatekeeper's expansion: who applies a Rollout is told, and not only the controller."""
    made = yaml.safe_load((admission.parent / "base" / "rollout.yaml").read_text())
    bad, good = copy.deepcopy(made), copy.deepcopy(made)
    bad["spec"]["template"]["spec"]["containers"][0]["image"] = f"{HOST}/feed-server:latest"
    good["spec"]["template"]["spec"]["containers"][0]["image"] = OURS
    for name, each in (("bad", bad), ("good", good)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(each))
    cases = [
        {"name": "bad", "object": "bad.yaml", "assertions": [{"violations": 2}]},
        {"name": "good", "object": "good.yaml", "assertions": [{"violations": 0}]},
    ]
    expansion = admission / "gatekeeper-expansion.yaml"
    said(gator(), "verify", suite(tmp_path, admission, cases, expansion=expansion))


def test_a_beginning_without_a_slash_is_no_constraint(admission, tmp_path):
    constraint = yaml.safe_load((admission / "prod" / "gatekeeper-constraint.yaml").read_text())
    constraint["spec"]["parameters"]["registries"] = [HOST]
    (tmp_path / "constraint.yaml").write_text(yaml.safe_dump(constraint))
    (tmp_path / "pod.yaml").write_text(yaml.safe_dump(pod(OURS)))
    cases = [{"name": "x", "object": "pod.yaml", "assertions": [{"violations": 0}]}]
    file = suite(tmp_path, admission, cases, constraint=tmp_path / "constraint.yaml")
    with pytest.raises(AssertionError, match="registries"):
        said(gator(), "verify", file)


def suite(folder, admission, cases, **more):
    """A suite of gator, with the kit's own template and constraint; its paths are relative."""
    files = {
        "template": admission / "gatekeeper-template.yaml",
        "constraint": admission / "prod" / "gatekeeper-constraint.yaml",
        **more,
    }
    test = {
        "name": "images",
        "cases": cases,
        **{name: os.path.relpath(path, folder) for name, path in files.items()},
    }
    file = folder / "suite.yaml"
    file.write_text(
        yaml.safe_dump(
            {
                "apiVersion": "test.gatekeeper.sh/v1alpha1",
                "kind": "Suite",
                "metadata": {"name": "admission"},
                "tests": [test],
            }
        )
    )
    return file
