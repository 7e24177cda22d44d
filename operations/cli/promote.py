"""`registryctl promote IMAGE --from-profile staging --profile prod`."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import click

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.failures import BAD, CouldNotFindOut, unknown
from operations.gate.accepted import read_acceptances
from operations.gate.formats import FORMATS
from operations.gate.formats.json import to_object
from operations.gate.judgement import Rules, Verdict
from operations.gate.run import gate
from operations.migrate.blobs import Blobs
from operations.migrate.copy import Copied, copy_tag
from operations.migrate.ends import Ends
from operations.migrate.report import copied_object, done_line
from operations.migrate.tree import parts_of
from operations.oci.client import Registry
from operations.oci.credentials import of_ecr
from operations.oci.ecr import ecr_registry
from operations.oci.manifests import get_manifest, head_manifest, list_tags, put_manifest
from operations.reference import parse_reference
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.waiting import Deadline

SCHEMA: Final = "container-registry/promote/1"


@dataclass
class Promotion:
    """How far a promotion came.

    Attributes:
        source: the image as it was named.
        target: the repository it goes to.
        tag: the release tag.
        copied: what became of the copy.
        verdict: the gate's; None where there is none.
        tagged: whether the release tag is the digest.
    """

    source: str
    target: str
    tag: str
    copied: Copied
    verdict: Verdict | None = None
    tagged: bool = False

    def to_object(self) -> dict[str, Any]:
        """The promotion as JSON; see docs/operations/promote.md."""
        return {
            "schema": SCHEMA,
            "source": self.source,
            "target": self.target,
            "digest": self.copied.tag,
            "tag": self.tag,
            "tagged": self.tagged,
            "copied": copied_object(self.copied),
            "gate": None if self.verdict is None else to_object(self.verdict),
        }


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
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
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
    as_json: bool,
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
    promotion = Promotion(image, target, tag, done)
    there = replace(reference, repository=target, account=None, region=None)
    try:
        if not done.is_whole:
            raise CouldNotFindOut(done.failed)
        promotion.verdict = gate(aws, there, Rules(), Deadline(timeout), acceptances)
        click.echo(FORMATS["text"](promotion.verdict), err=as_json)
        if promotion.verdict.is_good:
            _tag(ends, tag, reference.digest)
            promotion.tagged = True
    finally:
        if as_json:
            click.echo(json.dumps(promotion.to_object(), indent=2))
    if not promotion.tagged:
        click.echo(f"{target}@{reference.digest} gets no tag", err=True)
        ctx.exit(BAD)
    click.echo(f"{target}:{tag} is {reference.digest}", err=as_json)


def _tag(ends: Ends, tag: str, digest: str) -> None:
    """Give the digest its tag, and see that it has it.

    Raises:
        CouldNotFindOut: it does not.
    """
    document = get_manifest(ends.target, ends.into, digest)
    if document is not None:
        put_manifest(ends.target, ends.into, tag, document)
    if head_manifest(ends.target, ends.into, tag) != digest:
        raise unknown(
            "not-tagged",
            Where(resource=f"{ends.into}:{tag}"),
            "the tag does not have the digest afterwards",
            "look at who else tags this repository",
        )


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
