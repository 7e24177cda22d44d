import pytest

from local.engine.applied import Applied


@pytest.fixture
def applied(checkout):
    state = checkout.state / ".pulumi" / "stacks" / "p"
    state.mkdir(parents=True)
    (state / "dev.json").write_text("{}")
    (checkout.root / "components").mkdir()
    (checkout.root / "components" / "noun.py").write_text("noun = 1")
    checkout.stack_directory("dev").mkdir(parents=True)
    applied = Applied(checkout, "dev")
    applied.note()
    return applied


def test_nothing_has_changed_since_the_last_update(applied):
    assert applied.is_current()


def test_before_the_first_update_nothing_is_current(checkout):
    assert not Applied(checkout, "dev").is_current()


@pytest.mark.parametrize(
    "path",
    [
        "Pulumi.dev.yaml",
        "components/noun.py",
        "components/new.json",
        ".local/state/.pulumi/stacks/p/dev.json",
    ],
)
def test_an_edited_file_and_a_written_state_count(applied, checkout, path):
    with (checkout.root / path).open("a") as file:
        file.write("# edited")
    assert not applied.is_current()


def test_a_removed_file_counts(applied, checkout):
    (checkout.root / "components" / "noun.py").unlink()
    assert not applied.is_current()


def test_what_the_program_does_not_read_does_not_count(applied, checkout):
    for folder in (".git", "docs", "components/__pycache__"):
        (checkout.root / folder).mkdir(parents=True)
        (checkout.root / folder / "noun").write_text("edited")
    assert applied.is_current()
