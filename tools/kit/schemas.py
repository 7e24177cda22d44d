"""JSON schemas of Kubernetes' kinds and of the custom ones that the kit writes, for kubeconform.

Owns where they come from: Kubernetes' own from a package of PyPI, pinned by hash; custom resources
from the definitions in their projects' Go modules, which Go's checksums pin. Nothing is fetched
while manifests are judged. Refuses unknown fields: a schema that admits any judges nothing.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tools.setup import places
from tools.setup.console import SetupError, step
from tools.setup.go import provide_go
from tools.setup.lock import held
from tools.setup.pip import pip_install
from tools.setup.run import CommandError, run

PIN: Final = Path(__file__).with_name("kubernetes.txt")
#: The oldest that the kit's manifests are written for: `preStop.sleep` and image volumes.
KUBERNETES: Final = "1.34.0"
_KINDS: Final = (
    "configmap-v1",
    "deployment-apps-v1",
    "networkpolicy-networking-v1",
    "poddisruptionbudget-policy-v1",
    "service-v1",
    "serviceaccount-v1",
    "validatingadmissionpolicy-admissionregistration-v1",
    "validatingadmissionpolicybinding-admissionregistration-v1",
)


@dataclass(frozen=True)
class Module:
    """A Go module that holds custom resource definitions."""

    path: str
    version: str
    definitions: str

    def fetch(self, go: Path) -> Path:
        """Its folder in Go's cache, fetched unless it is there."""
        environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod"}
        said = run(
            (go, "mod", "download", "-json", f"{self.path}@v{self.version}"),
            cwd=places.cache(),
            env=environment,
        )
        return Path(json.loads(said[said.index("{") :])["Dir"])


MODULES: Final = (
    Module("github.com/argoproj/argo-rollouts", "1.9.0", "manifests/crds/*-crd.yaml"),
    Module("github.com/argoproj/argo-cd/v3", "3.4.0", "manifests/crds/app*-crd.yaml"),
    Module("github.com/argoproj-labs/argocd-image-updater", "1.3.0", "config/crd/bases/*.yaml"),
    Module("github.com/sigstore/policy-controller", "0.13.1", "config/300-*.yaml"),
    Module("github.com/ratify-project/ratify", "1.4.6", "config/crd/bases/*.yaml"),
    Module(
        "github.com/open-policy-agent/gatekeeper/v3",
        "3.23.1",
        "config/crd/bases/*template*.yaml",
    ),
)


def provide_schemas() -> Path:
    """A folder with one schema a kind, named as kubeconform's `{{.ResourceKind}}{{.KindSuffix}}`.

    Raises:
        SetupError: something could not be fetched.
    """
    made_by = hashlib.sha256(Path(__file__).read_bytes() + PIN.read_bytes()).hexdigest()[:16]
    target = places.cache() / "clients" / f"schemas-{made_by}"
    with held(places.cache() / "schemas.lock", "another fetch of schemas"):
        if not target.is_dir():
            partial = target.with_name("schemas.partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            with step("fetching the schemas of Kubernetes and Argo, once for this user"):
                try:
                    _write(partial)
                except CommandError as failed:
                    raise failed.failure("schemas") from failed
            partial.replace(target)
    return target


def _write(folder: Path) -> None:
    package = folder / "package"
    pip_install(PIN, "--no-deps", "--only-binary", ":all:", "--target", package)
    strict = (
        package / "kubernetes_validate" / "kubernetes-json-schema" / f"v{KUBERNETES}-local-strict"
    )
    shared = json.loads((strict / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    for kind in _KINDS:
        _save(folder / f"{kind}.json", standalone(_read(strict / f"{kind}.json"), shared))
    shutil.rmtree(package)
    go = provide_go("schemas", KUBERNETES, places.GO_MODULES / "pulumi")
    for module in MODULES:
        files = sorted(module.fetch(go).glob(module.definitions))
        found = [each for file in files for each in schemas_of(file.read_text(encoding="utf-8"))]
        if not found:
            raise SetupError(f"{module.path} {module.version} has no {module.definitions}")
        for name, schema in found:
            _save(folder / f"{name}.json", schema)


def standalone(schema: Any, shared: dict[str, Any]) -> dict[str, Any]:
    """A schema with the shared definitions that it reaches inside of it."""
    reached: dict[str, Any] = {}

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(each) for each in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and "#/$defs/" in reference:
            name = reference.partition("#/$defs/")[2]
            if name not in reached:
                reached[name] = {}
                reached[name] = moved(shared[name])
            return {**value, "$ref": f"#/definitions/{name}"}
        return {key: moved(each) for key, each in value.items()}

    # kubeconform compiles a file by its path, and would look for a name of the schema's own.
    plain = {key: value for key, value in schema.items() if key not in ("$id", "$schema")}
    return {**moved(plain), "definitions": reached}


def schemas_of(definitions: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and schemas in a file of custom resource definitions, one for each version."""
    for document in yaml.load_all(definitions, Loader=yaml.CSafeLoader):
        if not document or document.get("kind") != "CustomResourceDefinition":
            continue
        spec = document["spec"]
        kind, group = spec["names"]["kind"].lower(), spec["group"].partition(".")[0]
        for version in spec.get("versions") or ():
            schema = closed(version["schema"]["openAPIV3Schema"])
            # What every object has; a definition need not say it.
            schema["properties"] = {
                "apiVersion": {"type": "string"},
                "kind": {"type": "string"},
                "metadata": {"type": "object"},
                **schema["properties"],
            }
            yield f"{kind}-{group}-{version['name']}", schema


def closed(schema: Any) -> Any:
    """A schema of OpenAPI as JSON schema, in which a field that is not named is refused."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    made = {key: closed(value) for key, value in schema.items()}
    named = isinstance(schema.get("properties"), dict) and schema.get("type") == "object"
    if named and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    return made


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _save(path: Path, schema: Any) -> None:
    path.write_text(json.dumps(schema), encoding="utf-8")
