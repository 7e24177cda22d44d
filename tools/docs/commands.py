"""What the page of each `registryctl` command says beside its help: why, rights, an example.

Owns the words and the rights. The AWS that answers an example is the scripted one of the tests.
"""
# mypy: disable-error-code="no-untyped-call"
# The tests whose scripted AWS is borrowed have no types.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from operations.usage.kubernetes import KINDS
from tests.operations.adopt import given as adopt
from tests.operations.cleanup import test_cleanup as cleanup
from tests.operations.cost import test_cost as cost
from tests.operations.cost import test_preview as cost_preview
from tests.operations.doctor import given as doctor
from tests.operations.gate import given as gate
from tests.operations.health import test_health as health
from tests.operations.iam import test_deployer_command as deployer
from tests.operations.kit import given as kit
from tests.operations.preview import test_preview as preview
from tests.operations.usage import given as usage
from tools.docs.examples import Example

#: Measured in November 2026: version 37.0.2 of `kubernetes`, in a folder of its own.
_KUBECTL: Final = (
    "## Kubernetes\n\n"
    "`--cluster` runs `kubectl`, with the log-in that you have there. Without `kubectl` on this "
    "machine give `--cluster-file`, which whoever has it writes; add `,rollouts.argoproj.io` where "
    "Argo Rollouts is installed:\n\n"
    f"```sh\nkubectl get {','.join(KINDS)} -A -o json > cluster.json\n```\n\n"
    "The Python package `kubernetes` is no replacement. EKS's log-in stays another program (`aws "
    "eks get-token`), so a machine without programs gains nothing. The package brings 27 "
    "distributions of 104 MB, a few of which are here already, and it does not read impersonation "
    "(`as`) from a kubeconfig: it would look with other rights than `kubectl`. All that is needed "
    "of the API is one list of objects as JSON, which `kubectl` prints."
)


@dataclass(frozen=True)
class About:
    """What a page says beside the help.

    Attributes:
        why: what the command is for, and what it refuses.
        rights: the IAM actions that it needs.
        schemas: the schemas of its JSON; none where it has none.
        example: a run.
        more: other runs.
        picture: a file beside the page that shows what the command makes.
        notes: sections of Markdown that follow the example.
    """

    why: str
    rights: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    example: Example | None = None
    more: tuple[Example, ...] = ()
    picture: str = ""
    notes: str = ""


_READ_IMAGES: Final = ("ecr:DescribeImages", "ecr:BatchGetImage")
#: What reads a scan; the gate also starts one.
_SCANS: Final = (
    "ecr:DescribeImageScanFindings",
    "ecr:GetRegistryScanningConfiguration",
    "inspector2:ListCoverage",
    "inspector2:ListFindings",
)
_GATE: Final = (
    *_SCANS,
    "ecr:StartImageScan",
    "ecr:BatchGetRepositoryScanningConfiguration",
)
_USES: Final = (
    "ecs:ListClusters",
    "ecs:ListTasks",
    "ecs:DescribeTasks",
    "ecs:ListServices",
    "ecs:DescribeServices",
    "ecs:ListServiceDeployments",
    "ecs:DescribeServiceRevisions",
    "ecs:DescribeTaskDefinition",
    "events:ListRules",
    "events:ListTargetsByRule",
    "scheduler:ListSchedules",
    "scheduler:GetSchedule",
    "lambda:ListFunctions",
    "lambda:ListVersionsByFunction",
    "lambda:GetFunction",
    "inspector2:ListCoverage",
)

