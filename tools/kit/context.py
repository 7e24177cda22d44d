"""What the build context holds of files that must not be in it, as buildah reads .dockerignore."""

from pathlib import Path
from typing import Final

from tools.clients.registry import Registry
from tools.clients.scenarios import expect
from tools.kit.example import FOLDER
from tools.kit.store import STORE

_HERE: Final = ("", "a/", "a/b/c/")
#: Secrets and history, planted at the root and below; the kit's own ignored folders at the root.
PLANTED: Final = (
    ".git/config", ".env", ".env.production", "local.env", ".npmrc", ".aws/credentials",
    ".ssh/id_ed25519", "id_rsa", "tls.key", "tls.pem", "store.p12", "terraform.tfstate",
    "Pulumi.dev.yaml", ".docker/config.json", "node_modules/x/index.js", "debug.log",
    "credentials.json",
)  # fmt: skip
#: What looks alike and is the application's.
WANTED: Final = ("main.go", "a/environment.go", "a/b/c/key.go", "a/keys/list.go", "a/build/x.go")


def prove(shop: Registry) -> None:
    """Builds an image of the whole context, and looks into it.

    Raises:
        ClientError: a planted file is in it, or a wanted one is not.
    """
    context = shop.home / "context"
    for name in [*(here + each for here in _HERE for each in PLANTED), *WANTED]:
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text("planted")
    (context / ".dockerignore").write_text((FOLDER / ".dockerignore").read_text())
    (context / "Dockerfile").write_text("FROM scratch\nCOPY . /\n")
    shop.run(*STORE, "bud", "--isolation", "chroot", "-t", "context", str(context))
    made = shop.run(*STORE, "from", "context").strip()
    root = Path(shop.run(*STORE, "mount", made).strip())
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    shop.run(*STORE, "rm", made)
    leaked = sorted(there & {here + each for here in _HERE for each in PLANTED})
    expect(not leaked, f"kept out of the context: {leaked}")
    expect(set(WANTED) <= there, f"in the context: {sorted(set(WANTED) - there)}")
