"""`aws.iam.InstanceProfile`: a role as an EC2 instance carries it."""

from local.provider.handler import AutoName, Handler, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain


class InstanceProfile(Handler):
    """A profile with at most one role; its id is its name."""

    token = "aws:iam/instanceProfile:InstanceProfile"
    force_new = frozenset({"name", "namePrefix", "path"})
    defaults = {"path": "/"}
    autoname = AutoName(128)

    def create(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["name"]
        aws.iam.create_instance_profile(
            InstanceProfileName=name, Path=inputs["path"], Tags=pairs(inputs.get("tagsAll"))
        )
        _settle(aws, name, None, inputs.get("role"))
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.iam.get_instance_profile(InstanceProfileName=identity)["InstanceProfile"]
        roles = [role["RoleName"] for role in found["Roles"]]
        return {
            "name": found["InstanceProfileName"],
            "arn": found["Arn"],
            "uniqueId": found["InstanceProfileId"],
            "createDate": found["CreateDate"].isoformat(),
            "path": found["Path"],
            "role": roles[0] if roles else None,
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        _settle(aws, identity, old.get("role"), new.get("role"))

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        _settle(aws, identity, state.get("role"), None)
        aws.iam.delete_instance_profile(InstanceProfileName=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.iam.tag_instance_profile(InstanceProfileName=state["name"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.iam.untag_instance_profile(InstanceProfileName=state["name"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _settle(aws: Aws, profile: str, before: str | None, after: str | None) -> None:
    if before == after:
        return
    if before:
        aws.iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=before)
    if after:
        aws.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=after)
