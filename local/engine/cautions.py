"""What a preview must not let pass unread: a repository that goes takes its images with it."""

from pulumi.automation.events import StepEventMetadata

REPOSITORY = "aws:ecr/repository:Repository"


def caution(step: StepEventMetadata) -> str | None:
    """What a step of a preview would lose, and how not to lose it; None for all other steps."""
    if step.type != REPOSITORY:
        return None
    name = step.urn.rpartition("::")[2]
    if step.op == "replace":
        changed = ", ".join(step.keys or step.diffs or ["a property"])
        return (
            f"{name} is replaced, for ECR cannot change {changed} of a repository that exists: its"
            " images are lost.\n    Keep the setting, or add the changed repository as a service"
            " of another name, copy the images, and remove this one afterwards."
        )
    if step.op == "delete":
        return (
            f"{name} is deleted. ECR refuses while it holds images, unless `forceDelete` is on:"
            " they are lost then.\n    Copy what is still pulled before you go on."
        )
    return None
