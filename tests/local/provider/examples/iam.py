import json

from tests.local.provider.example import Example

READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
PULL_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"


def trust(service):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    )


def permit(action):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}],
        }
    )


ROLE = Example(
    "aws:iam/role:Role",
    lambda made: {
        "assumeRolePolicy": trust("lambda.amazonaws.com"),
        "tags": {"Service": "one", "Gone": "soon"},
    },
    changed=lambda made: {
        "assumeRolePolicy": trust("scheduler.amazonaws.com"),
        "description": "changed",
        "maxSessionDuration": 7200,
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {"name": "another", "path": "/other/"},
)

USER = Example(
    "aws:iam/user:User",
    lambda made: {"tags": {"Service": "one"}},
    changed=lambda made: {"path": "/ci/", "tags": {"Service": "two"}},
)
GROUP = Example(
    "aws:iam/group:Group",
    lambda made: {"name": "ops"},
    changed=lambda made: {"name": "operators"},
)

POLICY = Example(
    "aws:iam/policy:Policy",
    lambda made: {"policy": permit("ecr:GetAuthorizationToken"), "tags": {"Service": "one"}},
    changed=lambda made: {"policy": permit("ecr:ListImages"), "tags": {"Service": "two"}},
    replaced=lambda made: {"name": "another", "path": "/other/", "description": "other"},
)


def attachment(owner, need):
    name = owner.capitalize()
    return Example(
        f"aws:iam/{owner}PolicyAttachment:{name}PolicyAttachment",
        lambda made: {owner: getattr(made, owner).id, "policyArn": PULL_ONLY},
        replaced=lambda made: {owner: "another", "policyArn": READ_ONLY},
        needs={owner: need},
    )


def inline(owner, need):
    name = owner.capitalize()
    return Example(
        f"aws:iam/{owner}Policy:{name}Policy",
        lambda made: {
            owner: getattr(made, owner).id,
            "policy": permit("ecr:GetAuthorizationToken"),
        },
        changed=lambda made: {"policy": permit(["ecr:DescribeImages", "ecr:ListImages"])},
        replaced=lambda made: {"name": "another", owner: "another"},
        needs={owner: need},
    )


EXAMPLES = [
    ROLE,
    USER,
    GROUP,
    *(attachment(*owner) for owner in (("role", ROLE), ("user", USER), ("group", GROUP))),
    *(inline(*owner) for owner in (("role", ROLE), ("user", USER), ("group", GROUP))),
    Example(
        "aws:iam/role:Role",
        lambda made: {
            "name": "full",
            "path": "/ci/",
            "assumeRolePolicy": trust("lambda.amazonaws.com"),
            "managedPolicyArns": [READ_ONLY],
            "inlinePolicies": [{"name": "one", "policy": permit("ecr:GetAuthorizationToken")}],
        },
        changed=lambda made: {
            "managedPolicyArns": [PULL_ONLY],
            "inlinePolicies": [{"name": "two", "policy": permit("ecr:DescribeImages")}],
        },
        replaced=lambda made: {"name": "another", "path": "/other/"},
        case="with policies of its own",
    ),
    POLICY,
    Example(
        "aws:iam/policyAttachment:PolicyAttachment",
        lambda made: {"policyArn": PULL_ONLY, "roles": [made.role.id]},
        changed=lambda made: {"roles": [made.other.id], "users": [made.user.id]},
        replaced=lambda made: {"name": "another", "policyArn": READ_ONLY},
        needs={"role": ROLE, "other": ROLE, "user": USER},
        importable=False,
    ),
    Example(
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        lambda made: {"roleName": made.role.id, "policyArns": [PULL_ONLY]},
        changed=lambda made: {"policyArns": [READ_ONLY]},
        replaced=lambda made: {"roleName": "another"},
        needs={"role": ROLE},
        outlives=True,
    ),
    Example(
        "aws:iam/instanceProfile:InstanceProfile",
        lambda made: {"role": made.role.id, "tags": {"Service": "one"}},
        changed=lambda made: {"role": made.other.id, "tags": {"Service": "two"}},
        replaced=lambda made: {"name": "another", "path": "/other/"},
        needs={"role": ROLE, "other": ROLE},
    ),
    Example(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        lambda made: {
            "url": "https://token.actions.githubusercontent.com",
            "clientIdLists": ["sts.amazonaws.com"],
            "tags": {"Service": "one"},
        },
        changed=lambda made: {
            "clientIdLists": ["sts.amazonaws.com", "another"],
            "tags": {"Service": "two"},
        },
        replaced=lambda made: {"url": "https://gitlab.com"},
    ),
]
