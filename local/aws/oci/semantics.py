"""Where ECR answers otherwise than the distribution specification: one table, on unless `--oci`.

Each point says what ECR does, what the specification says, and where that is known from; "assumed"
where no source was found. `Semantics` has one switch for each.
"""

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Semantics:
    """The switches; True is ECR's way."""

    patch_is_created: bool
    range_stays: bool
    empty_layers_refused: bool
    mounts_by_setting: bool
    layers_redirected: bool
    layers_undeletable: bool
    last_tag_takes_the_image: bool
    children_held: bool
    errors_of_ecr: bool
    manifests_restricted: bool
    manifests_converted: bool


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """One row: the switch, both ways, and the source."""

    switch: str
    ecr: str
    specification: str
    source: str


DEVIATIONS: Final = (
    Deviation(
        switch="patch_is_created",
        ecr="PATCH of an upload: 201",
        specification="202",
        source="tart#273, mise#11376",
    ),
    Deviation(
        switch="range_stays",
        ecr="the `Range` of an upload stays at its first chunk; later chunks are kept all the same",
        specification="`Range` grows with each chunk",
        source="containers-roadmap#2831",
    ),
    Deviation(
        switch="empty_layers_refused",
        ecr="a layer of 0 bytes: 400 `BLOB_UPLOAD_INVALID`",
        specification="201",
        source="EmptyUploadException; devcontainers#814",
    ),
    Deviation(
        switch="mounts_by_setting",
        ecr="mount: 202, unless the account setting BLOB_MOUNTING is ENABLED, the encryption is "
        "the same and an image of the source has the layer",
        specification="201 if the source has the blob",
        source="ECR user guide, Blob mounting; containers-roadmap#2860",
    ),
    Deviation(
        switch="layers_redirected",
        ecr="GET of a layer: 307 to a signed URL (of S3; here of this server)",
        specification="200 or 307",
        source="opa#6728",
    ),
    Deviation(
        switch="layers_undeletable",
        ecr="DELETE of a layer: 405",
        specification="202",
        source="assumed; layers go with the images",
    ),
    Deviation(
        switch="last_tag_takes_the_image",
        ecr="DELETE of an image's last tag deletes the image",
        specification="the manifest stays",
        source="ECR API reference, BatchDeleteImage",
    ),
    Deviation(
        switch="children_held",
        ecr="DELETE of an image that an index lists: refused",
        specification="202",
        source="ImageReferencedByManifestList of BatchDeleteImage",
    ),
    Deviation(
        switch="errors_of_ecr",
        ecr="a manifest whose layers are missing: `BLOB_UPLOAD_UNKNOWN`",
        specification="`MANIFEST_BLOB_UNKNOWN`",
        source="oras-py#54",
    ),
    Deviation(
        switch="manifests_restricted",
        ecr="405 `UNSUPPORTED` for a media type with parameters, `platform.features`, and "
        "annotations on the descriptor of the configuration",
        specification="201",
        source="containers-roadmap#2306, #2439; acceleration-service#353",
    ),
    Deviation(
        switch="manifests_converted",
        ecr="GET by tag: an image is given as the type that `Accept` asks for (Docker schema 2 and "
        "OCI into each other)",
        specification="as it was pushed",
        source="ECR user guide, Container image manifest format support",
    ),
)

_SWITCHES: Final = [each.name for each in fields(Semantics)]
ECR: Final = Semantics(**dict.fromkeys(_SWITCHES, True))
OCI: Final = Semantics(**dict.fromkeys(_SWITCHES, False))
