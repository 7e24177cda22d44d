"""`python -m tests.end_to_end.upgrades.record FOLDER EXPORT...`: keep what a release left.

Run it before a release changes: FOLDER is the release's, each EXPORT a file that
`pulumi stack export --stack STACK --file STACK.json` wrote on the local AWS, beside which the
stack file `Pulumi.STACK.yaml` is taken from the checkout. Kept is what the engine compares with;
left out are machine paths, stack traces and times. A secret becomes a placeholder: what the state
says and what the test configures must only be the same.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from container_registry.settings import read_stack_file
from tests.support.stacks import ROOT

#: How the engine marks a secret inside a property (pulumi/sdk `resource.SecretSig`).
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
ADDRESS = "ops@example.com"
_LEFT_OUT = ("created", "modified", "sourcePosition", "stackTrace")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for export in map(Path, sys.argv[2:]):
        stack = export.stem.rpartition("-")[2]
        recorded = _recorded(json.loads(export.read_text()))
        (folder / f"{stack}.json.gz").write_bytes(packed(recorded))
        shutil.copy(ROOT / f"Pulumi.{stack}.yaml", folder)
        _without_secrets(folder / f"Pulumi.{stack}.yaml")


def packed(recorded: dict[str, Any]) -> bytes:
    """The same bytes for the same state."""
    return gzip.compress(json.dumps(recorded, sort_keys=True).encode(), mtime=0)


def unpacked(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def _recorded(export: dict[str, Any]) -> dict[str, Any]:
    deployment = export["deployment"]
    resources = [_scrubbed(resource) for resource in deployment["resources"]]
    return {
        "version": export["version"],
        "deployment": {"manifest": deployment["manifest"], "resources": resources},
    }


def _scrubbed(value: Any) -> Any:
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(_SIGNATURE) == _SECRET:
        return {_SIGNATURE: _SECRET, "plaintext": json.dumps(ADDRESS)}
    kept = {key: _scrubbed(item) for key, item in value.items() if key not in _LEFT_OUT}
    if value.get(_SIGNATURE) == _ASSET:
        kept["path"] = "/".join(Path(kept["path"]).parts[-2:])
    return kept


def _without_secrets(file: Path) -> None:
    """The stack file without its encrypted lines; `read_stack_file` proves that it still reads."""
    text = file.read_text()
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith("encryptionsalt:"):
            continue
        inside = line.startswith("  container-registry:alertAddresses:") or (
            inside and line.startswith("    ")
        )
        if not inside:
            kept.append(line)
    file.write_text("\n".join(kept) + "\n")
    read_stack_file(file)


if __name__ == "__main__":
    main()
