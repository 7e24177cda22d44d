"""The trust policy of pipelines at each catalogued issuer: the pack's judge accepts it, and a token
of another tenant, project or branch stays out.
"""

import json
from dataclasses import replace

import pytest

from container_registry.documents.oidc import Pipelines, oidc_trust_policy
from container_registry.iam.document import parse
from container_registry.iam.trust import admits, weaknesses
from container_registry.settings.oidc import OidcSettings
from tests.support.scopes import ELSEWHERE

REPOSITORY = "{730e1b4d-0000-4000-8000-0000000000aa}"
STAGE = "{11111111-0000-4000-8000-0000000000bb}"
ORG, PROJECT = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
WORKSPACE = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
PIPELINE = "organization:acme:pipeline:feed"
HCP = "organization:acme:project:Default Project:workspace:feed"

#: Settings; a token that may push; subjects of tokens that may not.
TRUSTED: dict[str, tuple[dict[str, object], dict[str, str], list[str]]] = {
    "GitLab": (
        {
            "issuer": "https://gitlab.com",
            "audience": "https://gitlab.com",
            "subjects": [
                "project_path:acme/apps/feed:ref_type:branch:ref:main",
                "project_path:acme/apps/feed:ref_type:tag:ref:v*",
            ],
        },
        {"sub": "project_path:acme/apps/feed:ref_type:tag:ref:v1.2", "aud": "https://gitlab.com"},
        [
            "project_path:acme2/apps/feed:ref_type:branch:ref:main",
            "project_path:acme/apps/feed2:ref_type:branch:ref:main",
            "project_path:acme/apps/feed:ref_type:branch:ref:v1.2",
            "project_path:acme/apps/feed:ref_type:branch:ref:main2",
            "project_path:evil/acme/apps/feed:ref_type:branch:ref:main",
        ],
    ),
    "Bitbucket": (
        {
            "issuer": f"https://{WORKSPACE}",
            "audience": "ari:cloud:bitbucket::workspace/cccccccc-0000-4000-8000-000000000003",
            "subjects": [f"{REPOSITORY}:{STAGE}:*"],
        },
        {
            "sub": f"{REPOSITORY}:{STAGE}:{{22222222-0000-4000-8000-0000000000cc}}",
            "aud": "ari:cloud:bitbucket::workspace/cccccccc-0000-4000-8000-000000000003",
        },
        [
            f"{{830e1b4d-0000-4000-8000-0000000000aa}}:{STAGE}:{{2}}",
            f"{REPOSITORY}:{{33333333-0000-4000-8000-0000000000bb}}:{{2}}",
        ],
    ),
    "CircleCI": (
        {
            "issuer": f"https://oidc.circleci.com/org/{ORG}",
            "audience": ORG,
            "subjects": [f"org/{ORG}/project/{PROJECT}/user/*"],
            "claims": {"oidc.circleci.com/project-id": [PROJECT]},
        },
        {
            "sub": f"org/{ORG}/project/{PROJECT}/user/7",
            "aud": ORG,
            "oidc.circleci.com/project-id": PROJECT,
        },
        [f"org/{ORG}/project/{ORG}/user/7", f"org/{PROJECT}/project/{PROJECT}/user/7"],
    ),
    "Buildkite": (
        {
            "issuer": "https://agent.buildkite.com",
            "subjects": [f"{PIPELINE}:ref:refs/heads/main:commit:*:step:*"],
        },
        {"sub": f"{PIPELINE}:ref:refs/heads/main:commit:abc:step:push", "aud": "sts.amazonaws.com"},
        [
            "organization:acme2:pipeline:feed:ref:refs/heads/main:commit:abc:step:push",
            "organization:acme:pipeline:feed2:ref:refs/heads/main:commit:abc:step:push",
            f"{PIPELINE}:ref:refs/heads/fix:commit:abc:step:push",
        ],
    ),
    "HCP Terraform": (
        {"issuer": "https://app.terraform.io", "subjects": [f"{HCP}:run_phase:*"]},
        {"sub": f"{HCP}:run_phase:apply", "aud": "aws.workload.identity"},
        [
            f"{HCP}2:run_phase:apply",
            HCP.replace("acme", "acme2") + ":run_phase:apply",
            HCP.replace("Default Project", "Other") + ":run_phase:apply",
        ],
    ),
    "an issuer that is in no table": (
        {
            "issuer": "https://tokens.ci.example.com/acme",
            "audience": "registry",
            "subjects": ["pipeline/feed/main"],
        },
        {"sub": "pipeline/feed/main", "aud": "registry"},
        ["pipeline/feed/main2", "pipeline/feed", "pipeline/feed2/main", "Pipeline/feed/main"],
    ),
}


def of(name: str) -> Pipelines:
    return OidcSettings.model_validate_json(json.dumps(TRUSTED[name][0])).to_pipelines()


def trust(admitted: Pipelines) -> str:
    return oidc_trust_policy(ELSEWHERE.oidc_provider_arn(admitted.issuer), admitted)


@pytest.mark.parametrize("name", TRUSTED)
def test_the_pipeline_that_is_meant_gets_in_and_the_packs_judge_finds_nothing(name: str) -> None:
    admitted, document = of(name), parse(trust(of(name)))
    assert weaknesses(document) == ()
    assert admits(document, TRUSTED[name][1], issuer=admitted.issuer)


@pytest.mark.parametrize(
    ("name", "subject"), [(name, sub) for name, (_, _, subs) in TRUSTED.items() for sub in subs]
)
def test_another_tenants_projects_or_branchs_token_stays_out(name: str, subject: str) -> None:
    admitted = of(name)
    claims = {**TRUSTED[name][1], "sub": subject}
    assert not admits(parse(trust(admitted)), claims, issuer=admitted.issuer)


@pytest.mark.parametrize("name", TRUSTED)
def test_each_claim_of_the_token_is_needed_and_no_other_issuer_will_do(name: str) -> None:
    admitted, token = of(name), TRUSTED[name][1]
    document = parse(trust(admitted))
    for claim in token:
        assert not admits(document, {**token, claim: "another"}, issuer=admitted.issuer)
        without = {key: value for key, value in token.items() if key != claim}
        assert not admits(document, without, issuer=admitted.issuer)
    assert not admits(document, token, issuer=admitted.issuer + "2")


def test_a_subject_without_a_wildcard_is_compared_whole() -> None:
    whole = replace(of("GitLab"), subjects=("project_path:a/b:ref_type:branch:ref:main",))
    assert "StringLike" not in trust(whole)
