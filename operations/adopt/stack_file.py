"""The stack file that repositories are adopted into: read, edited, checked, written whole.

Owns the file. Writes it only when what comes out loads as the settings that were meant.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from container_registry.settings import Settings, SettingsError, load_stack_file, read_stack_file
from ecr_lifecycle.rendering import to_text
from operations.adopt.stack_text import Added, NoPlaceError, with_settings

_SERVICES: Final = "container-registry:services"


@dataclass(frozen=True)
class StackFile:
    """A stack file, `Pulumi.STACK.yaml`.

    Attributes:
        path: where it is.
        stack: the stack's name.
        text: what it says.
        services: the service by the repository's name.
    """

    path: Path
    stack: str
    text: str
    services: Mapping[str, str]

    def service_of(self, repository: str) -> str:
        """The service of a repository: the one that names it, else one of the same name."""
        return self.services.get(repository, repository)

    def adopted(self, repository: str) -> bool:
        """Whether the file adopts the repository already."""
        value = _services(self.path).get(self.service_of(repository))
        return isinstance(value, Mapping) and value.get("adopt") is True

    def encrypted(self, service: str) -> bool:
        """Whether the service has an encryption of its own in the file."""
        value = _services(self.path).get(service)
        return isinstance(value, Mapping) and "encryption" in value

    def edited(self, added: Added) -> str:
        """The text with more settings of services.

        Raises:
            click.UsageError: there is no place for them, or the result isn't what was meant.
        """
        try:
            text = with_settings(self.text, added)
        except NoPlaceError as error:
            raise _refused(self.path, str(error)) from error
        meant = dict(_services(self.path))
        for name, settings in added.items():
            meant[name] = {**(meant.get(name) or {}), **settings}
        if self._read(text, _services) != meant:
            raise _refused(self.path, "the edit came out as other settings")
        return text

    def settings(self, text: str) -> Settings:
        """The settings that a text of this file holds.

        Raises:
            click.UsageError: they are refused, every problem at once.
        """
        try:
            found: Settings = self._read(text, lambda path: load_stack_file(path, self.stack))
        except SettingsError as error:
            listed = "\n\n".join(f"  {to_text(finding)}" for finding in error.findings)
            raise click.UsageError(
                f"{self.path} with the repositories in it: nothing was written.\n\n{listed}"
            ) from error
        return found

    def write(self, text: str) -> None:
        """Replace the file in one step, its mode kept."""
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(self.path.stat().st_mode & 0o777)
        Path(name).replace(self.path)

    def _read(self, text: str, read: Any) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.path.name
            path.write_text(text, "utf-8")
            return read(path)


def open_stack(path: str) -> StackFile:
    """The stack file at a path.

    Raises:
        click.UsageError: it isn't called as one, or can't be read.
    """
    file = Path(path)
    stack = file.name.removeprefix("Pulumi.").removesuffix(".yaml")
    if file.name != f"Pulumi.{stack}.yaml" or not stack:
        raise click.UsageError(
            f"--stack-file {path}: it is not called Pulumi.STACK.yaml.\n"
            "    Impact: the stack's name, which its settings depend on, is not known.\n"
            "    Fix: name the stack's own file, such as Pulumi.prod.yaml."
        )
    try:
        services = _services(file)
        text = file.read_text("utf-8")
    except SettingsError as error:
        listed = "\n\n".join(f"  {to_text(finding)}" for finding in error.findings)
        raise click.UsageError(f"--stack-file {path}:\n\n{listed}") from error
    named = {
        str(value["repository"]): str(name)
        for name, value in services.items()
        if isinstance(value, Mapping) and value.get("repository")
    }
    return StackFile(file, stack, text, named)


def _services(path: Path) -> Mapping[str, Any]:
    services = read_stack_file(path).get(_SERVICES)
    return services if isinstance(services, Mapping) else {}


def _refused(path: Path, why: str) -> click.UsageError:
    return click.UsageError(
        f"{path}: {why}.\n"
        "    Impact: nothing was written.\n"
        "    Fix: write the services in lines of their own, or add the settings by hand; "
        "without --write they are printed."
    )


def printed(added: Added) -> Sequence[str]:
    """The settings as lines for a stack file."""
    return with_settings("config:\n  x: 1\n", added).splitlines()[2:]
