"""`make dist`: build a release into `dist/`, and try each part out in a fresh environment."""

import tempfile
from pathlib import Path

from tools.release.build import build
from tools.release.environment import install_from_index
from tools.release.tryout import try_out

if __name__ == "__main__":
    release = build()
    for path in sorted(release.folder.iterdir()):
        print(f"built {path.relative_to(release.folder.parent)}")
    with tempfile.TemporaryDirectory() as folder:
        for used in try_out(release, Path(folder), install_from_index):
            print(f"tried {used}")
