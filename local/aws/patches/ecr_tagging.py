"""Resource Groups Tagging lists ECR's repositories by their tags.

Resource Groups Tagging API reference, "Supported services": Amazon ECR, `ecr:repository`. moto's
ECR is not among the services that it looks through.
"""

from collections.abc import Iterator

from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource
from moto.ecr.models import ECRBackend


def patch() -> None:
    """Makes ECR one of the services whose resources are found by tag."""
    if issubclass(ECRBackend, TaggableResourcesMixin):
        return
    ECRBackend.__bases__ = (*ECRBackend.__bases__, TaggableResourcesMixin)
    ECRBackend.SERVICE_NAMESPACE = "ecr"
    ECRBackend.iter_tagged_resources = _tagged


def _tagged(backend: ECRBackend) -> Iterator[TaggedResource]:
    for repository in backend.repositories.values():
        tags = backend.tagger.get_tag_dict_for_resource(repository.arn)
        yield TaggedResource(arn=repository.arn, tags=tags, resource_type="ecr:repository")