ABOUT: Final[Mapping[str, About]] = {
    "gate": About(
        why="Stops an image with too many vulnerabilities before it is deployed. A tag is resolved "
        "once, every platform of an index is judged, and no result is a failure. Whether findings "
        "come from basic or from enhanced scanning is read from the registry's configuration: the "
        "status of a scan says `COMPLETE` for both, and with an empty list before the findings "
        "are there.",
        rights=(*_READ_IMAGES, *_GATE),
        schemas=("container-registry/gate/1",),
        example=Example("gate payments:1.0", lambda: gate.basic(gate.scan("COMPLETE", gate.cve()))),
    ),
    "health": About(
        why="Compares the account with the stack by meaning, not by text, and looks whether "
        "anybody would be told: alarms, subscriptions, the usage reporter, the scan of each "
        "newest image.",
        rights=(
            "ecr:DescribeRepositories",
            "ecr:ListTagsForResource",
            "ecr:GetLifecyclePolicy",
            "ecr:GetRepositoryPolicy",
            *_READ_IMAGES,
            *_SCANS,
            "cloudwatch:DescribeAlarms",
            "cloudwatch:ListMetrics",
            "cloudwatch:GetMetricStatistics",
            "sns:ListTopics",
            "sns:ListSubscriptionsByTopic",
        ),
        schemas=("container-registry/health/1",),
        example=Example(
            "health -",
            lambda: health.account(actual={"imageTagMutability": "MUTABLE"}),
            health.STACK,
        ),
    ),
    "doctor": About(
        why="Finds out why an image can't be pulled, pushed or found: `no basic auth credentials`, "
        "a timeout, `manifest unknown`, a 403, a tag that is taken, images that went too early, a "
        "scan without a result. Every cause is tested, in the order of a pull, and says what was "
        "found and how to mend it. Changes nothing. The way to the registry is tried from this "
        "machine; `--from INSTANCE`, `--vpc` and `--subnet` judge the VPC that really pulls from "
        "its endpoints, groups, routes and policies. A right that the doctor lacks makes a test "
        "`not tested`, never good.",
        rights=(
            "ecr:GetAuthorizationToken",
            "ecr:DescribeRepositories",
            "ecr:GetRepositoryPolicy",
            "ecr:GetLifecyclePolicy",
            "ecr:DescribePullThroughCacheRules",
            "ecr:ListImages",
            *_READ_IMAGES,
            "ecr:DescribeImageScanFindings",
            "ecr:GetRegistryScanningConfiguration",
            "ecr:BatchGetRepositoryScanningConfiguration",
            "inspector2:ListCoverage",
            "ec2:DescribeInstances",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcAttribute",
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeRouteTables",
            "iam:GetInstanceProfile",
            "iam:GetRole",
            "iam:SimulatePrincipalPolicy",
            "kms:DescribeKey",
            "kms:ListGrants",
            "cloudtrail:LookupEvents",
        ),
        schemas=("container-registry/doctor/1",),
        example=Example("doctor payments:1.0 --from i-0abc", doctor.troubled),
    ),
    "in-use": About(
        why="Shows which images ECS, Lambda and Kubernetes use, or would start: running tasks and "
        "pods, what a service can roll back to, schedules, every version of a function. ECS starts "
        "later tasks by the digest of the deployment, so a tag that moved leaves the old image in "
        "use.",
        rights=_USES,
        schemas=("container-registry/in-use/1",),
        example=Example("in-use", usage.account),
        notes=_KUBECTL,
    ),
    "preview": About(
        why="Shows what lifecycle policies delete next. ECR's own preview stands beside the "
        "evaluation of `ecr-lifecycle`; every difference names the assumption that it comes from. "
        "Images in use that would go come first.",
        rights=(
            *_READ_IMAGES,
            "ecr:GetLifecyclePolicy",
            "ecr:StartLifecyclePolicyPreview",
            "ecr:GetLifecyclePolicyPreview",
            *_USES,
        ),
        schemas=("container-registry/preview/1",),
        example=Example("preview payments", preview.registry),
    ),
    "protect": About(
        why="Gives every image in use one more tag, of a class that the lifecycle policy keeps. "
        "The same manifest is put again, so the digest stays; an immutable repository takes it.",
        rights=(*_READ_IMAGES, "ecr:PutImage", *_USES),
        schemas=("container-registry/protect/1",),
        example=Example("protect payments --class 'in-use-*'", cleanup.registry),
    ),
    "expire plan": About(
        why="Writes to a file which images nobody uses and nobody pulled for N days, which no "
        "lifecycle policy can tell. Makes no plan while a place could not be looked into.",
        rights=(*_READ_IMAGES, *_USES),
        schemas=("container-registry/expire-plan/1",),
        example=Example("expire plan payments --days 30 --output plan.json", cleanup.registry),
    ),
    "expire apply": About(
        why="Deletes what a plan of the last 24 hours names. An image that is used now, or was "
        "tagged, pushed or pulled since, is spared and listed. A file that is not exactly what "
        "[the plan's schema](schemas/expire-plan-1.json) says, an unknown member included, deletes "
        "nothing, and every fault is named with its place.",
        rights=(*_READ_IMAGES, "ecr:BatchDeleteImage", *_USES),
        schemas=("container-registry/expire-apply/1",),
    ),
    "migrate": About(
        why="Copies a repository from any OCI registry into ECR: all platforms, signatures and "
        "attestations, by digest. The plan comes first, with what the target would refuse, or "
        "expire at once. A run that was ended is taken up by the next one: what is in the registry "
        "is not sent again. A blob goes in one request, because ECR's `Range` answer to several "
        "stays at the first.",
        rights=(
            "ecr:GetAuthorizationToken",
            "ecr:DescribeRepositories",
            *_READ_IMAGES,
            "ecr:GetLifecyclePolicy",
            "ecr:BatchCheckLayerAvailability",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
            "ecr:PutImage",
        ),
        schemas=("container-registry/migrate/1",),
    ),
    "promote": About(
        why="Brings the digest that staging ran to production: copies it with all that belongs to "
        "it, gates it there, and only then gives it the release tag.",
        rights=(
            "ecr:GetAuthorizationToken",
            *_READ_IMAGES,
            *_GATE,
            "ecr:BatchCheckLayerAvailability",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
            "ecr:PutImage",
        ),
        schemas=("container-registry/promote/1",),
    ),
    "report": About(
        why="Writes one page about the whole registry: sizes, cost, age, images in use, what "
        "expires next, vulnerabilities, and with `--export` where the registry differs from its "
        "stack. The page makes no request, reads without scripts, and follows the reader's light "
        "or dark scheme. It reads scans and starts none.",
        picture="report.png",
        rights=(
            "ecr:DescribeRepositories",
            *_READ_IMAGES,
            "ecr:GetLifecyclePolicy",
            *_SCANS,
            *_USES,
            "ecr:GetRepositoryPolicy",
            "ecr:ListTagsForResource",
        ),
        schemas=("container-registry/report/1",),
    ),
    "cost": About(
        why="Shows what images cost a month, each layer counted once a repository, as ECR bills "
        "it; and what they would cost after a lifecycle policy. `--preview` shows what a whole "
        "update costs, of any Pulumi program, beside what is deployed: resources by the prices of "
        "their Region, images by retention and pushes. A type without a price, and a count that "
        "is not known yet, are named and never free. The CLI leaves unchanged resources out of a "
        "preview unless it is given `--show-sames`.",
        rights=("ecr:DescribeRepositories", *_READ_IMAGES),
        schemas=("container-registry/cost/1", "container-registry/cost-preview/1"),
        example=Example("cost", cost.account),
        more=(
            Example(
                "cost --preview - --pushes-per-day 2 --image-size 250 --limit 60",
                cost.account,
                stdin=cost_preview.UPDATE,
                piped="pulumi preview --json --show-sames",
            ),
        ),
    ),
    "alert-test": About(
        why="Sends one marked event and one alarm change through the stack's own rule, topic and "
        "key, and says which subscription got it: an alert that nobody ever tried is a guess.",
        rights=(
            "events:PutEvents",
            "cloudwatch:SetAlarmState",
            "sns:ListTopics",
            "sns:ListSubscriptionsByTopic",
            "sns:Subscribe",
            "sns:Unsubscribe",
            "sqs:CreateQueue",
            "sqs:GetQueueAttributes",
            "sqs:SetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:DeleteQueue",
        ),
        schemas=("container-registry/alert-test/1",),
    ),
    "kit": About(
        why="Writes the files that bring a service from a commit to a pod: pipeline, Dockerfile, "
        "manifests. Names, roles, Regions and tags come from the stacks' outputs, so that they "
        "agree with what is deployed. Run it again after an upgrade: a file that the kit wrote and "
        "nobody edited is updated with `--write`, an edited one is kept and shown as a diff.",
        schemas=("container-registry/kit/1",),
        example=Example(
            "kit feed-server . --flavour github --stack -",
            usage.account,
            kit.outputs("dev"),
            "pulumi stack output --json",
        ),
    ),
    "adopt": About(
        why="Shows what a stack would make of repositories that exist: what becomes of their "
        "policies, which images the stack's lifecycle policy would expire now, and which settings "
        "change when `adopt` is removed. With `--write` it writes the settings into the stack "
        "file, and every comment stays. It refuses a name that the stack's state holds elsewhere, "
        "which the engine would import and then delete. The policy pack judges a repository as it "
        "is, so give the stack a profile of `advisory` policies until `adopt` is removed.",
        rights=(
            "ecr:DescribeRepositories",
            "ecr:ListTagsForResource",
            "ecr:GetRepositoryPolicy",
            *_READ_IMAGES,
            "ecr:GetLifecyclePolicy",
            "ecr:StartLifecyclePolicyPreview",
            "ecr:GetLifecyclePolicyPreview",
        ),
        schemas=("container-registry/adopt/1",),
        example=Example(
            "adopt orders --stack-file Pulumi.prod.yaml --offline",
            adopt.registry,
            files={"Pulumi.prod.yaml": adopt.STACK},
        ),
    ),
    "iam deployer": About(
        why="Prints the least policies to preview, bring up and destroy a stack, from the types of "
        "resources that it has. Every action is checked to exist. `make up STACK=dev DEPLOYER=1` "
        "brings a stack up on the local AWS with exactly these policies and IAM enforced "
        "([local.md](../local.md#as-the-stacks-deployer)).",
        schemas=("container-registry/iam-deployer/1",),
        example=Example("iam deployer -", usage.account, deployer.EXPORT),
    ),
}
