"""`make clients`: every client's scenario on one local AWS; 1 if one fails or is missing."""

import argparse
import sys
import time

from rich.console import Console

from tools.clients import programs
from tools.clients.page import run_page
from tools.clients.registry import ClientError, Registry, registry
from tools.clients.scenarios import REPOSITORIES, SCENARIOS
from tools.setup.console import SetupError


def main() -> int:
    """Builds what is missing, runs all, tells each."""
    parser = argparse.ArgumentParser(prog="python -m tools.clients", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(SCENARIOS)}, page")
    names = parser.parse_args().names or [*SCENARIOS, "page"]
    console = Console(stderr=True, highlight=False)
    failed = 0
    with registry() as shop:
        missing = _provide(shop, names)
        shop.create(*REPOSITORIES)
        shop.run("crane", "auth", "login", shop.host, "-u", "AWS", "-p", shop.password)
        for name in names:
            failed += not _tell(console, shop, name, missing.get(name))
    return 1 if failed else 0


def _provide(shop: Registry, names: list[str]) -> dict[str, str]:
    """The programs of the scenarios; why one is missing."""
    missing = {}
    for program in programs.CLIENTS:
        if program.name in names or program.name == "crane":
            shop.programs[program.name] = program.provide()
    for name in programs.OF_THE_SYSTEM:
        if name in names:
            try:
                shop.programs[name] = programs.of_the_system(name)
            except SetupError as error:
                missing[name] = str(error)
    return missing


def _tell(console: Console, shop: Registry, name: str, missing: str | None) -> bool:
    start = time.monotonic()
    try:
        {"page": run_page, **SCENARIOS}[name](shop)
    except ClientError as error:
        console.print(f"  {name} · failed\n{missing or error}", markup=False)
        return False
    console.print(f"  {name} · {time.monotonic() - start:.1f} s")
    return True


if __name__ == "__main__":
    sys.exit(main())
