"""A creation whose plug-in died: the next one takes in what was made, for every type."""

import pytest
from botocore.exceptions import ClientError

from local.provider import registry
from local.provider.errors import ProviderError
from local.provider.journal import Begun, Journal, read
from local.provider.recorded import Recorded
from tests.local.provider.engine import Engine, urn, without_assets
from tests.local.provider.test_every_type import EXAMPLES, prepared

APPLIED = [e for e in EXAMPLES if not isinstance(registry.handler(e.token), Recorded)]
REPOSITORY = "aws:ecr/repository:Repository"


def after_a_death(tmp_path, *begun):
    """A plug-in that finds these notes of the one before."""
    engine = Engine()
    engine.provider._journal = Journal(tmp_path / "journal", {each.urn: each for each in begun})
    return engine


@pytest.mark.parametrize("id_is_known", [True, False], ids=["answered", "not answered"])
@pytest.mark.parametrize("example", APPLIED, ids=str)
def test_what_was_made_is_taken_in_and_not_made_twice(engine, tmp_path, example, id_is_known):
    if not (id_is_known or example.found):
        return  # without a name or a tag it can't be told from any other
    checked = engine.check(example.token, "one", example.inputs(prepared(engine, example)))
    made = engine.create(example.token, "one", checked.inputs)
    begun = Begun(urn(example.token, "one"), made.id if id_is_known else None)
    again = after_a_death(tmp_path, begun)
    taken = again.create(example.token, "one", checked.inputs)
    assert taken.id == made.id
    assert without_assets(taken.state) == without_assets(made.state)
    assert [message for _, message in again.warnings] == [
        f"repaired: made before the plug-in ended, taken in as {made.id}"
    ]
    assert read(tmp_path / "journal")[begun.urn].identity == made.id


def test_what_was_not_made_is_made(engine, tmp_path):
    for begun in (Begun(urn(REPOSITORY, "one")), Begun(urn(REPOSITORY, "one"), "gone")):
        again = after_a_death(tmp_path, begun)
        made = again.make(REPOSITORY, "one", {"name": "one"})
        assert (made.id, again.warnings) == ("one", [])
        again.delete(REPOSITORY, "one", "one", made.state)


def test_settings_that_changed_meanwhile_are_applied(engine, tmp_path):
    engine.make(REPOSITORY, "one", {"name": "one", "tags": {"A": "1", "B": "1"}})
    again = after_a_death(tmp_path, Begun(urn(REPOSITORY, "one"), "one"))
    wanted = {"name": "one", "tags": {"A": "2"}, "imageTagMutability": "IMMUTABLE"}
    state = again.make(REPOSITORY, "one", wanted).state
    assert state["tagsAll"] == {"A": "2"}
    assert state["imageTagMutability"] == "IMMUTABLE"


def test_what_cannot_be_changed_into_it_is_made_anew(engine, tmp_path):
    engine.make(REPOSITORY, "one", {"name": "one"})
    again = after_a_death(tmp_path, Begun(urn(REPOSITORY, "one"), "one"))
    key = [{"encryptionType": "KMS"}]
    state = again.make(REPOSITORY, "one", {"name": "one", "encryptionConfigurations": key}).state
    assert state["encryptionConfigurations"][0]["encryptionType"] == "KMS"
    assert again.warnings == []


def test_the_object_that_a_replacement_replaces_is_not_taken_for_the_new_one(engine, tmp_path):
    token = "aws:kms/key:Key"
    inputs = {"description": "one", "tags": {"A": "1"}}
    old = engine.make(token, "one", inputs)
    again = after_a_death(tmp_path, Begun(urn(token, "one"), None, (old.id,)))
    assert again.make(token, "one", inputs).id != old.id


def test_what_somebody_else_made_stays_an_error_also_the_second_time(engine, tmp_path):
    engine.provider._session.at(None).ecr.create_repository(repositoryName="one")
    for _ in range(2):
        again = after_a_death(tmp_path, *read(tmp_path / "journal").values())
        with pytest.raises((ProviderError, ClientError), match="RepositoryAlreadyExists"):
            again.make(REPOSITORY, "one", {"name": "one"})


def test_a_creation_is_noted_before_aws_is_asked(engine, tmp_path, monkeypatch):
    again = after_a_death(tmp_path)
    kind = registry.handler(REPOSITORY)

    def die(*_):
        raise SystemExit("killed")

    monkeypatch.setattr(kind, "create", die, raising=False)
    with pytest.raises(SystemExit):
        again.make(REPOSITORY, "one", {"name": "one"})
    monkeypatch.undo()
    assert read(tmp_path / "journal") == {urn(REPOSITORY, "one"): Begun(urn(REPOSITORY, "one"))}


def test_a_preview_notes_nothing(engine, tmp_path):
    again = after_a_death(tmp_path)
    checked = again.check(REPOSITORY, "one", {"name": "one"})
    again.create(REPOSITORY, "one", checked.inputs, preview=True)
    assert not (tmp_path / "journal").exists()
