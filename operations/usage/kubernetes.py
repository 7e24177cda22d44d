"""Which images a Kubernetes cluster uses, or would start.

Owns the reading of `kubectl get ... -o json`, from a file or by running kubectl: kubectl knows
every way to log in to a cluster, so this does not. A pod's `imageID` says the digest that runs; a
ReplicaSet with 0 replicas and a ControllerRevision are what a rollback starts.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.usage.use import How, Use, image_name

KINDS: Final = (
    "pods",
    "replicationcontrollers",
    "deployments.apps",
    "replicasets.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "controllerrevisions.apps",
    "jobs.batch",
    "cronjobs.batch",
)
ROLLOUTS: Final = "rollouts.argoproj.io"
_CONTAINERS: Final = ("initContainers", "containers", "ephemeralContainers")
_STATUSES: Final = (
    "initContainerStatuses",
    "containerStatuses",
    "ephemeralContainerStatuses",
)
_SECONDS: Final = 120


def uses_in_file(path: str) -> Iterator[Use]:
    """What the output of `kubectl get -A -o json` in a file uses.

    Raises:
        CouldNotFindOut: it is no such output.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unknown("no-cluster", Where(file=path), str(error), "name a file to read") from error
    yield from _uses(text, Where(file=path), Path(path).stem)


def uses_in_cluster(context: str, kubeconfig: str | None = None) -> Iterator[Use]:
    """What the cluster of a kubectl context uses. Rollouts are read where the cluster has them.

    Raises:
        CouldNotFindOut: kubectl is not there, or the cluster does not answer.
    """
    base = ["kubectl", "--context", context, "--request-timeout=30s"]
    base += ["--kubeconfig", kubeconfig] if kubeconfig else []
    where = Where(resource=f"cluster {context}")
    kinds = [*KINDS]
    if ROLLOUTS in _run([*base, "api-resources", "-o", "name"], where).split():
        kinds.append(ROLLOUTS)
    text = _run([*base, "get", ",".join(kinds), "-A", "-o", "json"], where)
    yield from _uses(text, where, context)


def _run(command: list[str], where: Where) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise unknown(
            "no-cluster",
            where,
            f"kubectl did not answer: {error}",
            "install kubectl, or give the output of `kubectl get` as a file",
        ) from error
    if done.returncode:
        raise unknown(
            "no-cluster",
            where,
            f"kubectl failed: {done.stderr.strip()}",
            "log in to the cluster, or have its owner write the file",
        )
    return done.stdout


def _uses(text: str, where: Where, cluster: str) -> Iterator[Use]:
    try:
        value = json.loads(text)
        items = value["items"] if value.get("kind", "").endswith("List") else [value]
        found = [use for item in items for use in _of(item, cluster)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unknown(
            "no-cluster",
            where,
            f"it is not what `kubectl get -o json` prints: {error!r}",
            f"write it with: kubectl get {','.join(KINDS)} -A -o json",
        ) from error
    yield from found


def _of(item: Mapping[str, Any], cluster: str) -> Iterator[Use]:
    kind, meta = str(item["kind"]), item["metadata"]
    by = f"{cluster}/{meta.get('namespace', '')}/{kind}/{meta['name']}"
    if kind == "Pod":
        yield from _of_pod(item, by)
        return
    spec = item.get("spec") or {}
    if kind == "ControllerRevision":
        spec, how = (item.get("data") or {}).get("spec") or {}, How.ROLLBACK
    elif kind == "CronJob":
        spec, how = (spec.get("jobTemplate") or {}).get("spec") or {}, How.STARTABLE
    elif kind in ("ReplicaSet", "ReplicationController") and not spec.get("replicas"):
        how = How.ROLLBACK
    else:
        how = How.RUNNING
    template = (spec.get("template") or {}).get("spec") or {}
    for container in _containers(template):
        image = image_name(str(container.get("image", "")))
        if image is not None:
            yield Use(image, how, by)


def _of_pod(item: Mapping[str, Any], by: str) -> Iterator[Use]:
    """A container's status says what runs; its spec what was asked for, and maybe not yet
    pulled.
    """
    status = item.get("status") or {}
    if status.get("phase") in ("Succeeded", "Failed"):
        return
    resolved = {
        str(one.get("name")): str(one.get("imageID", ""))
        for member in _STATUSES
        for one in status.get(member) or ()
    }
    for container in _containers(item.get("spec") or {}):
        _, _, digest = resolved.get(str(container.get("name")), "").rpartition("@")
        image = image_name(str(container.get("image", "")), digest)
        if image is not None:
            yield Use(image, How.RUNNING, by)


def _containers(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for member in _CONTAINERS:
        yield from spec.get(member) or ()
