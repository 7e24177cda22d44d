"""The manifests say what a restricted, replaceable, observable workload must say."""

import pytest

from tests.operations.kit.files import STRATEGIES, known, manifests, one, parsed, workload, written


@pytest.fixture(params=STRATEGIES)
def facts(request, tmp_path):
    return known(tmp_path, strategy=request.param)


@pytest.fixture
def pod(facts):
    return workload(facts)["spec"]["template"]["spec"]


@pytest.fixture
def container(pod):
    (container,) = pod["containers"]
    return container


def test_the_pod_is_restricted_as_the_pod_security_standard_has_it(pod, container):
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 1001,
        "runAsGroup": 1001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_what_must_be_written_is_written_to_a_volume_of_its_own(pod, container):
    assert container["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]
    assert pod["volumes"] == [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}]


def test_the_pod_has_no_token_of_kubernetes(facts, pod):
    account = one(facts, "deploy/base/service-account.yaml")
    assert pod["serviceAccountName"] == account["metadata"]["name"]
    assert account["automountServiceAccountToken"] is False
    assert pod["automountServiceAccountToken"] is False


def test_the_three_probes_are_three(tmp_path):
    facts = known(tmp_path, health="/alive", ready="/ready")
    (container,) = workload(facts)["spec"]["template"]["spec"]["containers"]
    startup, ready, alive = (
        container[f"{name}Probe"] for name in ("startup", "readiness", "liveness")
    )
    assert startup["httpGet"]["path"] == alive["httpGet"]["path"] == "/alive"
    assert ready["httpGet"]["path"] == "/ready"


def test_a_pod_stops_getting_traffic_well_before_it_is_restarted(container):
    readiness, liveness = container["readinessProbe"], container["livenessProbe"]
    given_up = readiness["periodSeconds"] * readiness["failureThreshold"]
    assert liveness["periodSeconds"] * liveness["failureThreshold"] >= 5 * given_up


def test_a_slow_start_has_a_minute_before_anybody_restarts_it(container):
    startup = container["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] >= 60


def test_there_is_time_to_leave_the_load_balancer_and_to_stop(pod, container):
    leaving = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= leaving + 10


def test_the_image_has_the_name_that_overlays_replace_and_the_base_replaces_none(facts, container):
    assert container["image"] == facts.name
    assert "images" not in one(facts, "deploy/base/kustomization.yaml")
    assert container["imagePullPolicy"] == "IfNotPresent"


def test_each_overlay_takes_its_image_from_the_pipelines_file(facts):
    for environment in facts.environments:
        overlay = one(facts, f"deploy/overlays/{environment.name}/kustomization.yaml")
        assert overlay["resources"] == ["../../base"]
        assert overlay["components"] == ["image"]
        assert "images" not in overlay


def test_the_pipelines_file_renames_the_image_that_the_base_names(facts, container):
    for environment in facts.environments:
        component = one(facts, f"deploy/overlays/{environment.name}/image/kustomization.yaml")
        (image,) = component["images"]
        assert image["name"] == container["image"]
        assert image["newName"] == environment.image
        assert set(image) == {"name", "newName", "digest"}


def test_the_base_names_every_file_that_the_kit_writes_there_and_no_other(facts):
    base = one(facts, "deploy/base/kustomization.yaml")
    listed = {*base["resources"], *base.get("configurations", ())}
    there = {path.removeprefix("deploy/base/") for path in written(facts) if "deploy/base/" in path}
    assert listed == there - {"kustomization.yaml"}


def test_every_selector_finds_the_pods(facts):
    spec = workload(facts)["spec"]
    labels = spec["template"]["metadata"]["labels"].items()
    selectors = [spec["selector"]["matchLabels"]]
    for each in manifests(facts):
        if each["kind"] == "Service":
            selectors.append(each["spec"]["selector"])
        if each["kind"] == "PodDisruptionBudget":
            selectors.append(each["spec"]["selector"]["matchLabels"])
        if each["kind"] == "NetworkPolicy":
            selectors.append(each["spec"]["podSelector"]["matchLabels"])
    selectors.extend(
        each["labelSelector"]["matchLabels"]
        for each in spec["template"]["spec"]["topologySpreadConstraints"]
    )
    assert len(selectors) == (6 if facts.strategy == "deployment" else 7)
    assert all(selector and selector.items() <= labels for selector in selectors)


def test_what_a_rollout_names_is_there(tmp_path):
    for strategy, names in (
        ("blue-green", ("activeService", "previewService")),
        ("canary", ("stableService", "canaryService")),
    ):
        facts = known(tmp_path, strategy=strategy)
        services = {each["metadata"]["name"] for each in parsed(facts, "deploy/base/services.yaml")}
        (said,) = workload(facts)["spec"]["strategy"].values()
        assert {said[name] for name in names} == services
        analysis = said.get("prePromotionAnalysis") or said["steps"][1]["analysis"]
        (template,) = analysis["templates"]
        found = one(facts, "deploy/base/analysis-template.yaml")
        assert template["templateName"] == found["metadata"]["name"]
        assert {arg["name"] for arg in analysis["args"]} == {
            arg["name"] for arg in found["spec"]["args"]
        }


def test_production_waits_for_a_person_and_nothing_else_does(tmp_path):
    for strategy, path in (
        ("blue-green", "/spec/strategy/blueGreen/autoPromotionEnabled"),
        ("canary", "/spec/strategy/canary/steps/2"),
    ):
        facts = known(tmp_path, strategy=strategy)
        (said,) = workload(facts)["spec"]["strategy"].values()
        assert said.get("autoPromotionEnabled") is False or said["steps"][2] == {"pause": {}}
        automatic = {
            environment.name
            for environment in facts.environments
            if path in written(facts)[f"deploy/overlays/{environment.name}/kustomization.yaml"]
        }
        assert automatic == {"dev", "staging"}


def test_old_versions_are_there_to_go_back_to(facts):
    assert workload(facts)["spec"]["revisionHistoryLimit"] == 5


def test_drains_take_one_pod_at_a_time_and_are_never_blocked(facts):
    spec = one(facts, "deploy/base/disruption-budget.yaml")["spec"]
    assert spec["maxUnavailable"] == 1
    assert "minAvailable" not in spec


def test_the_network_policy_keeps_pods_from_the_nodes_credentials(facts):
    policy = one(facts, "deploy/base/network-policy.yaml")["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    blocks = [to["ipBlock"] for rule in policy["egress"] for to in rule["to"] if "ipBlock" in to]
    wide = [block for block in blocks if block["cidr"] in ("0.0.0.0/0", "::/0")]
    assert [block["except"] for block in wide] == [["169.254.169.254/32"], ["fd00:ec2::254/128"]]


def test_a_service_with_a_slash_has_names_that_kubernetes_takes(tmp_path):
    facts = known(tmp_path).model_copy(update={"service": "team/feed"})
    names = {each["metadata"]["name"] for each in manifests(facts)}
    assert facts.name in names
    assert all("/" not in name and len(name) <= 63 for name in names)
