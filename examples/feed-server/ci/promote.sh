#!/usr/bin/env bash
# registryctl kit 0.1.0 b7c498c2c9a2aed27625ffe3ee092065dd016a91c914ce7037d30937bf40bb88: edited, it is yours
# Brings a digest into the next environment: copied with what refers to it, gated there, then tagged.
# Nothing is built again: what one environment ran is what the next one runs.
#   SOURCE      host and repository that has the image; its policy admits this role
#   DIGEST      which image
#   REPOSITORY  where it goes, in the account of this role
#   TAG         what it is called there
set -euo pipefail

: "${SOURCE:?}" "${DIGEST:?}" "${REPOSITORY:?}" "${TAG:?}" "${AWS_REGION:?}"

if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "DIGEST is '$DIGEST', no digest" >&2
  exit 2
fi
options=()
if [[ -f accepted-findings.yaml ]]; then
  options+=(--accepted accepted-findings.yaml)
fi
registryctl promote "$SOURCE@$DIGEST" --into "$REPOSITORY" --tag "$TAG" --region "$AWS_REGION" \
  "${options[@]}"
