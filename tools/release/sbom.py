"""The bill of materials of a wheel: every package that it brings, from the lock, in CycloneDX.

Versions and hashes are those of `requirements.txt`. Which of its packages a wheel needs, and under
which licences, is what the installed packages say of themselves. No date and no random number: the
same lock gives the same file.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.setup.places import REQUIREMENTS

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122's for URLs
_LICENSES = LicenseFactory()


@dataclass(frozen=True)
class Locked:
    """One package of the lock."""

    version: str
    hashes: tuple[str, ...]


def read_lock(path: Path = REQUIREMENTS) -> dict[str, Locked]:
    """Every package of the lock by its name."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"(?m)^([a-z0-9._-]+)==([^\s;]+)((?:.*\\\n\s+--hash=\S+)*.*)", text)
    return {
        canonicalize_name(name): Locked(version, tuple(re.findall(r"sha256:([0-9a-f]+)", rest)))
        for name, version, rest in found
    }


def needed(requirements: Iterable[str], extra: str = "") -> dict[str, set[str]]:
    """Every package that these requirements lead to here, each with those that it asks for."""
    graph: dict[str, set[str]] = {}
    open_ends = list(_names(requirements, extra))
    while open_ends:
        name = open_ends.pop()
        if name not in graph:
            graph[name] = set(_names(metadata.requires(name) or ()))
            open_ends.extend(graph[name])
    return graph


def _names(requirements: Iterable[str], extra: str = "") -> Iterator[str]:
    """The names of those that apply to this Python and to no extra, or this one."""
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield canonicalize_name(requirement.name)


def bill(name: str, version: str, requirements: Iterable[str], lock: Mapping[str, Locked]) -> str:
    """The bill of materials of one distribution, as CycloneDX JSON.

    Raises:
        KeyError: a package that it needs is not in the lock.
    """
    requirements = list(requirements)
    graph = needed(requirements)
    components = {package: _component(package, lock[package]) for package in graph}
    root = Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=name,
        licenses=[_LICENSES.make_from_string("Apache-2.0")],
        purl=PackageURL("pypi", None, name, version),
    )
    text = "\n".join(f"{package}=={lock[package].version}" for package in sorted(graph))
    bom = Bom(
        serial_number=uuid.uuid5(_NAMESPACE, f"{name}=={version}\n{text}"),
        components=components.values(),
    )
    bom.metadata.component = root
    bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.register_dependency(root, [components[package] for package in set(_names(requirements))])
    for package, asked in graph.items():
        bom.register_dependency(components[package], [components[one] for one in asked])
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _component(package: str, locked: Locked) -> Component:
    said = _licence(metadata.metadata(package))
    return Component(
        name=package,
        version=locked.version,
        type=ComponentType.LIBRARY,
        bom_ref=package,
        licenses=[_LICENSES.make_from_string(said)] if said else [],
        purl=PackageURL("pypi", None, package, locked.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=value) for value in locked.hashes],
    )


def _licence(about: metadata.PackageMetadata) -> str | None:
    """The SPDX expression where a package has one, else the name that it gives its licence."""
    if "License-Expression" in about:
        return about["License-Expression"]
    classifiers = about.get_all("Classifier") or []
    named = [text.split(" :: ")[-1] for text in classifiers if text.startswith("License :: ")]
    short = about["License"] if "License" in about and "\n" not in about["License"] else None
    return short or " AND ".join(named) or None
