"""The bill of resources: what is priced, what is free, and what nobody knows."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from container_registry.catalogue.prices import Item
from container_registry.costs import types
from container_registry.costs.bill import bill
from container_registry.costs.storage import Use, stored

SEOUL = "ap-northeast-2"


@dataclass
class Of:
    type: str
    inputs: dict[str, Any] = field(default_factory=dict)


def endpoint(**inputs):
    return Of(types.ENDPOINT, inputs)


def test_two_endpoints_over_two_zones_in_seoul_cost_what_the_price_list_says():
    interface = endpoint(vpcEndpointType="Interface", subnetIds=["a", "b"])
    found = bill([interface, interface, endpoint(vpcEndpointType="Gateway")], SEOUL)
    assert [line.count for line in found.lines] == [2]
    assert found.usd == pytest.approx(2 * 2 * 730 * 0.013)


def test_subnets_that_are_not_known_yet_are_no_endpoint_for_nothing():
    found = bill([endpoint(vpcEndpointType="Interface", subnetIds="04da6b54-80e4")], SEOUL)
    assert (found.usd, sum(found.unknown.values())) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "usd"),
    [
        ("aws:kms/key:Key", 1.0),
        ("aws:cloudwatch/dashboard:Dashboard", 3.0),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", 0.1),
        ("aws:cloudwatch/compositeAlarm:CompositeAlarm", 0.5),
        ("aws:secretsmanager/secret:Secret", 0.4),
        ("aws:ec2/natGateway:NatGateway", 730 * 0.059),
        ("aws:iam/role:Role", 0.0),
        ("aws:ecr/repository:Repository", 0.0),
        ("aws:lambda/function:Function", 0.0),
        ("pulumi:providers:aws", 0.0),
        ("pulumi:pulumi:StackReference", 0.0),
    ],
)
def test_each_type_costs_what_its_service_bills(kind, usd):
    found = bill([Of(kind)], SEOUL)
    assert found.usd == pytest.approx(usd)
    assert not found.unknown


def test_an_alarm_costs_each_metric_that_it_reads():
    queries = [{"id": "a", "metric": {}}, {"id": "b", "metric": {"x": 1}}, {"expression": "a"}]
    found = bill([Of(types.ALARM, {"metricQueries": queries * 2})], SEOUL)
    assert found.usd == pytest.approx(0.2)


def test_an_alarm_with_a_band_costs_three_metrics():
    queries = [{"id": "usual", "metric": {"x": 1}}, {"id": "band", "expression": "a"}]
    inputs = {"metricQueries": queries, "thresholdMetricId": "band"}
    assert bill([Of(types.ALARM, inputs)], SEOUL).usd == pytest.approx(0.3)


def test_a_type_that_is_not_in_the_tables_is_named_and_never_free():
    found = bill([Of("aws:rds/instance:Instance")] * 3, SEOUL)
    assert found.unknown == {"aws:rds/instance:Instance": 3}


def test_what_is_paid_by_use_is_named():
    found = bill([Of("aws:lambda/function:Function"), Of("aws:sns/topic:Topic")], SEOUL)
    assert {Item.FUNCTION_TIME, Item.MESSAGES} <= set(found.by_use)


def test_a_reported_repository_costs_its_metrics():
    def schedule(*repositories):
        return Of(types.SCHEDULE, {"target": {"input": json.dumps({"repositories": repositories})}})

    one, two = (bill([schedule(*names)], SEOUL).lines[0] for names in (["a"], ["a", "b"]))
    assert two.count - one.count == 8, "size, images, last push, unscanned and four severities"
    assert one.count == 8 + 19, (
        "and breaches by kind, scan states, what the reporter says of itself"
    )


@pytest.mark.parametrize("target", [None, "04da6b54", {}, {"input": "x"}, {"input": "[]"}])
def test_another_programs_schedule_publishes_nothing_of_ours(target):
    assert bill([Of(types.SCHEDULE, {"target": target})], SEOUL).lines == ()


def policy(number, **selection):
    chosen = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": number}
    rule = {"rulePriority": 1, "selection": {**chosen, **selection}, "action": {"type": "expire"}}
    return json.dumps({"rules": [rule]})


USE = Use(2, 100_000_000, "as given")


def test_retention_bounds_what_is_stored_and_without_it_a_year_piles_up():
    kept = stored(policy(10), USE)
    assert (kept.images, kept.bytes, kept.grows) == (10, 10 * USE.image_bytes, False)
    assert stored(None, USE).images == 730
    assert stored(None, USE).grows


def test_pushes_are_tagged_as_the_policys_first_rule_expects():
    tagged = policy(5, tagStatus="tagged", tagPatternList=["v*"])
    assert stored(tagged, USE).images == 5


def test_a_policy_that_ecr_refuses_is_no_retention():
    with pytest.raises(ValueError, match="countNumber"):
        stored(policy(-1), USE)
