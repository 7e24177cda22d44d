#!/usr/bin/env bash
# registryctl kit 0.1.0 46ae8b64c31d071c725edd9db9d79407e084f9add5b22919e44d154bc32e8df5: edited, it is yours
# Stops an image whose scan is bad, or has no result. By digest: a tag may move meanwhile.
#   IMAGE   host and repository
#   DIGEST  what was pushed
set -euo pipefail

: "${IMAGE:?}" "${DIGEST:?}" "${AWS_REGION:?}"

if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "DIGEST is '$DIGEST', no digest" >&2
  exit 2
fi
options=()
if [[ -f accepted-findings.yaml ]]; then
  options+=(--accepted accepted-findings.yaml)
fi
registryctl gate "$IMAGE@$DIGEST" --region "$AWS_REGION" --timeout 900 "${options[@]}"
