"""`lint FILE...`: the policies inside plans, templates and previews, with file and line."""

import click

from ecr_lifecycle.cli.files import FILE, SCHEME, Unreadable, contents, named, scheme_of
from ecr_lifecycle.cli.output import plain
from ecr_lifecycle.cli.reports import FAIL_ON, format_options, report
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.linting import lint
from ecr_lifecycle.words import counted


@click.command("lint")
@click.argument("files", type=FILE, nargs=-1, required=True)
@FAIL_ON
@SCHEME
@format_options
@click.pass_context
def lint_command(
    context: click.Context, files: tuple[str, ...], fail_on: str, scheme: str | None, form: str
) -> None:
    """Find what is wrong with the lifecycle policies in FILES.

    A file is a policy, `terraform show -json` of a plan or a state, a .tf.json, a CloudFormation or
    CDK template (JSON, or YAML), `pulumi preview --json`, `pulumi stack export`, or an answer of
    `aws ecr get-lifecycle-policy`.
    """
    declared = scheme_of(scheme)
    findings: list[Finding] = []
    policies = 0
    for file in files:
        result = lint(contents(file), named(file), declared)
        if isinstance(result, Finding):
            raise Unreadable(result)
        findings += result.findings
        policies += result.policies
        for skipped in result.skipped:
            click.echo(plain(f"{named(file)}: {skipped.resource}: {skipped.why}."), err=True)
    clean = f"No findings in {counted(policies, 'policy', 'policies')}."
    code = report(
        findings, form=form, clean=clean, fail_on=fail_on, cases=[named(file) for file in files]
    )
    click.echo(
        f"{counted(policies, 'policy', 'policies')} in {counted(len(files), 'file')}, "
        f"{counted(len(findings), 'finding')}.",
        err=True,
    )
    context.exit(code)
