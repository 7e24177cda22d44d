"""`docs/components/`: one page per component, and their list.

Owns what a page holds and in which order. The words are the component's own docstrings, the program
is a file in `docs/examples/`, the resources are what it registers under mocks, the refusals are the
loader's, and the costs are the catalogue's.
"""

import importlib
import inspect
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, is_typeddict

import pulumi
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

import components
from container_registry.costs.bill import bill
from tools.docs import arguments, costs
from tools.docs.docstrings import entries, prose, summary
from tools.docs.markdown import ROOT, Pages, fenced, page, table, write
from tools.docs.program import REGION, Example, example, stacks, whole
from tools.docs.refusals import refused
from tools.docs.settings import link as settings_link

FOLDER: Final = Path("docs/components")
_INDEX: Final = """\
# Components

The Pulumi components of this project, one noun a file in [`components/`](../../components).
`__main__.py` composes them from a [stack's settings](../settings.md). Each can be used by itself in
a Pulumi program of one's own, as in the example on its page, which `make test` runs. Costs are
those of the example's resources in Seoul; what is billed by use is on the page."""
_STACKS: Final = """\
## Whole stacks

What the stacks of this project cost a month by being there, whatever is stored, scanned or
transferred. Endpoints stand in each zone where the VPC has a subnet and ECR is offered; which those
are, only the account knows. Priced are four, all that Seoul has and a default VPC there has subnets
in; name `endpoints.subnetIds` to pay for fewer. The gateway to S3 costs nothing. The unit prices
are on the pages above."""


def nouns() -> list[type[pulumi.ComponentResource]]:
    """Every component of `components/`, by name."""
    found = []
    for module in pkgutil.iter_modules(components.__path__, "components."):
        members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        found += [
            member
            for _, member in members
            if issubclass(member, pulumi.ComponentResource) and member.__module__ == module.name
        ]
    return sorted(found, key=lambda noun: noun.__name__)


def pages() -> Pages:
    """All pages, by path."""
    listed = nouns()
    each = {FOLDER / f"{noun.__name__}.md": _page(noun) for noun in listed}
    return {FOLDER / "README.md": page(_INDEX, _index(listed), _STACKS, _whole_stacks()), **each}


def main() -> None:
    """Write all pages anew."""
    write(pages())


def example_of(noun: type[pulumi.ComponentResource]) -> Example:
    """The example of a component, run."""
    return example(noun.__name__, noun.__module__.rpartition(".")[2])


def arguments_of(noun: type[pulumi.ComponentResource]) -> type:
    """The dataclass of a component's arguments."""
    found: type = getattr(sys.modules[noun.__module__], f"{noun.__name__}Args")
    return found


def outputs_of(noun: type[pulumi.ComponentResource]) -> dict[str, str]:
    """The outputs with what each is: the string below it, or the class's own list of them."""
    below = arguments.texts(noun)
    return entries(noun, "Outputs") or {to_camel(name): text for name, text in below.items()}


def _index(listed: Iterable[type[pulumi.ComponentResource]]) -> str:
    return table(
        ("component", "what it is", "a month"),
        (
            (
                f"[{noun.__name__}]({noun.__name__}.md)",
                summary(noun),
                f"${costs.total(example_of(noun).resources, REGION):.2f}",
            )
            for noun in listed
        ),
    )


def _whole_stacks() -> str:
    return table(
        ("stack", "resources", "of which are billed", "a month"),
        (
            (
                f"[{stack}](../../Pulumi.{stack}.yaml)",
                str(len(whole(stack))),
                "; ".join(
                    f"{line.what}: {line.count}, ${line.usd:.2f}"
                    for line in bill(whole(stack), REGION).lines
                )
                or "nothing",
                f"${costs.total(whole(stack), REGION):.2f}",
            )
            for stack in stacks()
        ),
    )


def _page(noun: type[pulumi.ComponentResource]) -> str:
    module, shown = sys.modules[noun.__module__], example_of(noun)
    return page(
        f"# {noun.__name__}",
        prose(noun),
        prose(module),
        f"Source: [`{_source(noun)}`](../../{_source(noun)})",
        "## Example",
        fenced("python", shown.source),
        "## Arguments",
        _arguments(noun),
        "## Outputs",
        _outputs(noun),
        "## Resources of the example",
        _resources(shown),
        *_refusals(noun),
        "## What it costs a month",
        costs.described(noun.__name__, shown.resources, REGION),
    )


def _arguments(noun: type[pulumi.ComponentResource]) -> str:
    root = arguments_of(noun)
    own = _nested(root, noun.__module__)
    others = sorted(
        {c for each in (root, *own) for c in arguments.classes(each)} - set(own), key=str
    )
    blocks = [prose(root), arguments.described(root)]
    for nested in own:
        blocks += [f"### {nested.__name__}", prose(nested), arguments.described(nested)]
    if others:
        blocks.append(f"Types: {', '.join(_type_link(other) for other in others)}.")
    return "\n\n".join(blocks)


def _nested(root: type, module: str) -> list[type]:
    """The classes that the arguments are made of and that only arguments are, from the outside."""
    found: list[type] = []
    waiting = [root]
    while waiting:
        for each in arguments.classes(waiting.pop(0)):
            if each not in found and (is_typeddict(each) or each.__module__ == module):
                found.append(each)
                waiting.append(each)
    return found


def _type_link(kind: type[Any]) -> str:
    if issubclass(kind, BaseModel):
        return settings_link(kind, "../settings.md")
    if issubclass(kind, pulumi.ComponentResource):
        return f"[`{kind.__name__}`]({kind.__name__}.md)"
    return f"[`{kind.__name__}`](../../{_source(kind)})"


def _source(kind: type[Any]) -> Path:
    return Path(inspect.getfile(kind)).relative_to(ROOT)


def _outputs(noun: type[pulumi.ComponentResource]) -> str:
    listed = outputs_of(noun).items()
    if not listed:
        return "None."
    return table(("output", "what it is"), ((f"`{name}`", text) for name, text in listed))


def _resources(shown: Example) -> str:
    rows = []
    for kind, count in sorted(Counter(r.type for r in shown.resources).items()):
        names = ", ".join(f"`{r.name}`" for r in shown.resources if r.type == kind)
        rows.append((f"`{kind}`", str(count), names))
    return table(("type", "count", "logical names"), rows)


def _refusals(noun: type[pulumi.ComponentResource]) -> list[str]:
    return [
        "## What is refused",
        "Settings that are refused before anything starts, with what is said about them.",
        refused(noun.__name__),
    ]
