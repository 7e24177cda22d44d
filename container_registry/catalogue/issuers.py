"""Identity providers (OIDC) that AWS roles trust: who shares them, and what tells tenants apart.

Owns one public table, for whoever writes or judges a trust policy. An issuer is *shared* if every
customer of a service has tokens from the same URL: then a claim alone tells yours from anybody's.
It is *private* if the URL itself is one organisation's.

Sources: IAM user guide, "Identity-provider controls for shared OIDC providers" (the entries with
`by_aws`, and the claim that IAM demands for each) and "Available keys for AWS OIDC federation"; the
forms of subjects are those of each provider's own documentation: GitHub "OpenID Connect reference",
GitLab "ID token payload", HCP Terraform "Workload identity", CircleCI "OpenID Connect tokens",
Buildkite "OpenID Connect", Bitbucket "Integrate Pipelines with resource servers using OIDC", Pulumi
"OIDC", Vercel "OIDC federation reference", Scalr "OIDC", Azure DevOps "Workload identity
federation"; Amazon EKS user guide, "Assign IAM roles to Kubernetes service accounts".
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Step:
    """One part of a subject's form, up to the separator that ends it.

    Attributes:
        name: what the part is called in the message.
        means: whom a wildcard in it lets in: `owner` (another tenant), `repository` (another
            project of the same tenant), `context` (another branch or environment), or `free`
            (nothing that matters, such as a run's phase).
        label: the text before the value, with its separator: `organization:`.
        ends: characters that end the value.
    """

    name: str
    means: str
    label: str = ""
    ends: str = ":"


@dataclass(frozen=True)
class Issuer:
    """One identity provider.

    Attributes:
        name: the service.
        host: a regular expression over the issuer without `https://`, to be matched as a whole.
        shared: whether all customers of the service have tokens from this URL.
        claims: the claims of which one must have a fixed value; IAM's condition keys are
            `{issuer}:{claim}`.
        by_aws: whether IAM itself demands the claim (AWS's list of shared providers).
        subject: the form of `sub`, part by part; empty where it is not documented.
        example: a subject (or the claim's value) as a policy has it.
        tenant: what the provider calls the tenant.
        callers: who has such tokens, in messages.
        bounded_by: other claims that STS offers as condition keys, by what a fixed value closes.
    """

    name: str
    host: str
    shared: bool
    claims: tuple[str, ...] = ("sub",)
    by_aws: bool = False
    subject: tuple[Step, ...] = ()
    example: str = ""
    tenant: str = "organisation"
    callers: str = "workloads"
    audience: str = ""
    bounded_by: tuple[tuple[str, str], ...] = ()

    def is_at(self, issuer: str) -> bool:
        """Whether a URL without `https://` is this provider's."""
        return re.fullmatch(self.host, issuer, re.IGNORECASE) is not None


_ORGANIZATION: Final = Step("organisation", "owner", "organization:")
_EKS: Final = (
    Step("namespace", "owner", "system:serviceaccount:"),
    Step("service account", "free"),
)
_GITLAB: Final = (
    Step("group", "owner", "project_path:", "/"),
    Step("project", "repository"),
    Step("kind of ref", "free", "ref_type:"),
    Step("ref", "context", "ref:"),
)

GITHUB: Final = Issuer(
    name="GitHub Actions",
    host=r"(vs)?token\.actions\.githubusercontent\.com",
    shared=True,
    by_aws=True,
    example="repo:OWNER/REPO:environment:prod",
    callers="workflows",
    audience="sts.amazonaws.com",
    bounded_by=(
        ("repository", "repository"),
        ("repository_id", "repository"),
        ("repository_owner_id", "owner"),
        ("enterprise_id", "owner"),
        ("ref", "context"),
        ("environment", "context"),
        ("job_workflow_ref", "context"),
    ),
)
GITHUB_ENTERPRISE: Final = Issuer(
    name="GitHub Enterprise",
    host=r"token\.actions\.[a-z0-9-]+\.ghe\.com"
    r"|token\.actions\.githubusercontent\.com/[^/]+|[^/]+/_services/token",
    shared=False,
    example="repo:OWNER/REPO:environment:prod",
    callers="workflows",
    audience="sts.amazonaws.com",
)
EKS: Final = Issuer(
    name="Amazon EKS (IAM roles for service accounts)",
    host=r"oidc\.eks(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)/id/[0-9A-Za-z]+",
    shared=False,
    subject=_EKS,
    example="system:serviceaccount:NAMESPACE:SERVICE-ACCOUNT",
    tenant="namespace",
    callers="pods of the cluster",
    audience="sts.amazonaws.com",
)
GITLAB: Final = Issuer(
    name="GitLab.com",
    host=r"gitlab\.com",
    shared=True,
    by_aws=True,
    subject=_GITLAB,
    example="project_path:GROUP/PROJECT:ref_type:branch:ref:main",
    tenant="group",
    callers="pipelines",
)
UNKNOWN: Final = Issuer(
    name="an identity provider of its own",
    host="",
    shared=False,
    example="the whole subject",
)

ISSUERS: Final = (
    GITHUB,
    GITHUB_ENTERPRISE,
    EKS,
    GITLAB,
    Issuer(
        name="HCP Terraform",
        host=r"app\.terraform\.io",
        shared=True,
        by_aws=True,
        subject=(
            _ORGANIZATION,
            Step("project", "free", "project:"),
            Step("workspace", "repository", "workspace:"),
            Step("phase of the run", "free", "run_phase:"),
        ),
        example="organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:apply",
        callers="workspaces",
        audience="aws.workload.identity",
    ),
    Issuer(
        name="Buildkite",
        host=r"agent\.buildkite\.com",
        shared=True,
        by_aws=True,
        subject=(
            _ORGANIZATION,
            Step("pipeline", "repository", "pipeline:"),
            Step("ref", "context", "ref:"),
            Step("commit", "free", "commit:"),
            Step("step", "free", "step:"),
        ),
        example="organization:ORG:pipeline:PIPELINE:ref:refs/heads/main:commit:*:step:*",
        callers="pipelines",
        audience="sts.amazonaws.com",
    ),
    Issuer(
        name="CircleCI",
        host=r"oidc\.circleci\.com/org/[0-9a-f-]+",
        shared=False,
        subject=(
            Step("organisation", "owner", "org/", "/"),
            Step("project", "repository", "project/", "/"),
            Step("user", "free", "user/", "/"),
        ),
        example="org/ORG-ID/project/PROJECT-ID/user/*",
        callers="jobs",
        bounded_by=(("oidc.circleci.com/project-id", "repository"),),
    ),
    Issuer(
        name="Bitbucket Pipelines",
        host=r"api\.bitbucket\.org/2\.0/workspaces/[^/]+/pipelines-config/identity/oidc",
        shared=False,
        subject=(Step("repository", "repository", "", ":}"), Step("environment or step", "free")),
        example="{REPOSITORY-UUID}:{ENVIRONMENT-UUID}:*",
        tenant="workspace",
        callers="pipelines",
    ),
    Issuer(
        name="Google",
        host=r"accounts\.google\.com",
        shared=True,
        claims=("sub", "aud", "email"),
        example="the account's numeric id",
        tenant="account",
        callers="Google accounts",
    ),
    Issuer(
        name="Login with Amazon",
        host=r"www\.amazon\.com",
        shared=True,
        claims=("app_id", "user_id"),
        example="amzn1.application-oa2-client.ID",
        tenant="application",
        callers="people with an Amazon account",
    ),
    Issuer(
        name="Facebook",
        host=r"graph\.facebook\.com",
        shared=True,
        claims=("app_id", "id"),
        example="the application's id",
        tenant="application",
        callers="people with a Facebook account",
    ),
    Issuer(
        name="Amazon Cognito identity pools",
        host=r"cognito-identity\.amazonaws\.com",
        shared=True,
        by_aws=True,
        claims=("aud", "sub"),
        example="REGION:IDENTITY-POOL-ID",
        tenant="identity pool",
        callers="users of any identity pool",
    ),
    Issuer(
        name="Pulumi Cloud",
        host=r"api\.pulumi\.com/oidc",
        shared=True,
        by_aws=True,
        claims=("aud", "sub"),
        subject=(
            Step("organisation", "owner", "pulumi:deploy:org:"),
            Step("project", "repository", "project:"),
            Step("stack", "repository", "stack:"),
            Step("operation", "free", "operation:"),
            Step("scope", "free", "scope:"),
        ),
        example="the organisation's name, as aws:ORG or ORG",
        callers="deployments",
    ),
    Issuer(
        name="Vercel",
        host=r"oidc\.vercel\.com",
        shared=True,
        by_aws=True,
        claims=("aud", "sub"),
        subject=(
            Step("team", "owner", "owner:"),
            Step("project", "repository", "project:"),
            Step("environment", "context", "environment:"),
        ),
        example="https://vercel.com/TEAM",
        tenant="team",
        callers="deployments",
    ),
    Issuer(
        name="Vercel (a team's own issuer)",
        host=r"oidc\.vercel\.com/[^/]+",
        shared=False,
        subject=(
            Step("team", "owner", "owner:"),
            Step("project", "repository", "project:"),
            Step("environment", "context", "environment:"),
        ),
        example="owner:TEAM:project:PROJECT:environment:production",
        tenant="team",
        callers="deployments",
    ),
    Issuer(
        name="Scalr",
        host=r"scalr\.io",
        shared=True,
        by_aws=True,
        subject=(
            Step("account", "owner", "account:"),
            Step("environment", "free", "environment:"),
            Step("workspace", "repository", "workspace:"),
        ),
        example="account:ACCOUNT:environment:ENVIRONMENT:workspace:WORKSPACE",
        tenant="account",
        callers="workspaces",
    ),
    Issuer(
        name="Azure DevOps",
        host=r"vstoken\.dev\.azure\.com/[0-9a-f-]+",
        shared=False,
        subject=(
            Step("organisation", "owner", "sc://", "/"),
            Step("project", "repository", "", "/"),
            Step("service connection", "repository", "", "/"),
        ),
        example="sc://ORG/PROJECT/SERVICE-CONNECTION",
        callers="pipelines",
    ),
    *(
        Issuer(name, host, shared=True, by_aws=True, claims=claims, example=example)
        for name, host, claims, example in (
            ("Codefresh", r"oidc\.codefresh\.io", ("sub",), "account:ACCOUNT-ID:pipeline:ID"),
            ("DVC Studio", r"studio\.datachain\.ai/api", ("sub",), "the whole subject"),
            (
                "GitHub audit log streaming",
                r"oidc-configuration\.audit-log\.githubusercontent\.com",
                ("sub",),
                "https://github.com/ENTERPRISE",
            ),
            ("sandboxes.cloud", r"sandboxes\.cloud", ("aud", "sub"), "the audience"),
            ("Shisho Cloud", r"tokens\.cloud\.shisho\.dev", ("sub",), "the whole subject"),
            ("Upbound", r"proidc\.upbound\.io", ("sub",), "mcp:ORG/CONTROL-PLANE:provider:NAME"),
            (
                "IBM Turbonomic",
                r"oidc\.op1\.openshiftapps\.com/[0-9a-z]+|rh-oidc\.s3\.[a-z0-9-]+\.amazonaws\.com/[0-9a-z]+",
                ("sub",),
                "system:serviceaccount:NAMESPACE:NAME",
            ),
        )
    ),
)
"""Every provider that is known, shared and private; what is not here is treated as private."""

_BY_FORM: Final = (
    ("project_path:", _GITLAB),
    ("organization:", (_ORGANIZATION, Step("project", "repository"))),
    ("system:serviceaccount:", _EKS),
)


def issuer_of(url: str) -> Issuer:
    """The provider at a URL without `https://`; `UNKNOWN` where it is not in the table."""
    bare = url.removeprefix("https://").rstrip("/")
    return next((one for one in ISSUERS if one.is_at(bare)), UNKNOWN)


def form_of(issuer: Issuer, subject: str) -> tuple[Step, ...]:
    """The parts of a subject: those of the issuer, or those of the tool that writes it so.

    A GitLab of one's own writes subjects as GitLab.com does, from a URL that is in no table.
    """
    if issuer.subject:
        return issuer.subject
    return next((steps for label, steps in _BY_FORM if subject.startswith(label)), ())
