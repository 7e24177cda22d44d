"""`aws.iam.Policy`: a managed policy; its id is its ARN. AWS keeps five versions of one."""

from local.provider.handler import AutoName, Handler, pairs, policy_text, unpaired, upper
from local.provider.services.iam.documents import text
from local.provider.session import Aws
from local.provider.values import Plain

_VERSIONS = 5  # IAM and AWS STS quotas: versions of a managed policy


class Policy(Handler):
    """A customer-managed policy."""

    token = "aws:iam/policy:Policy"
    force_new = frozenset({"description", "name", "namePrefix", "path"})
    defaults = {"path": "/"}
    autoname = AutoName(128)
    meanings = {"policy": policy_text}

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.iam.create_policy(
            PolicyName=inputs["name"],
            PolicyDocument=inputs["policy"],
            Tags=pairs(inputs.get("tagsAll")),
            **upper(inputs, "path", "description"),
        )
        return str(made["Policy"]["Arn"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.iam.get_policy(PolicyArn=identity)["Policy"]
        version = aws.iam.get_policy_version(
            PolicyArn=identity, VersionId=found["DefaultVersionId"]
        )
        return {
            "arn": found["Arn"],
            "name": found["PolicyName"],
            "path": found["Path"],
            "description": found.get("Description", ""),
            "policyId": found["PolicyId"],
            "attachmentCount": found["AttachmentCount"],
            "policy": text(version["PolicyVersion"]["Document"]),
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        versions = _other_versions(aws, identity)
        if len(versions) >= _VERSIONS - 1:
            aws.iam.delete_policy_version(PolicyArn=identity, VersionId=versions[0])
        aws.iam.create_policy_version(
            PolicyArn=identity, PolicyDocument=new["policy"], SetAsDefault=True
        )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        for version in _other_versions(aws, identity):
            aws.iam.delete_policy_version(PolicyArn=identity, VersionId=version)
        aws.iam.delete_policy(PolicyArn=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.iam.tag_policy(PolicyArn=state["arn"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.iam.untag_policy(PolicyArn=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        path, name = inputs.get("path", "/"), inputs.get("name")
        return aws.arn("iam", f"policy{path}{name}", region="") if name else None


def _other_versions(aws: Aws, arn: str) -> list[str]:
    """The versions that aren't the default one, oldest first."""
    versions = aws.iam.list_policy_versions(PolicyArn=arn)["Versions"]
    versions.sort(key=lambda version: version["CreateDate"])
    return [version["VersionId"] for version in versions if not version["IsDefaultVersion"]]
