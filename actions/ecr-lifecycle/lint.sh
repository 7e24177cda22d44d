#!/usr/bin/env bash
# The action's one step: a SARIF log, Markdown into the job's summary, and the exit code of the lint.
# ECR_LIFECYCLE may name the command; else it is installed from the action's own checkout.
set -euo pipefail

if [[ -z "${ECR_LIFECYCLE:-}" ]]; then
  venv="${RUNNER_TEMP:-/tmp}/ecr-lifecycle"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet "$HERE/../../ecr_lifecycle[yaml]"
  ECR_LIFECYCLE="$venv/bin/ecr-lifecycle"
fi

files=()
while IFS= read -r pattern; do
  [[ -n "$pattern" ]] || continue
  mapfile -t found < <(compgen -G "$pattern")
  if (( ${#found[@]} == 0 )); then
    echo "::error::no file matches $pattern"
    exit 2
  fi
  files+=("${found[@]}")
done <<< "$FILES"

options=(--fail-on "$FAIL_ON")
[[ -z "$SCHEME" ]] || options+=(--scheme "$SCHEME")

code=0
"$ECR_LIFECYCLE" lint "${options[@]}" --format sarif -- "${files[@]}" > "$SARIF" || code=$?
if (( code < 2 )); then
  "$ECR_LIFECYCLE" lint "${options[@]}" --format markdown -- "${files[@]}" \
    >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}" || true
fi
echo "sarif=$SARIF" >> "${GITHUB_OUTPUT:-/dev/stdout}"
exit "$code"
