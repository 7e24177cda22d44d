"""What a registry has once per account and region: its policy, its scanning, its replication.

The id of each is the account's. AWS always has a scanning and a replication configuration:
deleting one puts the default back, as the real provider does.
"""

from local.provider.handler import Put, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


class RegistryPolicy(Put):
    """Which accounts may replicate into, or import through, the registry."""

    token = "aws:ecr/registryPolicy:RegistryPolicy"
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        written = aws.ecr.put_registry_policy(policyText=inputs["policy"])
        return str(written["registryId"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.get_registry_policy()
        return {"registryId": found["registryId"], "policy": found["policyText"]}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.delete_registry_policy()

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return aws.account


class RegistryScanningConfiguration(Put):
    """How all repositories are scanned, and when."""

    token = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"

    def put(self, aws: Aws, inputs: Plain) -> str:
        rules = [
            {
                "scanFrequency": rule["scanFrequency"],
                "repositoryFilters": rule["repositoryFilters"],
            }
            for rule in inputs.get("rules") or []
        ]
        aws.ecr.put_registry_scanning_configuration(scanType=inputs["scanType"], rules=rules)
        return aws.account

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.get_registry_scanning_configuration()
        configuration = found["scanningConfiguration"]
        return {
            "registryId": found["registryId"],
            "scanType": configuration["scanType"],
            "rules": configuration["rules"],
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.put_registry_scanning_configuration(scanType="BASIC", rules=[])

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return aws.account


class ReplicationConfiguration(Put):
    """Which repositories are copied to which regions and accounts."""

    token = "aws:ecr/replicationConfiguration:ReplicationConfiguration"

    def put(self, aws: Aws, inputs: Plain) -> str:
        rules = (inputs.get("replicationConfiguration") or {}).get("rules") or []
        aws.ecr.put_replication_configuration(replicationConfiguration={"rules": rules})
        return aws.account

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.describe_registry()
        rules = found["replicationConfiguration"].get("rules") or []
        if not rules:
            return None
        return {"registryId": found["registryId"], "replicationConfiguration": {"rules": rules}}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.put_replication_configuration(replicationConfiguration={"rules": []})

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return aws.account
