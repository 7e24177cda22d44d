"""`make kit`: the kit's files under linters, its context, its image; 1 if something is not so."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tools.clients import programs
from tools.clients.registry import ClientError, Registry, registry
from tools.kit import checks, context, image
from tools.kit.store import PLAIN


def main() -> int:
    """Runs all, tells each."""
    console = Console(stderr=True, highlight=False)
    failed = not _tell(console, "linters", _linted)
    with registry() as shop:
        crane = next(each for each in programs.CLIENTS if each.name == "crane")
        shop.programs |= {"crane": crane.provide(), "buildah": programs.of_the_system("buildah")}
        shop.run("crane", "auth", "login", shop.host, "-u", "AWS", "-p", shop.password)
        shop.run("buildah", "login", PLAIN, "-u", "AWS", "-p", shop.password, shop.host)
        for name, proof in (("context", context.prove), ("image", image.prove)):
            failed |= not _tell(console, name, _bound(proof, shop))
    return int(failed)


def _bound(proof: Callable[[Registry], None], shop: Registry) -> Callable[[], None]:
    return lambda: proof(shop)


def _linted() -> None:
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        if found := checks.check(Path(folder)):
            raise ClientError("\n".join(found))


def _tell(console: Console, name: str, proof: Callable[[], None]) -> bool:
    start = time.monotonic()
    try:
        proof()
    except ClientError as error:
        console.print(f"  {name} · failed\n{error}", markup=False)
        return False
    console.print(f"  {name} · {time.monotonic() - start:.1f} s")
    return True


if __name__ == "__main__":
    sys.exit(main())
