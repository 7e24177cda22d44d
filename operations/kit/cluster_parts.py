"""The parts that a cluster reads: manifests, admission, signatures, Argo CD, and the catalogue."""

from typing import Final

from operations.kit.cluster import Cluster
from operations.kit.facts import Facts
from operations.kit.part import File, Ownership, Part


def _rolls_out(facts: Facts) -> bool:
    return facts.strategy != "deployment"


def _deploys(facts: Facts) -> bool:
    return facts.strategy == "deployment"


def _is_signed_by_ecr(facts: Facts) -> bool:
    return any(each.signing_profile for each in facts.environments)


def _has_a_moving_tag(facts: Facts) -> bool:
    return Cluster(facts).moving_tag is not None


KUBERNETES: Final = Part(
    "kubernetes",
    (
        File("kubernetes/base.yaml.j2", "deploy/base/kustomization.yaml"),
        File("kubernetes/deployment.yaml.j2", "deploy/base/deployment.yaml", applies=_deploys),
        File("kubernetes/rollout.yaml.j2", "deploy/base/rollout.yaml", applies=_rolls_out),
        *(
            File(f"kubernetes/{name}.yaml.j2", f"deploy/base/{name}.yaml", applies=_rolls_out)
            for name in ("analysis-template", "name-reference")
        ),
        *(
            File(f"kubernetes/{name}.yaml.j2", f"deploy/base/{name}.yaml")
            for name in ("services", "service-account", "disruption-budget", "network-policy")
        ),
        File("kubernetes/overlay.yaml.j2", "deploy/overlays/{environment}/kustomization.yaml"),
    ),
)

ADMISSION: Final = Part(
    "admission",
    (
        *(
            File(f"admission/{name}.yaml.j2", f"deploy/admission/{name}.yaml")
            for name in ("gatekeeper-template", "gatekeeper-expansion")
        ),
        *(
            File(f"admission/{name}.yaml.j2", f"deploy/admission/{{environment}}/{name}.yaml")
            for name in (
                "gatekeeper-constraint",
                "validating-admission-policy",
                "validating-admission-policy-binding",
            )
        ),
    ),
)

SIGNING: Final = Part(
    "signing",
    (
        File(
            "signing/ratify-template.yaml.j2",
            "deploy/admission/ratify-template.yaml",
            applies=_is_signed_by_ecr,
        ),
        File("signing/signatures.yaml.j2", "deploy/admission/{environment}/signatures.yaml"),
    ),
)

ARGOCD: Final = Part(
    "argocd",
    (
        File("argocd/project.yaml.j2", "deploy/argocd/project.yaml"),
        File("argocd/application.yaml.j2", "deploy/argocd/{environment}.yaml"),
        File(
            "argocd/image-updater.yaml.j2",
            "deploy/argocd/image-updater.yaml",
            applies=_has_a_moving_tag,
        ),
    ),
)

BACKSTAGE: Final = Part(
    "backstage",
    (File("backstage/catalog-info.yaml.j2", "catalog-info.yaml", Ownership.STARTED),),
)

CLUSTER: Final = (KUBERNETES, ADMISSION, SIGNING, ARGOCD, BACKSTAGE)
