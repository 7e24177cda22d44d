#!/usr/bin/env bash
# registryctl kit 0.1.0 b0257eb5b329765f0e5c66810b37df5fa93c49f54a48cb3b91b93e59d65bb67f: edited, it is yours
# Sets the digest that an environment runs, as a pull request: whoever merges it deploys.
#   ENVIRONMENT     which overlay
#   IMAGE, DIGEST   what it runs
#   TAG, REVISION   what people call it, and the commit that it was built from
#   DEFAULT_BRANCH  what manifests are read from
#   GH_TOKEN        a token that may write contents and pull requests
set -euo pipefail

: "${ENVIRONMENT:?}" "${IMAGE:?}" "${DIGEST:?}" "${TAG:?}" "${REVISION:?}" "${DEFAULT_BRANCH:?}"
: "${GH_TOKEN:?}"

overlay="deploy/overlays/$ENVIRONMENT"
file="$overlay/image/kustomization.yaml"
subject="feed-server: $TAG in $ENVIRONMENT"

if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "DIGEST is '$DIGEST', no digest" >&2
  exit 2
fi

set_digest() {
  if [[ ! -f "$file" ]]; then
    echo "$file is missing: no overlay of $ENVIRONMENT takes its image from there" >&2
    exit 2
  fi
  cat > "$file" <<END
# The image that $ENVIRONMENT runs. The pipeline writes this file: ci/deploy.sh.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
- name: feed-server
  newName: $IMAGE
  digest: $DIGEST
END
  git add -- "$file"
}

commit() {
  git commit --quiet -m "$subject" -m "$IMAGE@$DIGEST
Built from $REVISION."
}

# A function, so that the shell has read all of it before git replaces this file.
main() {
  git config user.name "delivery of feed-server"
  git config user.email "delivery@noreply.invalid"
  gh auth setup-git
  remote=origin

  branch="delivery/$ENVIRONMENT"
  git fetch --quiet --depth 1 "$remote" "$DEFAULT_BRANCH"
  git checkout --quiet --force -B "$branch" FETCH_HEAD
  set_digest
  if git diff --cached --quiet; then
    echo "$ENVIRONMENT runs $DIGEST already"
    exit 0
  fi
  commit
  # The branch is this script's alone: what it proposed before and nobody merged is replaced.
  git push --quiet --force "$remote" "HEAD:refs/heads/$branch"
  number="$(gh pr list --head "$branch" --base "$DEFAULT_BRANCH" --state open \
    --json number --jq '.[0].number // empty')"
  body="Sets \`$ENVIRONMENT\` to \`$IMAGE@$DIGEST\`, built from $REVISION."
  if [[ -n "$number" ]]; then
    gh pr edit "$number" --title "$subject" --body "$body"
  else
    gh pr create --head "$branch" --base "$DEFAULT_BRANCH" --title "$subject" --body "$body"
  fi
}

main; exit
