"""Signatures of this service's pipeline are trusted, at its branches and versions; no others."""

import re

import click
import pytest

from tests.operations.kit.files import known, one, parsed, written
from tests.operations.kit.given import by_environment, facts, outputs

GITHUB = "https://token.actions.githubusercontent.com"
PIPELINE = "https://github.com/bubblepool/feed-server/.github/workflows/feed-server.yaml"
PROFILE = "arn:aws:signer:ap-northeast-2:{account}:/signing-profiles/containers"


def policy(made, environment):
    return one(made, f"deploy/admission/{environment}/signatures.yaml")["spec"]


def identities(made, environment):
    (authority,) = policy(made, environment)["authorities"]
    return authority["keyless"]["identities"]


def managed(stack):
    made = outputs(stack)
    made["delivery"]["signingProfile"] = PROFILE.format(account=made["delivery"]["account"])
    return made


def test_the_first_environment_takes_its_branches_and_the_others_the_main_one(tmp_path):
    made = known(tmp_path)
    subjects = {
        environment.name: [
            each["subject"] for each in identities(made, environment.name) if "subject" in each
        ]
        for environment in made.environments
    }
    assert subjects == {
        "dev": [f"{PIPELINE}@refs/heads/main", f"{PIPELINE}@refs/heads/develop"],
        "staging": [f"{PIPELINE}@refs/heads/main"],
        "prod": [f"{PIPELINE}@refs/heads/main"],
    }
    assert {each["issuer"] for each in identities(made, "prod")} == {GITHUB}


@pytest.mark.parametrize(
    ("subject", "trusted"),
    [
        (f"{PIPELINE}@refs/tags/v1.2.3", True),
        (f"{PIPELINE}@refs/tags/v1.2.3-rc.1", True),
        (f"{PIPELINE}@refs/tags/v1.2.3/x", False),
        (f"{PIPELINE}@refs/tags/latest", False),
        (f"{PIPELINE}@refs/heads/v1.2.3", False),
        (f"x{PIPELINE}@refs/tags/v1.2.3", False),
        (f"{PIPELINE}@refs/tags/v1.2.3".replace("bubblepool/", "bubblepool2/"), False),
        (f"{PIPELINE}@refs/tags/v1.2.3".replace("github.com", "githubxcom"), False),
        (f"{PIPELINE}@refs/tags/v1.2.3".replace("/feed-server.yaml", "/other.yaml"), False),
    ],
)
def test_of_tags_only_versions_of_this_pipeline_are_trusted(tmp_path, subject, trusted):
    (pattern,) = (
        each["subjectRegExp"]
        for each in identities(facts(tmp_path, by_environment), "prod")
        if "subjectRegExp" in each
    )
    assert pattern.startswith("^")
    assert pattern.endswith("$")
    assert bool(re.search(pattern, subject)) is trusted


def test_a_pipeline_that_builds_no_tags_signs_at_none(tmp_path):
    made = known(tmp_path)
    assert not made.builds_tags
    assert not [each for each in identities(made, "prod") if "subjectRegExp" in each]


def test_the_workflow_that_is_trusted_is_the_one_that_the_kit_writes(tmp_path):
    made = known(tmp_path)
    path, _, _ = PIPELINE.removeprefix(f"https://github.com/{made.project}/").partition("@")
    assert path in written(made)


def test_gitlabs_issuer_and_subject_are_gitlabs(tmp_path):
    roles = {
        name: f"arn:aws:iam::{account}:role/gitlab"
        for name, account in (
            ("dev", "111111111111"),
            ("staging", "222222222222"),
            ("prod", "333333333333"),
        )
    }
    made = known(tmp_path, flavour="gitlab", project="acme/apps/feed", roles=roles)
    first, *_ = identities(made, "prod")
    assert first == {
        "issuer": "https://gitlab.com",
        "subject": "https://gitlab.com/acme/apps/feed//.gitlab-ci.yml@refs/heads/main",
    }


def test_the_policy_is_about_this_repository_and_not_about_names_that_go_on(tmp_path):
    globs = [each["glob"] for each in policy(known(tmp_path), "prod")["images"]]
    host = "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com"

    def matches(image):
        # What policy-controller's `glob.Compile` makes of a glob with single stars.
        return any(
            re.fullmatch(glob.replace(".", r"\.").replace("*", "[^/]*"), image) for glob in globs
        )

    digest = f"sha256:{'a' * 64}"
    assert matches(f"{host}/feed-server@{digest}")
    assert matches(f"{host}/feed-server:v1")
    assert matches(f"333333333333.dkr-ecr.ap-northeast-2.on.aws/feed-server@{digest}")
    assert not matches(f"{host}/feed-server-tools@{digest}")
    assert not matches(f"{host}/feed-server/tools@{digest}")


def test_bundles_are_looked_for_which_is_what_cosign_attaches(tmp_path):
    (authority,) = policy(known(tmp_path), "prod")["authorities"]
    assert authority["signatureFormat"] == "bundle"


def test_with_managed_signing_the_stacks_own_profile_is_the_one_identity(tmp_path):
    made = facts(tmp_path, managed)
    verifier, constraint = parsed(made, "deploy/admission/prod/signatures.yaml")
    (trust,) = verifier["spec"]["parameters"]["trustPolicyDoc"]["trustPolicies"]
    assert trust["trustedIdentities"] == [PROFILE.format(account="333333333333")]
    assert trust["signatureVerification"] == {"level": "strict"}
    assert trust["registryScopes"] == [
        "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com/feed-server",
        "333333333333.dkr-ecr.ap-northeast-2.on.aws/feed-server",
    ]
    (store,) = trust["trustStores"]
    kind, _, name = store.partition(":")
    assert list(verifier["spec"]["parameters"]["verificationCertStores"][kind]) == [name]
    assert verifier["metadata"]["namespace"] == made.name
    assert constraint["spec"]["match"]["namespaces"] == [made.name]
    assert one(made, "deploy/admission/ratify-template.yaml")["metadata"]["name"] == "signedimages"


def test_signatures_are_only_asked_for_until_somebody_says_enforce(tmp_path):
    assert policy(known(tmp_path), "prod")["mode"] == "warn"
    assert policy(known(tmp_path, enforce=True), "prod")["mode"] == "enforce"
    for enforce, action in ((False, "warn"), (True, "deny")):
        made = facts(tmp_path, managed, enforce=enforce)
        _, constraint = parsed(made, "deploy/admission/prod/signatures.yaml")
        assert constraint["spec"]["enforcementAction"] == action


def test_stacks_of_which_only_the_later_would_need_cosign_are_refused(tmp_path):
    def first_alone(stack):
        return managed(stack) if stack == "dev" else outputs(stack)

    with pytest.raises(click.UsageError, match="prod: no Signer profile, and dev has one"):
        facts(tmp_path, first_alone)
