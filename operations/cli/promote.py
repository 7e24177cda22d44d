"""`registryctl promote IMAGE --from-profile staging --profile prod`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import click

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.failures import BAD, CouldNotFindOut, unknown
from operations.gate.accepted import read_acceptances
from operations.gate.formats import FORMATS
from operations.gate.judgement import Rules
from operations.gate.run import gate
from operations.migrate.blobs import Blobs
from operations.migrate.copy import copy_tag
from operations.migrate.ends import Ends
from operations.migrate.report import done_line
from operations.migrate.tree import parts_of
from operations.oci.client import Registry
from operations.oci.credentials import of_ecr
from operations.oci.ecr import ecr_registry
from operations.oci.manifests import get_manifest, head_manifest, list_tags, put_manifest
from operations.reference import parse_reference
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.waiting import Deadline


@click.command("promote")
@click.argument("image", metavar="NAME@DIGEST")
@click.option(
    "--from-profile",
    help="The profile of the account that has it. Without one, IMAGE names the registry's host, "
    "whose repository admits the role that runs this.",
)
@click.option("--from-region", help="The Region that has it; the target's otherwise.")
@click.option("--tag", required=True, help="The release tag that it gets when the gate passes it.")
@click.option("--into", help="The repository it goes to; the same name otherwise.")
@click.option("--accepted", type=click.Path(dir_okay=False), help="Accepted findings, in YAML.")
@click.option("--timeout", type=click.FloatRange(0, 3600), default=900, show_default=True)
@stack_option
@aws_options
@click.pass_context
def promote_command(
    ctx: click.Context,
    /,
    *,
    image: str,
    from_profile: str | None,
    from_region: str | None,
    tag: str,
    into: str | None,
    accepted: str | None,
    timeout: float,
    stack: StackOutputs | None,
    aws: Aws,
) -> None:
    """Copy an image by digest into another account, gate it there, then tag it.

    The image is never built again: the digest that staging ran is the one that production runs. It
    has no tag in the target until the gate passes it, and keeps none when it doesn't.
    """
    reference = parse_reference(image)
    if not reference.digest:
        raise click.UsageError("A promotion is by digest: write NAME@sha256:...")
    (target,) = repositories_of(aws, [into or reference.repository], stack)
    acceptances = read_acceptances(accepted)
    source = _source(image, from_profile, from_region, aws)
    ends = Ends(source, reference.repository, ecr_registry(aws), target)
    _refuse_a_taken_tag(ends, tag, reference.digest)
    every = frozenset(list_tags(ends.source, ends.repository))
    with ThreadPoolExecutor(max_workers=8) as pool:
        done = copy_tag(
            ends,
            reference.digest,
            lambda: parts_of(ends.source, ends.repository, reference.digest, every),
            Blobs(ends, pool),
        )
    click.echo(done_line(done), err=True)
    if not done.is_whole:
        raise CouldNotFindOut(done.failed)
    there = replace(reference, repository=target, account=None, region=None)
    verdict = gate(aws, there, Rules(), Deadline(timeout), acceptances)
    click.echo(FORMATS["text"](verdict))
    if not verdict.is_good:
        click.echo(f"{target}@{reference.digest} gets no tag", err=True)
        ctx.exit(BAD)
    document = get_manifest(ends.target, target, reference.digest)
    if document is not None:
        put_manifest(ends.target, target, tag, document)
    if head_manifest(ends.target, target, tag) != reference.digest:
        raise unknown(
            "not-tagged",
            Where(resource=f"{target}:{tag}"),
            "the tag does not have the digest afterwards",
            "look at who else tags this repository",
        )
    click.echo(f"{target}:{tag} is {reference.digest}")


def _source(image: str, profile: str | None, region: str | None, aws: Aws) -> Registry:
    """The registry that has the image: a profile's own, or the one whose host the image names."""
    if profile is not None:
        return ecr_registry(Aws(region or aws.region, profile, aws.endpoint_url))
    reference, host = parse_reference(image), image.partition("/")[0]
    if reference.account is None or reference.region is None:
        raise click.UsageError(
            f"{image}: it names no registry of ECR, and there is no --from-profile.\n"
            "    Impact: the image would be looked for where it goes.\n"
            "    Fix: write HOST/NAME@sha256:..., or give --from-profile."
        )
    # A token is good for every registry of its Region that the caller may use (ECR user guide,
    # "Private registry authentication").
    there = aws if reference.region == aws.region else aws.elsewhere(reference.region)
    return Registry(host, f"https://{host}", of_ecr(there))


def _refuse_a_taken_tag(ends: Ends, tag: str, digest: str) -> None:
    taken = head_manifest(ends.target, ends.into, tag)
    if taken not in (None, digest):
        raise click.UsageError(
            f"{ends.into}:{tag} is {taken} already.\n"
            "    Impact: a release tag that moves names two images.\n"
            "    Fix: another tag."
        )
