"""What the local AWS lacks is answered once, and in words where the protocol has room for them."""

import boto3
import pytest
from botocore.exceptions import ClientError


@pytest.mark.parametrize(
    ("service", "operation", "given"),
    [
        ("cloudtrail", "lookup_events", {}),
        ("sns", "get_data_protection_policy", {"ResourceArn": "arn:aws:sns:::x"}),
        ("ec2", "describe_capacity_blocks", {}),
    ],
    ids=["JSON", "query", "EC2's query"],
)
def test_a_client_reads_the_answer_and_asks_once(environment, empty, service, operation, given):
    client = boto3.client(service)
    with pytest.raises(ClientError) as failed:
        getattr(client, operation)(**given)
    answer = failed.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0


def test_where_there_is_room_the_answer_names_the_operation(environment, empty):
    with pytest.raises(ClientError, match="the local AWS has no LookupEvents") as failed:
        boto3.client("cloudtrail").lookup_events()
    assert failed.value.response["Error"]["Code"] == "UnknownOperationException"
