"""`aws.iam.User` and `aws.iam.Group`; the id of each is its name."""

from local.provider.handler import AutoName, Handler, given, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain


class User(Handler):
    """A user. A new name is a change in place."""

    token = "aws:iam/user:User"
    defaults = {"forceDestroy": False, "path": "/"}
    autoname = AutoName(64)

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.iam.create_user(
            **given(
                UserName=inputs["name"],
                Path=inputs["path"],
                PermissionsBoundary=inputs.get("permissionsBoundary"),
                Tags=pairs(inputs.get("tagsAll")),
            )
        )
        return str(inputs["name"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        name = state.get("name", identity)
        found = aws.iam.get_user(UserName=name)["User"]
        boundary = found.get("PermissionsBoundary", {})
        return {
            "name": found["UserName"],
            "path": found["Path"],
            "arn": found["Arn"],
            "uniqueId": found["UserId"],
            "permissionsBoundary": boundary.get("PermissionsBoundaryArn", ""),
            "tagsAll": unpaired(aws.iam.list_user_tags(UserName=name)["Tags"]),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        renamed = new["name"] if new["name"] != old["name"] else None
        aws.iam.update_user(**given(UserName=old["name"], NewUserName=renamed, NewPath=new["path"]))
        boundary = new.get("permissionsBoundary")
        if boundary:
            aws.iam.put_user_permissions_boundary(
                UserName=new["name"], PermissionsBoundary=boundary
            )
        elif old.get("permissionsBoundary"):
            aws.iam.delete_user_permissions_boundary(UserName=new["name"])

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.iam.delete_user(UserName=state["name"])

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.iam.tag_user(UserName=state["name"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.iam.untag_user(UserName=state["name"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


class Group(Handler):
    """A group of users."""

    token = "aws:iam/group:Group"
    defaults = {"path": "/"}
    autoname = AutoName(128)
    unmodelled = frozenset({"path"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.iam.create_group(GroupName=inputs["name"])
        return str(inputs["name"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.iam.get_group(GroupName=state.get("name", identity))["Group"]
        return {
            "name": found["GroupName"],
            "path": found["Path"],
            "arn": found["Arn"],
            "uniqueId": found["GroupId"],
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.iam.update_group(GroupName=old["name"], NewGroupName=new["name"])

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.iam.delete_group(GroupName=state["name"])

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")
