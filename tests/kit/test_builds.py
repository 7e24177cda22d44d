"""kustomize builds what the pipeline wrote: its digest, in the workload, and hashed names."""

import pytest

from tests.kit.given import ENVIRONMENTS, build, conforms, kit
from tests.operations.kit.files import STRATEGIES
from tests.operations.kit.runner import DIGEST, Runner

ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}


@pytest.fixture(scope="module", params=STRATEGIES)
def deployed(request, tmp_path_factory):
    """The manifests after the workflow ran: a push to main, deployed to all three."""
    folder = tmp_path_factory.mktemp("kit")
    kit(folder, "--strategy", request.param, "--deploy", "commit", "--enforce")
    runner = Runner(folder)
    runner.commit()
    ran = runner.run(".github/workflows/feed-server.yaml", "push", "refs/heads/main")
    assert ran.failed == ""
    clone = folder / "clone"
    runner.git("clone", "--quiet", str(folder / "origin"), str(clone))
    return request.param, clone


@pytest.fixture(params=ENVIRONMENTS)
def built(request, deployed):
    strategy, clone = deployed
    objects = build(clone / "deploy" / "overlays" / request.param)
    (workload,) = (each for each in objects if each["kind"] in ("Rollout", "Deployment"))
    assert workload["kind"] == ("Deployment" if strategy == "deployment" else "Rollout")
    return request.param, objects, workload


def test_the_workload_runs_exactly_the_digest_that_the_workflow_set(built):
    environment, _, workload = built
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    host = f"{ACCOUNTS[environment]}.dkr.ecr.ap-northeast-2.amazonaws.com"
    assert container["image"] == f"{host}/feed-server@{DIGEST}"


def test_the_workload_names_the_hashed_config_map(built):
    _, objects, workload = built
    (config,) = (each for each in objects if each["kind"] == "ConfigMap")
    name = config["metadata"]["name"]
    assert name.startswith("feed-server-config-")
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    assert container["envFrom"] == [{"configMapRef": {"name": name}}]


def test_another_value_gives_the_config_map_and_the_workload_another_name(deployed):
    _, clone = deployed
    names = set()
    for environment in ("dev", "prod"):
        objects = build(clone / "deploy" / "overlays" / environment)
        names |= {each["metadata"]["name"] for each in objects if each["kind"] == "ConfigMap"}
    assert len(names) == 2


def test_the_pods_have_the_labels_that_policies_and_catalogues_look_for(built):
    environment, _, workload = built
    assert workload["spec"]["template"]["metadata"]["labels"] == {
        "app.kubernetes.io/name": "feed-server",
        "app.kubernetes.io/part-of": "feed-server",
        "app.kubernetes.io/environment": environment,
    }
    assert workload["spec"]["selector"]["matchLabels"] == {"app.kubernetes.io/name": "feed-server"}


def test_overlays_reach_the_workload(built):
    environment, _, workload = built
    assert workload["spec"]["replicas"] == (3 if environment == "prod" else 1)
    said = workload["spec"]["strategy"]
    if "blueGreen" in said:
        assert said["blueGreen"]["autoPromotionEnabled"] is (environment != "prod")
    if "canary" in said:
        (pause,) = said["canary"]["steps"][2].values()
        assert pause == ({} if environment == "prod" else {"duration": "60s"})


def test_everything_is_in_the_services_namespace(built):
    _, objects, _ = built
    assert {each["metadata"]["namespace"] for each in objects} == {"feed-server"}


def test_with_a_prefix_the_rollout_still_names_what_is_there(deployed, tmp_path):
    strategy, clone = deployed
    prefixed = clone / "deploy" / f"prefixed-{tmp_path.name}"
    prefixed.mkdir()
    (prefixed / "kustomization.yaml").write_text(
        "namePrefix: blue-\nresources: [../overlays/prod]\n"
    )
    objects = build(prefixed)
    names = {(each["kind"], each["metadata"]["name"]) for each in objects}
    (workload,) = (each for each in objects if each["kind"] in ("Rollout", "Deployment"))
    pod = workload["spec"]["template"]["spec"]
    assert ("ServiceAccount", pod["serviceAccountName"]) in names
    if strategy == "deployment":
        return
    (said,) = workload["spec"]["strategy"].values()
    for name, service in said.items():
        if name.endswith("Service"):
            assert ("Service", service) in names
    analysis = said.get("prePromotionAnalysis") or said["steps"][1]["analysis"]
    assert ("AnalysisTemplate", analysis["templates"][0]["templateName"]) in names
    assert ("Service", analysis["args"][0]["value"]) in names


def test_what_is_built_fits_the_schemas_and_the_rollouts(built, tmp_path):
    import yaml

    _, objects, _ = built
    file = tmp_path / "built.yaml"
    file.write_text(yaml.safe_dump_all(objects))
    verdict = conforms(file)
    assert verdict.returncode == 0, verdict.stdout
    assert f"Valid: {len(objects)}, Invalid: 0, Errors: 0, Skipped: 0" in verdict.stdout


def test_a_field_that_no_schema_knows_is_found(built, tmp_path):
    import yaml

    _, _, workload = built
    workload["spec"]["template"]["spec"]["containers"][0]["imagePullPolice"] = "Never"
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump(workload))
    verdict = conforms(file)
    assert verdict.returncode == 1
    assert "imagePullPolice" in verdict.stdout


def test_all_else_that_a_cluster_reads_fits_its_schema_as_well(deployed):
    _, clone = deployed
    files = [
        *(clone / "deploy" / "argocd").iterdir(),
        *(clone / "deploy" / "admission").rglob("*.yaml"),
    ]
    # Its schema is in the template, and `test_admission` has gator read both.
    verdict = conforms(*files, without=["AdmittedImages"])
    assert verdict.returncode == 0, verdict.stdout
    assert "Invalid: 0, Errors: 0, Skipped: 3" in verdict.stdout


def test_what_gitlab_gets_fits_its_schemas_too(tmp_path):
    roles = [
        word
        for name, account in ACCOUNTS.items()
        for word in ("--role", f"{name}=arn:aws:iam::{account}:role/gitlab")
    ]
    work = kit(tmp_path, "--flavour", "gitlab", "--project", "acme/apps/feed", *roles)
    files = [
        *(work / "deploy" / "argocd").iterdir(),
        *(work / "deploy" / "admission").rglob("signatures.yaml"),
    ]
    verdict = conforms(*files)
    assert verdict.returncode == 0, verdict.stdout
    assert "Valid: 8, Invalid: 0, Errors: 0, Skipped: 0" in verdict.stdout
