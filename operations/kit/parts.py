"""The parts of the kit, in the order in which they are written."""

from collections.abc import Callable
from typing import Final, get_args

from operations.kit.cluster_parts import CLUSTER
from operations.kit.facts import Facts, Language
from operations.kit.part import File, Ownership, Part


def _is(flavour: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.flavour == flavour


def _in(language: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.app.language == language


def _script(name: str, applies: Callable[[Facts], bool] = lambda _: True) -> File:
    return File(f"scripts/{name}.sh.j2", f"ci/{name}.sh", executable=True, applies=applies)


def _signs_itself(facts: Facts) -> bool:
    return not facts.first.signing_profile


def _is_signed(facts: Facts) -> bool:
    return any(each.signing_profile for each in facts.environments)


IMAGE: Final = Part(
    "image",
    (
        File("image/dockerignore.j2", ".dockerignore"),
        # Every service has packages and a start of its own, so the kit only starts it.
        *(
            File(f"image/{language}.j2", "Dockerfile", Ownership.STARTED, applies=_in(language))
            for language in get_args(Language)
        ),
        _script("bases"),
    ),
)
PIPELINE: Final = Part(
    "pipeline",
    (
        File("github/delivery.yaml.j2", ".github/workflows/{name}.yaml", applies=_is("github")),
        File("gitlab/delivery.yaml.j2", ".gitlab-ci.yml", applies=_is("gitlab")),
        _script("build", _is("gitlab")),
        _script("tag"),
        _script("install"),
        _script("gate"),
        _script("sign", _signs_itself),
        _script("signed", _is_signed),
        _script("promote", lambda facts: len(facts.environments) > 1),
        _script("deploy"),
        # Whoever deploys writes it, so the kit only starts it. Overlays take it as a component.
        File(
            "overlay/image.yaml.j2",
            "deploy/overlays/{environment}/image/kustomization.yaml",
            Ownership.STARTED,
        ),
    ),
)

PARTS: Final[tuple[Part, ...]] = (PIPELINE, IMAGE, *CLUSTER)
