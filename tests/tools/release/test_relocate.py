"""A room under another name: its imports change, and nothing else of it."""

import pytest

from tools.release.relocate import CannotRelocateError, relocate, relocated

NAMES = {"components": "container_registry.components", "operations": "container_registry.run"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from components.x import y\n", "from container_registry.components.x import y\n"),
        ("from components import y\n", "from container_registry.components import y\n"),
        (
            "from operations.a import (\n  b,\n)\n",
            "from container_registry.run.a import (\n  b,\n)\n",
        ),
        ("if x:\n  from operations import c\n", "if x:\n  from container_registry.run import c\n"),
        ("from .components import y\n", "from .components import y\n"),
        ("from components_of_mine import y\n", "from components_of_mine import y\n"),
        ("import container_registry\n", "import container_registry\n"),
        ("text = 'from components import y'\n", "text = 'from components import y'\n"),
    ],
)
def test_imports_of_the_rooms_lead_to_their_new_names(source, expected):
    assert relocated(source, NAMES) == expected


@pytest.mark.parametrize("source", ["import components", "import operations.x as y"])
def test_an_import_that_binds_the_rooms_own_name_is_refused(source):
    with pytest.raises(CannotRelocateError, match="<source>:1: `import"):
        relocated(source, NAMES)


def test_a_room_is_copied_with_its_data_and_without_compiled_files(tmp_path):
    room = tmp_path / "components"
    (room / "inner" / "__pycache__").mkdir(parents=True)
    (room / "inner" / "x.py").write_text("from components.y import z\n")
    (room / "inner" / "__pycache__" / "x.pyc").write_bytes(b"\x00")
    (room / "py.typed").write_bytes(b"")
    relocate(room, tmp_path / "to", NAMES)
    copied = {
        path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*.*")
    }
    assert copied == {"inner/x.py", "py.typed"}
    assert "container_registry.components.y" in (tmp_path / "to" / "inner" / "x.py").read_text()


def test_only_a_part_of_a_room_is_copied_where_that_is_said(tmp_path):
    room = tmp_path / "local"
    for name in ("aws/x.py", "engine/y.py", "process.py"):
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text("from local import z\n")
    relocate(room, tmp_path / "to", {"local": "there.local"}, ("aws", "process.py"))
    copied = {
        path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*.py")
    }
    assert copied == {"aws/x.py", "process.py"}
    assert (tmp_path / "to" / "process.py").read_text() == "from there.local import z\n"
