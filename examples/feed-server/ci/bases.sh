#!/usr/bin/env bash
# registryctl kit 0.1.0 9b29ef8a6320e433b16e5d3987befe01528a4d24d84164c181158e2c94341f95: edited, it is yours
# Brings the base images of the Dockerfile up to the digests that their tags have now.
#   BASES  beginning of their names, where they come through a registry's cache
# Asks with crane where it is installed, else with docker. Run it weekly: a digest gets no fixes.
set -euo pipefail

digest_of() {
  if command -v crane > /dev/null; then
    crane digest "$1"
  else
    docker buildx imagetools inspect --format '{{json .Manifest}}' "$1" | jq -er .digest
  fi
}

count=0
while read -r base; do
  digest="$(digest_of "${BASES:-}$base")"
  if ! [[ "$digest" =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "$base has no digest, but '$digest'" >&2
    exit 1
  fi
  # A name has dots, and a tag too: in a pattern they would be any letter.
  pattern="${base//./\\.}"
  sed -i -E "/^FROM /s|(\\\$\{BASES\}$pattern)@sha256:[0-9a-f]{64}|\1@$digest|" Dockerfile
  echo "$base@$digest"
  count=$((count + 1))
done < <(sed -nE 's|^FROM .*\$\{BASES\}([^@ ]+)@sha256:.*|\1|p' Dockerfile | sort -u)

if ((count == 0)); then
  echo "the Dockerfile has no base image by digest" >&2
  exit 1
fi
