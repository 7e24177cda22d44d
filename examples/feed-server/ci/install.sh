#!/usr/bin/env bash
# registryctl kit 0.1.0 79fefec025332355c3e504c9a8b387eb53d0d101787f3d6396a94fcf56b637e5: edited, it is yours
# Installs registryctl into a folder of the job and puts it on PATH of the steps after it.
# Runs before the job has credentials: whatever an installation runs can't take them.
set -euo pipefail

: "${REGISTRYCTL:?}"
folder="${RUNNER_TEMP:-${CI_PROJECT_DIR:-$PWD}/.tmp}/registryctl"

python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: "$REGISTRYCTL"
if [[ -n "${GITHUB_PATH:-}" ]]; then
  printf '%s\n' "$folder/bin" >> "$GITHUB_PATH"
fi
"$folder/bin/registryctl" --version
