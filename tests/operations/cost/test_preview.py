"""`registryctl cost --preview`: what an update costs, on real and on hostile previews."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from operations.cost import previewed
from tests.operations.cost.test_cost import KEEP_ONE, account
from tests.operations.scripted import Refusal

REAL = Path(__file__).parent / "preview.json"
USE = ("--pushes-per-day", "2", "--image-size", "100")
PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:aws::default"
REPOSITORY, POLICY = "aws:ecr/repository:Repository", "aws:ecr/lifecyclePolicy:LifecyclePolicy"
KEY, ALARM = "aws:kms/key:Key", "aws:cloudwatch/metricAlarm:MetricAlarm"


def state(kind, called="one", /, **inputs):
    more = {"provider": f"{PROVIDER}::id"} if kind.startswith("aws:") else {}
    urn = f"urn:pulumi:dev::shop::{kind}::{called}"
    return {"urn": urn, "custom": True, "type": kind, "inputs": inputs, **more}


def step(op, old=None, new=None):
    states = {name: one for name, one in (("oldState", old), ("newState", new)) if one}
    return {"op": op, "urn": (new or old)["urn"], **states}


def create(kind, called="one", /, **inputs):
    return step("create", new=state(kind, called, **inputs))


def preview(*steps, region="ap-northeast-2", **more):
    provider = {**state("pulumi:providers:aws", region=region), "urn": PROVIDER}
    return {"steps": [step("create", new=provider), *steps], **more}


def _kept(number):
    return {"repository": "payments", "policy": KEEP_ONE.replace("1}", f"{number}}}")}


#: An update that keeps more images, and makes endpoints and a key.
UPDATE = preview(
    step(
        "same",
        state(REPOSITORY, "payments", name="payments"),
        state(REPOSITORY, "payments", name="payments"),
    ),
    step("update", state(POLICY, **_kept(10)), state(POLICY, **_kept(50))),
    create(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "registry",
        vpcEndpointType="Interface",
        subnetIds=["subnet-1", "subnet-2"],
    ),
    create(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "api",
        vpcEndpointType="Interface",
        subnetIds=["subnet-1", "subnet-2"],
    ),
    create(KEY),
)


@pytest.fixture
def run(monkeypatch):
    def run(value, *words, aws=None, use=USE):
        monkeypatch.setattr(options, "Aws", lambda *_: aws or account())
        text = value if isinstance(value, str) else json.dumps(value)
        return CliRunner().invoke(cli.main, ["cost", "--preview", "-", *use, *words], input=text)

    return run


def told(done):
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)


def lines(done):
    return {one["what"]: one for one in told(done)["lines"]}


def test_the_difference_to_what_is_deployed_is_shown(run):
    steps = (
        create(KEY, "new"),
        step("same", state(KEY), state(KEY)),
        step("delete", state(ALARM, "old")),
        step("update", state(ALARM), state(ALARM)),
    )
    done = run(preview(*steps), "--json")
    assert told(done)["usdAMonth"] == {"now": 1.2, "after": 2.1, "difference": 0.9}
    keys = lines(done)["KMS keys"]
    assert (keys["now"]["count"], keys["after"]["count"]) == (1, 2)
    assert keys["price"]["source"]
    assert keys["price"]["date"]


def test_an_update_of_retention_and_endpoints_adds_up(run):
    found = lines(run(UPDATE, "--json"))
    images = found["images of payments"]
    assert (images["now"]["count"], images["after"]["count"]) == (10, 50)
    assert found["interface endpoints in 2 zones for 730 hours"]["after"]["usdAMonth"] == 37.96


def test_a_replacement_is_one_resource(run):
    old, new = state(KEY), state(KEY, policy="x")
    steps = (
        step("create-replacement", old, new),
        step("replace", old, new),
        step("delete-replaced", old),
    )
    assert told(run(preview(*steps), "--json"))["usdAMonth"]["after"] == 1


def test_images_come_from_retention_and_pushes(run):
    kept = create(POLICY, repository="payments", policy=KEEP_ONE)
    done = run(preview(create(REPOSITORY, name="payments"), kept), "--json")
    row = lines(done)["images of payments"]
    assert row["after"]["count"] == 1
    assert "2 pushes a day of 100 MB (as given)" in row["note"]
    grows = run(preview(create(REPOSITORY, name="payments")), "--json")
    assert "still grow" in lines(grows)["images of payments"]["note"]


def test_a_policy_that_names_its_repository_by_dependency_is_its_policy(run):
    repository = create(REPOSITORY, name="payments")
    kept = create(POLICY, repository="04da6b54-80e4-46f7-96ec-b56ff0331ba9", policy=KEEP_ONE)
    kept["newState"]["propertyDependencies"] = {"repository": [repository["urn"]]}
    done = run(preview(repository, kept), "--json")
    assert lines(done)["images of payments"]["after"]["count"] == 1


def test_a_secret_policy_makes_the_row_unknown(run):
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
    kept = create(POLICY, repository="payments", policy=secret)
    done = run(preview(create(REPOSITORY, name="payments"), kept), "--json")
    assert "whose lifecycle policy is not known" in told(done)["notKnown"][0]["what"]


def test_use_is_read_from_the_registry_where_no_option_says_it(run):
    done = run(preview(create(REPOSITORY, name="payments")), "--json", use=())
    assert "(its last 30 days)" in lines(done)["images of payments"]["note"]


def test_a_use_that_nobody_knows_is_said_and_fails_a_limit(run):
    denied = account(DescribeImages=Refusal("AccessDeniedException", "no"))
    value = preview(create(REPOSITORY, name="payments"))
    assert (
        "whose use is not known"
        in told(run(value, "--json", aws=denied, use=()))["notKnown"][0]["what"]
    )
    assert run(value, "--limit", "9", aws=denied, use=()).exit_code == 3


def test_a_limit_judges_the_cost_after_the_update(run):
    value = preview(create(KEY))
    assert run(value, "--limit", "1").exit_code == 0
    assert run(value, "--limit", "0.99").exit_code == 1


def test_an_unknown_type_is_never_free(run):
    value = preview(create("aws:rds/instance:Instance"))
    assert told(run(value, "--json"))["notKnown"] == [
        {"what": "aws:rds/instance:Instance", "count": 1}
    ]
    done = run(value, "--limit", "1000")
    assert done.exit_code == 3
    assert "not known: aws:rds/instance:Instance (1)" in done.stderr


def test_unchanged_resources_that_the_file_leaves_out_are_said(run):
    value = preview(create(KEY), changeSummary={"create": 2, "same": 7})
    assert told(run(value, "--json"))["notKnown"][0]["count"] == 7
    assert run(value, "--limit", "5").exit_code == 3
    assert run(value, "--limit", "0.5").exit_code == 1


def test_a_region_without_prices_says_whose_it_takes(run):
    done = run(preview(create(KEY), region="eu-west-9"))
    assert "us-east-1, in place of eu-west-9, whose is not known" in done.stderr


def test_each_region_is_priced_by_itself(run):
    inputs = {"vpcEndpointType": "Interface", "subnetIds": ["a"]}
    here = create("aws:ec2/vpcEndpoint:VpcEndpoint", "here", **inputs)
    there = create("aws:ec2/vpcEndpoint:VpcEndpoint", "there", **inputs, region="us-east-1")
    found = told(run(preview(here, there), "--json"))["lines"]
    assert [(one["region"], one["price"]["usd"]) for one in found] == [
        ("ap-northeast-2", 0.013),
        ("us-east-1", 0.01),
    ]


def test_what_is_only_looked_up_costs_its_owner(run):
    read = create(KEY)
    read["newState"]["external"] = True
    assert told(run(preview(read), "--json"))["usdAMonth"]["after"] == 0


def test_markdown_is_a_table_in_which_names_stay_text(run):
    evil = create(REPOSITORY, name="a|<img src=x>\x1b[31m")
    done = run(preview(evil, create(KEY)), "--markdown")
    assert done.stdout.startswith("| what | now | after |")
    assert "<img" not in done.stdout.replace("\\<", "")
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "{}",
        '{"steps": {}}',
        '{"steps": [1]}',
        '{"steps": [{"op": "create"}, null]}',
        '{"steps": [{"op": 1, "newState": {"type": "aws:kms/key:Key"}}]}',
        '{"steps": [{"op": "create", "newState": {"type": 1}}]}',
        '{"steps": [{"op": "create", "newState": {"type": "a", "custom": true, "inputs": "x"}}]}',
        '{"steps": [], "config": 5}',
        '{"steps": [], "changeSummary": {"same": "many"}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_preview_is_wrong_use(run, text):
    done = run(text)
    assert done.exit_code == 2
    assert "pulumi preview --json" in done.stderr


def test_a_file_far_larger_than_a_preview_is_not_read(run, monkeypatch):
    monkeypatch.setattr(previewed, "LARGEST", 1000)
    done = run('{"steps": []}' + " " * 1000)
    assert done.exit_code == 2
    assert "larger than" in done.stderr


def test_options_of_the_one_are_refused_with_the_other(run, monkeypatch):
    assert run(preview(), "payments").exit_code == 2
    monkeypatch.setattr(options, "Aws", lambda *_: account())
    assert CliRunner().invoke(cli.main, ["cost", *USE]).exit_code == 2


def test_a_preview_of_the_engine_is_read(run):
    """One service was up; its retention grows, a second one and the monitoring come."""
    found = told(run(REAL.read_text(), "--json"))
    rows = {one["what"]: one for one in found["lines"]}
    assert rows["KMS keys"]["after"]["count"] == 1
    assert rows["dashboards"]["after"]["usdAMonth"] == 3
    assert rows["metrics that alarms read"]["after"]["count"] > 5
    one, two = rows["images of one"], rows["images of two"]
    assert 0 < one["now"]["count"] < one["after"]["count"] == two["after"]["count"]
    assert two["now"]["count"] == 0
    assert [row["what"] for row in found["notKnown"]] == [
        "unchanged resources that the file leaves out (--show-sames)"
    ]
