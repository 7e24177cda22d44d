import json

from tests.local.provider.example import Example

POLICY = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 1,
            },
            "action": {"type": "expire"},
        }
    ]
}


def allow(action, principal="arn:aws:iam::111122223333:root"):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "One", **statement}]})


def registry_policy(action):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "One",
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
                    "Action": action,
                    "Resource": "arn:aws:ecr:ap-northeast-2:111122223333:repository/*",
                }
            ],
        }
    )


def replication(*prefixes):
    return {
        "replicationConfiguration": {
            "rules": [
                {
                    "destinations": [{"region": "ap-northeast-1", "registryId": "111122223333"}],
                    "repositoryFilters": [{"filter": prefix, "filterType": "PREFIX_MATCH"}],
                }
                for prefix in prefixes
            ]
        }
    }


REPOSITORY = Example(
    "aws:ecr/repository:Repository",
    lambda made: {
        "imageScanningConfiguration": {"scanOnPush": True},
        "tags": {"Service": "one", "Gone": "soon"},
    },
    changed=lambda made: {
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": [{"filter": "latest", "filterType": "WILDCARD"}],
        "imageScanningConfiguration": {"scanOnPush": False},
        "tags": {"Service": "two", "New": "one"},
    },
    replaced=lambda made: {
        "name": "another",
        "encryptionConfigurations": [{"encryptionType": "KMS"}],
    },
)

EXAMPLES = [
    REPOSITORY,
    Example(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        lambda made: {"repository": made.repository.state["name"], "policy": json.dumps(POLICY)},
        replaced=lambda made: {"repository": "another", "policy": '{"rules":[]}'},
        needs={"repository": REPOSITORY},
    ),
    Example(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        lambda made: {"repository": made.repository.state["name"], "policy": POLICY},
        replaced=lambda made: {"repository": "another", "policy": '{"rules":[]}'},
        needs={"repository": REPOSITORY},
        case="given as an object",
    ),
    Example(
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
        lambda made: {
            "repository": made.repository.state["name"],
            "policy": allow("ecr:BatchGetImage"),
        },
        changed=lambda made: {"policy": allow(["ecr:BatchGetImage", "ecr:PutImage"])},
        replaced=lambda made: {"repository": "another"},
        needs={"repository": REPOSITORY},
    ),
    Example(
        "aws:ecr/registryPolicy:RegistryPolicy",
        lambda made: {"policy": registry_policy(["ecr:ReplicateImage", "ecr:CreateRepository"])},
        changed=lambda made: {"policy": registry_policy(["ecr:BatchImportUpstreamImage"])},
    ),
    Example(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        lambda made: {
            "scanType": "BASIC",
            "rules": [
                {
                    "scanFrequency": "SCAN_ON_PUSH",
                    "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
                }
            ],
        },
        changed=lambda made: {
            "scanType": "ENHANCED",
            "rules": [
                {
                    "scanFrequency": "CONTINUOUS_SCAN",
                    "repositoryFilters": [{"filter": "prod*", "filterType": "WILDCARD"}],
                }
            ],
        },
        outlives=True,
    ),
    Example(
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        lambda made: replication("prod"),
        changed=lambda made: replication("prod", "staging"),
    ),
    Example(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        lambda made: {"ecrRepositoryPrefix": "hub", "upstreamRegistryUrl": "public.ecr.aws"},
        changed=lambda made: {"credentialArn": "arn:aws:secretsmanager:a:1:secret:b"},
        replaced=lambda made: {
            "ecrRepositoryPrefix": "other",
            "upstreamRegistryUrl": "registry.example.com",
            "upstreamRepositoryPrefix": "library",
        },
    ),
    Example(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        lambda made: {"prefix": "hub", "appliedFors": ["PULL_THROUGH_CACHE"]},
        changed=lambda made: {"description": "caches", "resourceTags": {"Cache": "yes"}},
        replaced=lambda made: {"prefix": "other"},
    ),
    Example(
        "aws:ecr/accountSetting:AccountSetting",
        lambda made: {"name": "BASIC_SCAN_TYPE_VERSION", "value": "AWS_NATIVE"},
        changed=lambda made: {"value": "CLAIR"},
        replaced=lambda made: {"name": "REGISTRY_POLICY_SCOPE"},
    ),
    Example(
        "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion",
        lambda made: {"principalArn": "arn:aws:iam::111122223333:role/scanner"},
        replaced=lambda made: {"principalArn": "arn:aws:iam::111122223333:role/other"},
    ),
]
