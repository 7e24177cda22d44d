from components.node_pull_access import NodePullAccess
from tests.support.mocks import deploy
from tests.support.scopes import SEOUL


def test_the_attachment_stays_when_the_stack_or_the_setting_goes() -> None:
    """IAM says nothing of an attachment that was there before; nodes that run need it."""
    made = deploy(lambda: NodePullAccess("nodes", {"scope": SEOUL, "role": "eks-nodes"}))
    attachment = made.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert attachment.retain_on_delete
    assert attachment.inputs == {
        "role": "eks-nodes",
        "policyArn": "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    }
