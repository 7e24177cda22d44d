"""Argo CD, its Image Updater and Backstage name what the kit writes."""

import pytest

from tests.operations.kit.files import STRATEGIES, known, manifests, one, workload, written
from tests.operations.kit.given import facts, outputs


def test_an_application_follows_the_overlay_of_its_environment(tmp_path):
    made = known(tmp_path)
    for environment in made.environments:
        spec = one(made, f"deploy/argocd/{environment.name}.yaml")["spec"]
        assert f"{spec['source']['path']}/kustomization.yaml" in written(made)
        overlay = one(made, f"{spec['source']['path']}/kustomization.yaml")
        assert spec["destination"] == {"name": environment.name, "namespace": overlay["namespace"]}
        assert spec["source"]["repoURL"] == "https://github.com/bubblepool/feed-server.git"


def test_the_namespace_refuses_pods_that_are_not_restricted(tmp_path):
    spec = one(known(tmp_path), "deploy/argocd/prod.yaml")["spec"]
    labels = spec["syncPolicy"]["managedNamespaceMetadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert labels["policy.sigstore.dev/include"] == "true"


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_project_admits_what_the_manifests_are_and_nothing_else(tmp_path, strategy):
    made = known(tmp_path, strategy=strategy)
    spec = one(made, "deploy/argocd/project.yaml")["spec"]
    admitted = {(each["group"], each["kind"]) for each in spec["namespaceResourceWhitelist"]}
    there = {(each["apiVersion"].rpartition("/")[0], each["kind"]) for each in manifests(made)}
    assert admitted == there | {("", "ConfigMap")}
    assert spec["clusterResourceWhitelist"] == [
        {"group": "", "kind": "Namespace", "name": made.name}
    ]
    assert {(each["name"], each["namespace"]) for each in spec["destinations"]} == {
        (environment.name, made.name) for environment in made.environments
    }


def test_the_image_updater_asks_for_digests_by_request(tmp_path):
    made = known(tmp_path)
    spec = one(made, "deploy/argocd/image-updater.yaml")["spec"]
    git = spec["writeBackConfig"]["gitConfig"]
    assert git["pullRequest"] == {"github": {}}
    assert ":" not in git["branch"], "base:target is refused together with pullRequest"
    (application,) = spec["applicationRefs"]
    (image,) = application["images"]
    assert image["commonUpdateSettings"] == {"updateStrategy": "digest"}
    (container,) = workload(made)["spec"]["template"]["spec"]["containers"]
    assert image["manifestTargets"]["kustomize"]["name"] == container["image"]
    application_name = one(made, "deploy/argocd/dev.yaml")["metadata"]["name"]
    assert application["namePattern"] == application_name


@pytest.mark.parametrize(
    ("mutability", "tag"),
    [
        ({"mode": "MUTABLE"}, "dev-main"),
        ({"mode": "IMMUTABLE", "exceptTags": ["latest"]}, "latest"),
        ({"mode": "IMMUTABLE"}, None),
    ],
)
def test_the_image_updater_watches_a_tag_that_may_move_or_is_not_written(tmp_path, mutability, tag):
    made = facts(tmp_path, lambda stack: outputs(stack, mutability=mutability))
    path = "deploy/argocd/image-updater.yaml"
    if tag is None:
        assert path not in written(made)
        return
    (application,) = one(made, path)["spec"]["applicationRefs"]
    (image,) = application["images"]
    assert image["imageName"] == f"{made.first.image}:{tag}"


def test_backstage_finds_the_pods_and_the_images(tmp_path):
    made = known(tmp_path)
    component = one(made, "catalog-info.yaml")
    selector = component["metadata"]["annotations"]["backstage.io/kubernetes-label-selector"]
    key, _, value = selector.partition("=")
    assert workload(made)["spec"]["template"]["metadata"]["labels"][key] == value
    urls = [link["url"] for link in component["metadata"]["links"]]
    assert len(urls) == 3
    assert urls[2] == (
        "https://ap-northeast-2.console.aws.amazon.com/ecr/repositories/private/333333333333/"
        "feed-server?region=ap-northeast-2"
    )
