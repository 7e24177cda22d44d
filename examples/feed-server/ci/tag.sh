#!/usr/bin/env bash
# registryctl kit 0.1.0 3fe1855c1b6a03a2f234934770fdec55dec06d4efac5b99b7f82dbbf07f37886: edited, it is yours
# Prints the tag that an image gets in an environment.
#   PREFIX    what the tag begins with; empty where the environment takes versions alone
#   VERSIONS  true where a Git tag such as v1.2.3 becomes the image's tag
#   REF_TYPE, REF_NAME  the branch or the tag that runs
#   BUILD     commit, run and attempt: an immutable repository refuses a tag that is there
# PREFIX and VERSIONS come from the stack's tag scheme: a tag outside of it has no retention rule.
set -euo pipefail

: "${PREFIX?}" "${VERSIONS:?}" "${REF_TYPE:?}" "${REF_NAME:?}" "${BUILD:?}"

version='^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$'
if ! [[ "$BUILD" =~ ^[0-9a-f]{40}-[0-9]+-[0-9]+$ ]]; then
  echo "BUILD is '$BUILD', not COMMIT-RUN-ATTEMPT" >&2
  exit 2
fi
if [[ "$REF_TYPE" == tag ]]; then
  if ! [[ "$REF_NAME" =~ $version ]]; then
    echo "the Git tag '$REF_NAME' is no version such as v1.2.3 or v1.2.3-rc.1" >&2
    exit 2
  fi
  if [[ "$VERSIONS" == true ]]; then
    printf '%s\n' "$REF_NAME"
    exit 0
  fi
fi
if [[ -z "$PREFIX" ]]; then
  echo "this environment takes versions alone, and '$REF_NAME' is none" >&2
  exit 2
fi
printf '%s%s\n' "$PREFIX" "$BUILD"
