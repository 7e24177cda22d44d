"""What is broken, and by which tests it should be noticed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Room:
    """Source files, and the tests that need no engine: those run on a copy of the project."""

    name: str
    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self) -> Iterator[Path]:
        """The modules, in an order that stays."""
        for source in self.sources:
            yield from sorted((ROOT / source).rglob("*.py"))


ROOMS: Final = (
    Room("settings", ("container_registry/settings",), ("tests/container_registry/settings",)),
    Room(
        "policies",
        ("policy_pack/policies", "policy_pack/subjects", "policy_pack/framework"),
        (
            "tests/policy_pack/test_judge.py",
            "tests/policy_pack/test_information.py",
            "tests/policy_pack/test_paths.py",
            "tests/policy_pack/test_details.py",
            "tests/policy_pack/test_every_place.py",
            "tests/policy_pack/test_examples.py",
            "tests/policy_pack/test_unknown_parts.py",
            "tests/policy_pack/test_lifecycle_links.py",
            "tests/policy_pack/test_configuration.py",
            "tests/policy_pack/test_profiles.py",
            "tests/policy_pack/test_peers.py",
            "tests/policy_pack/test_foreign_programs.py",
            "tests/policy_pack/test_notes.py",
            "tests/policy_pack/test_other_roads.py",
            "tests/policy_pack/test_partial_updates.py",
            "tests/policy_pack/test_registries.py",
            "tests/policy_pack/test_words.py",
            "tests/policy_pack/test_any_input.py",
        ),
    ),
)
