"""The pages of `registryctl`: help as click prints it, an example that was run, rights and JSON.

Owns docs/operations/. What a command answers in an example comes from a run of it on a scripted
AWS, so a page never shows what the command no longer says.
"""
# mypy: disable-error-code="no-untyped-call"
# The tests whose scripted AWS is borrowed have no types.

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest import mock

import click
from click.testing import CliRunner

from operations.cli import main as registryctl
from operations.cli import options
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
from tools.docs import json_schemas
from tools.docs.markdown import Pages, fenced, page, table, write

FOLDER: Final = Path("docs/operations")
_WIDTH: Final = 96
_EXIT_CODES: Final = (
    "Exit codes: 0 good, 1 the judgement is bad, 2 wrong use, 3 it could not be found out. 3 is "
    "never good: a missing right, an expired login and a scan without a result all end "
    "there, each in words of its own."
)

#: Assumed: ECR's references do not say which calls move `lastRecordedPullTime`.
_LOOKING = (
    "## Looking may count as a pull\n\n"
    "Whatever reads manifests calls BatchGetImage, and ECR may take that for a pull: "
    "`lastRecordedPullTime` moves, so `expire` and rules by the last pull keep an image longer, "
    "never for less. Exclude the role that looks: `aws ecr register-pull-time-update-exclusion "
    "--principal-arn ROLE_ARN`."
)
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
_COMPLETION: Final = """\
## Completion

Commands, options and the choices of an option are completed once the shell has read:

| shell | in its start file |
| --- | --- |
| bash, 4.4 or newer | `eval "$(_REGISTRYCTL_COMPLETE=bash_source registryctl)"` |
| zsh | `eval "$(_REGISTRYCTL_COMPLETE=zsh_source registryctl)"` |
| fish | `_REGISTRYCTL_COMPLETE=fish_source registryctl \\| source` |

It needs the command on PATH, which `pip install` puts there; `python -m operations` has none."""


@dataclass(frozen=True)
class Example:
    """A command line that was run.

    Attributes:
        words: the words after `registryctl`.
        aws: the AWS that answers.
        stdin: what is piped into it.
        piped: the command that would pipe it.
        files: texts of files in the folder that it runs in, by name.
    """

    words: str
    aws: Callable[[], Any]
    stdin: Any = None
    piped: str = "pulumi stack export"
    files: Mapping[str, str] = field(default_factory=dict)


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


def pages() -> Pages:
    """Every page, and the list of them."""
    commands = dict(_commands(registryctl))
    made = {FOLDER / f"{_file(name)}.md": _page(name, commands[name]) for name in ABOUT}
    rows = [
        (f"[`registryctl {name}`]({_file(name)}.md)", _first(about.why))
        for name, about in ABOUT.items()
    ]
    index = page(
        "# registryctl: day two",
        "`pip install 'container-registry[operations]'` brings the command; in a checkout it is "
        "`.venv/bin/python -m operations`.",
        _EXIT_CODES,
        table(("command", "what it is for"), rows),
        "[On the local AWS](local.md): what each of them says after `make up`.",
        "`--region`, `--profile` and `--endpoint-url` say which AWS is asked; `--stack FILE`, the "
        "output of `pulumi stack output --json`, lets services be named in place of repositories.",
        "`--json` prints one object to standard output and every other word to standard error. "
        "Its `schema` names a file of [schemas](schemas), which each command's page links.",
        _LOOKING,
        _COMPLETION,
    )
    return {FOLDER / "README.md": index, **made, **json_schemas.pages()}


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif command is not None:
            yield f"{before}{name}", command


def _page(name: str, command: click.Command) -> str:
    about = ABOUT[name]
    return page(
        f"# registryctl {name}",
        about.why,
        f"![What `registryctl {name}` makes]({about.picture})" if about.picture else "",
        fenced("console", _help(name, command)),
        "## Example" if about.example else "",
        *(_example(one) for one in (about.example, *about.more) if one is not None),
        about.notes,
        f"## Rights\n\n{', '.join(f'`{action}`' for action in dict.fromkeys(about.rights))}"
        if about.rights
        else "",
        _json(about.schemas) if about.schemas else "",
        f"## Exit codes\n\n{_EXIT_CODES}",
    )


def _json(schemas: Iterable[str]) -> str:
    listed = " or ".join(f"[`{one}`](schemas/{json_schemas.file_of(one)})" for one in schemas)
    return (
        f"## JSON\n\n`--json` prints an object whose `schema` is {listed}, a JSON Schema. Members "
        "are added, never renamed, under one schema."
    )


def _help(name: str, command: click.Command) -> str:
    parent = click.Context(registryctl, info_name="registryctl", terminal_width=_WIDTH)
    context = click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH)
    context.max_content_width = _WIDTH
    return f"$ registryctl {name} --help\n{command.get_help(context)}"


def _example(example: Example) -> str:
    result = run(example)
    before = f"{example.piped} | " if example.stdin is not None else ""
    told = f"$ {before}registryctl {example.words}\n{result.output}$ echo $?\n{result.exit_code}"
    return fenced("console", told)


def run(example: Example) -> Any:
    """An example's run, in a folder of its own."""
    aws = example.aws()
    stdin = None if example.stdin is None else json.dumps(example.stdin)
    with (
        mock.patch.object(options, "Aws", return_value=aws),
        TemporaryDirectory() as folder,
        _inside(folder),
    ):
        for name, text in example.files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        words = [word.strip("'") for word in example.words.split()]
        return CliRunner().invoke(registryctl, words, input=stdin, prog_name="registryctl")


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _file(name: str) -> str:
    return name.replace(" ", "-")


def _first(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def main() -> None:
    """Write the pages."""
    write(pages())
