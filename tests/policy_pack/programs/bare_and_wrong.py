"""Bare repositories: automatically named, and named from an output; nothing else."""

import pulumi
from pulumi_aws import ecr

auto = ecr.Repository("auto", image_scanning_configuration={"scan_on_push": False})
ecr.Repository(
    "computed",
    name=auto.repository_url.apply(lambda url: f"mirror-{len(url)}"),
    image_scanning_configuration={"scan_on_push": True},
)
secret = ecr.Repository("secret", image_scanning_configuration={"scan_on_push": True})
ecr.LifecyclePolicy(
    "secret-lifecycle",
    repository=secret.name,
    policy=pulumi.Output.secret('{"rules": "MARKER-7f3a"}'),
)
