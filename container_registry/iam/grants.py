"""How wide the grants of identity policies are: which ECR actions, on which repositories.

Owns the question whether a statement grants every ECR action, or changing ones on every repository.
The actions and whether they can be bound to a repository come from
`container_registry.catalogue.actions`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from container_registry.catalogue.actions import ACTIONS, Level
from container_registry.iam.document import Document, Statement
from container_registry.iam.evaluate import covers_action
from container_registry.iam.wildcards import escaped

CHANGING = frozenset({Level.WRITE, Level.TAGGING, Level.PERMISSIONS})


@dataclass(frozen=True)
class Width:
    """What one Allow statement grants on ECR.

    `everything` is true if it grants all actions; `unbound` are the changing actions that it grants
    on every repository although IAM could bind them to one.
    """

    statement: Statement
    everything: bool
    unbound: tuple[str, ...]


def widths(document: Document) -> Iterator[Width]:
    """The width of every Allow statement that grants any ECR action."""
    for statement in document.allows:
        granted = [name for name in ACTIONS if covers_action(statement, f"ecr:{name}")]
        if not granted:
            continue
        yield Width(
            statement,
            everything=len(granted) == len(ACTIONS),
            unbound=tuple(
                name
                for name in granted
                if ACTIONS[name].on_repository
                and ACTIONS[name].level in CHANGING
                and on_every_repository(statement)
            ),
        )


def on_every_repository(statement: Statement) -> bool:
    """Whether a statement names no repository: `*`, or an ARN with nothing but a wildcard."""
    if statement.not_resources is not None:
        return True
    return any(_is_any(resource) for resource in statement.resources or ())


def _is_any(resource: str) -> bool:
    resource = escaped(resource)
    if not resource.startswith("arn:"):
        return not resource.strip("*?")
    *_, name = resource.split(":", 5)
    return not name.removeprefix("repository/").strip("*?/")
