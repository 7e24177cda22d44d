"""CloudWatch in the protocol of current SDKs, spoken by botocore's own implementation of it."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore import args, model
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from local.aws import cbor


@pytest.fixture
def cloudwatch(empty, environment, monkeypatch):
    """A client that has only this protocol to choose."""
    for module in (args, model):
        monkeypatch.setattr(module, "PRIORITY_ORDERED_SUPPORTED_PROTOCOLS", ("smithy-rpc-v2-cbor",))
    client = boto3.session.Session().client(
        "cloudwatch", config=Config(retries={"total_max_attempts": 1})
    )
    asked = []
    client.meta.events.register("before-send.*", lambda request, **_: asked.append(request))
    yield client
    assert all("/service/GraniteServiceVersion20100801/operation/" in one.url for one in asked)
    assert all(one.headers["smithy-protocol"] == b"rpc-v2-cbor" for one in asked)
    assert asked


def test_a_metric_goes_in_and_comes_out(cloudwatch):
    now = datetime.now(UTC).replace(microsecond=0)
    dimensions = [{"Name": "RepositoryName", "Value": "é"}]
    datum = {"MetricName": "Pulls", "Dimensions": dimensions, "Value": 2.5, "Timestamp": now}
    cloudwatch.put_metric_data(Namespace="Test", MetricData=[datum, datum])
    found = cloudwatch.get_metric_statistics(
        Namespace="Test",
        MetricName="Pulls",
        Dimensions=dimensions,
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
        Period=600,
        Statistics=["Sum", "SampleCount"],
    )["Datapoints"]
    assert [(one["Sum"], one["SampleCount"]) for one in found] == [(5.0, 2.0)]
    assert abs(found[0]["Timestamp"] - now) < timedelta(minutes=10)


def test_an_alarm_is_put_and_described(cloudwatch):
    cloudwatch.put_metric_alarm(
        AlarmName="alarm",
        Namespace="Test",
        MetricName="Pulls",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.5,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
        ActionsEnabled=False,
    )
    (found,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert (found["Threshold"], found["Period"], found["ActionsEnabled"]) == (1.5, 60, False)
    assert found["AlarmConfigurationUpdatedTimestamp"].year >= 2026


def test_an_error_has_its_code(cloudwatch):
    with pytest.raises(ClientError) as raised:
        cloudwatch.get_dashboard(DashboardName="none")
    assert raised.value.response["Error"]["Code"] in ("ResourceNotFound", "DashboardNotFoundError")
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(VALUES)
def test_what_is_encoded_is_decoded(value):
    assert cbor.decode(cbor.encode(value)) == value


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_refused(content):
    try:
        cbor.decode(content)
    except cbor.CborError:
        return


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("c11a514b67b0", 1363896240),
        ("f93c00", 1.0),
        ("fa47c35000", 100000.0),
        ("7f657374726561646d696e67ff", "streaming"),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
        ("bf61610161629f0203ffff", {"a": 1, "b": [2, 3]}),
        ("3903e7", -1000),
    ],
)
def test_the_examples_of_the_standard_are_understood(content, value):
    assert cbor.decode(bytes.fromhex(content)) == value


def test_a_time_is_written_with_its_tag():
    assert cbor.encode(cbor.Epoch(1363896240.5)).hex() == "c1fb41d452d9ec200000"
