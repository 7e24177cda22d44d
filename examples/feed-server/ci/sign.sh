#!/usr/bin/env bash
# registryctl kit 0.1.0 96ae94ca2a6d916ae7dc606ab6708521a029622d0b425f8fae5b3a637b32f6d0: edited, it is yours
# Signs a digest with cosign, keyless: the certificate names this workflow, and nobody keeps a key.
# The transparency log is public: it shows the repository's name and the digest.
set -euo pipefail

: "${IMAGE:?}" "${DIGEST:?}"

if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "DIGEST is '$DIGEST', no digest" >&2
  exit 2
fi
cosign sign --yes "$IMAGE@$DIGEST"
