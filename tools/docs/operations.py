"""The pages of `registryctl`: help as click prints it, an example that was run, rights and JSON.

Owns docs/operations/. What a command answers in an example comes from a run of it on a scripted
AWS, so a page never shows what the command no longer says.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from operations.cli import main as registryctl
from tools.docs import json_schemas
from tools.docs.commands import ABOUT
from tools.docs.examples import Example, run
from tools.docs.markdown import Pages, fenced, page, table, write

FOLDER: Final = Path("docs/operations")
_WIDTH: Final = 96
_EXIT_CODES: Final = (
    "Exit codes: 0 good, 1 the judgement is bad, 2 wrong use, 3 it could not be found out. 3 is "
    "never good: a missing right, an expired login and a scan without a result all end "
    "there, each in words of its own."
)

#: Assumed: ECR's references do not say which calls move `lastRecordedPullTime`.
_LOOKING = (
    "## Looking may count as a pull\n\n"
    "Whatever reads manifests calls BatchGetImage, and ECR may take that for a pull: "
    "`lastRecordedPullTime` moves, so `expire` and rules by the last pull keep an image longer, "
    "never for less. Exclude the role that looks: `aws ecr register-pull-time-update-exclusion "
    "--principal-arn ROLE_ARN`."
)
_COMPLETION: Final = """\
## Completion

Commands, options and the choices of an option are completed once the shell has read:

| shell | in its start file |
| --- | --- |
| bash, 4.4 or newer | `eval "$(_REGISTRYCTL_COMPLETE=bash_source registryctl)"` |
| zsh | `eval "$(_REGISTRYCTL_COMPLETE=zsh_source registryctl)"` |
| fish | `_REGISTRYCTL_COMPLETE=fish_source registryctl \\| source` |

It needs the command on PATH, which `pip install` puts there; `python -m operations` has none."""


def pages() -> Pages:
    """Every page, and the list of them."""
    commands = dict(_commands(registryctl))
    made = {FOLDER / f"{_file(name)}.md": _page(name, commands[name]) for name in ABOUT}
    rows = [
        (f"[`registryctl {name}`]({_file(name)}.md)", _first(about.why))
        for name, about in ABOUT.items()
    ]
    index = page(
        "# registryctl: day two",
        "`pip install 'container-registry[operations]'` brings the command; in a checkout it is "
        "`.venv/bin/python -m operations`.",
        _EXIT_CODES,
        table(("command", "what it is for"), rows),
        "[On the local AWS](local.md): what each of them says after `make up`.",
        "`--region`, `--profile` and `--endpoint-url` say which AWS is asked; `--stack FILE`, the "
        "output of `pulumi stack output --json`, lets services be named in place of repositories.",
        "`--json` prints one object to standard output and every other word to standard error. "
        "Its `schema` names a file of [schemas](schemas), which each command's page links.",
        _LOOKING,
        _COMPLETION,
    )
    return {FOLDER / "README.md": index, **made, **json_schemas.pages()}


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif command is not None:
            yield f"{before}{name}", command


def _page(name: str, command: click.Command) -> str:
    about = ABOUT[name]
    return page(
        f"# registryctl {name}",
        about.why,
        f"![What `registryctl {name}` makes]({about.picture})" if about.picture else "",
        fenced("console", _help(name, command)),
        "## Example" if about.example else "",
        *(_example(one) for one in (about.example, *about.more) if one is not None),
        about.notes,
        f"## Rights\n\n{', '.join(f'`{action}`' for action in dict.fromkeys(about.rights))}"
        if about.rights
        else "",
        _json(about.schemas) if about.schemas else "",
        f"## Exit codes\n\n{_EXIT_CODES}",
    )


def _json(schemas: Iterable[str]) -> str:
    listed = " or ".join(f"[`{one}`](schemas/{json_schemas.file_of(one)})" for one in schemas)
    return (
        f"## JSON\n\n`--json` prints an object whose `schema` is {listed}, a JSON Schema. Members "
        "are added, never renamed, under one schema."
    )


def _help(name: str, command: click.Command) -> str:
    parent = click.Context(registryctl, info_name="registryctl", terminal_width=_WIDTH)
    context = click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH)
    context.max_content_width = _WIDTH
    return f"$ registryctl {name} --help\n{command.get_help(context)}"


def _example(example: Example) -> str:
    result = run(example)
    before = f"{example.piped} | " if example.stdin is not None else ""
    told = f"$ {before}registryctl {example.words}\n{result.output}$ echo $?\n{result.exit_code}"
    return fenced("console", told)


def _file(name: str) -> str:
    return name.replace(" ", "-")


def _first(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def main() -> None:
    """Write the pages."""
    write(pages())
