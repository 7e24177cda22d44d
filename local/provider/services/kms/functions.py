"""Look-ups in KMS: a key, an alias."""

from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.services.kms.alias import Alias
from local.provider.session import Aws
from local.provider.values import Plain


class GetKey(Function):
    """A key by its id, its ARN, or an alias."""

    token = "aws:kms/getKey:getKey"
    arguments = frozenset({"keyId"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        found = aws.kms.describe_key(KeyId=arguments["keyId"])["KeyMetadata"]
        return {
            **arguments,
            "id": found["KeyId"],
            "arn": found["Arn"],
            "awsAccountId": found["AWSAccountId"],
            "creationDate": found["CreationDate"].isoformat(),
            "customerMasterKeySpec": found["KeySpec"],
            "description": found.get("Description", ""),
            "enabled": found["Enabled"],
            "keyManager": found["KeyManager"],
            "keySpec": found["KeySpec"],
            "keyState": found["KeyState"],
            "keyUsage": found["KeyUsage"],
            "multiRegion": found.get("MultiRegion", False),
            "multiRegionConfigurations": [],
            "origin": found["Origin"],
            "xksKeyConfigurations": [],
        }


class GetAlias(Function):
    """An alias by its name, with the key behind it."""

    token = "aws:kms/getAlias:getAlias"
    arguments = frozenset({"name"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        found = Alias().read(aws, arguments["name"], {})
        if found is None:
            raise ProviderError(f"there is no alias {arguments['name']} of a key in {aws.region}")
        return {"id": found["arn"], **found}
