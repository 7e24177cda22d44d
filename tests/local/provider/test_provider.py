"""What every type inherits: names, tags, secrets, unknowns, drift, refusals."""

import asyncio
import json

import boto3
import pytest
from pulumi.provider.experimental.property_value import PropertyValue

from local.provider.door import SENTINEL, encode, encoded
from local.provider.errors import ProviderError
from local.provider.session import loopback
from local.provider.values import UNKNOWN
from tests.local.provider.engine import Engine
from tests.local.provider.examples.ecr import POLICY as POLICY_DOCUMENT
from tests.local.provider.examples.iam import PULL_ONLY, ROLE, permit

REPOSITORY = "aws:ecr/repository:Repository"
POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
CACHE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"

KEEP_FIVE = json.dumps(POLICY_DOCUMENT)


def secret(value):
    return encoded(value).with_secret(True)


def test_a_type_that_is_not_modelled_is_refused_by_name(engine):
    [(_, reason)] = engine.check("aws:rds/instance:Instance", "one", {}).failures
    assert "aws:rds/instance:Instance" in reason


def test_a_property_that_is_not_modelled_is_refused_by_its_path(engine):
    inputs = {"imageScanning": True, "imageScanningConfiguration": {"scanOnPush": True, "deep": 1}}
    paths = [path for path, _ in engine.check(REPOSITORY, "one", inputs).failures]
    assert paths == ["imageScanning", "imageScanningConfiguration.deep"]


def test_an_argument_that_the_local_aws_cannot_hold_is_refused_by_name(engine):
    inputs = {"cidrBlock": "10.0.0.0/16", "ipv6CidrBlock": "::/56"}
    [(path, _)] = engine.check("aws:ec2/vpc:Vpc", "one", inputs).failures
    assert path == "ipv6CidrBlock"


def test_a_missing_argument_and_a_wrong_type_are_told_together(engine):
    failures = dict(engine.check(POLICY, "one", {"repository": ["a list"]}).failures)
    assert failures == {
        "repository": "must be of type string, not a list",
        "policy": f"{POLICY} needs it, and it is missing",
    }


@pytest.mark.parametrize("name", ["Upper", "/lead", "a", "x" * 257, "a--b", "a/"])
def test_a_repository_name_that_ecr_refuses_is_refused_before_anything_happens(engine, name):
    [(path, reason)] = engine.check(REPOSITORY, "one", {"name": name}).failures
    assert path == "name"
    assert "Amazon ECR refuses" in reason


def test_a_function_that_is_not_modelled_is_refused_by_name(engine):
    with pytest.raises(ProviderError, match="aws:index/getRegions:getRegions"):
        engine.invoke("aws:index/getRegions:getRegions")
    with pytest.raises(ProviderError, match="the argument colour of"):
        engine.invoke("aws:index/getRegion:getRegion", colour="red")


@pytest.mark.parametrize(
    "endpoint",
    [
        None,
        "",
        "https://ecr.ap-northeast-2.amazonaws.com",
        "http://10.0.0.1:5000",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com:80",
        "127.0.0.1:5000",
    ],
)
def test_only_a_loopback_endpoint_is_accepted(endpoint):
    with pytest.raises(ProviderError, match="endpoint"):
        loopback(endpoint)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])
def test_every_loopback_endpoint_is_accepted(endpoint):
    assert loopback(endpoint) == endpoint


def test_an_endpoint_of_the_providers_own_must_be_loopback_too(engine, local):
    with pytest.raises(ProviderError, match="refuses the endpoint"):
        Engine(endpoints='[{"ecr": "https://ecr.amazonaws.com"}]')
    Engine(endpoints=f'[{{"ecr": "{local.endpoint}"}}]')


def test_an_account_that_the_stack_does_not_allow_is_refused(engine):
    Engine(allowedAccountIds='["111122223333"]')
    with pytest.raises(ProviderError, match=r"111122223333 .* is not among aws:allowedAccountIds"):
        Engine(allowedAccountIds='["444455556666"]')
    with pytest.raises(ProviderError, match="is among aws:forbiddenAccountIds"):
        Engine(forbiddenAccountIds='["111122223333"]')


def test_a_missing_region_is_one_clear_error(engine, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(ProviderError, match="set aws:region"):
        Engine(region=None)


def test_a_provider_setting_that_is_not_modelled_is_refused(engine):
    from pulumi.provider.experimental import provider as protocol

    request = protocol.CheckRequest("", {}, encode({"assumeRoles": "[]", "region": "x"}), b"")
    answer = asyncio.run(engine.provider.check_config(request))
    assert [failure.property for failure in answer.failures] == ["assumeRoles"]


def test_an_automatic_name_comes_of_the_seed_and_stays(engine):
    first = engine.check(REPOSITORY, "One", {}, seed=b"\xab" * 32).inputs
    assert first["name"] == "one-abababa"
    again = engine.check(REPOSITORY, "One", {}, old=first, seed=b"\xcd" * 32).inputs
    assert again["name"] == first["name"]
    replaced = engine.check(REPOSITORY, "One", {}, seed=b"\xcd" * 32).inputs
    assert replaced["name"] != first["name"]


def test_a_fixed_name_is_deleted_before_it_is_created_and_an_automatic_one_after(engine):
    for given, first in (({"name": "fixed"}, True), ({}, False)):
        made = engine.make(REPOSITORY, "one", given)
        other = {**made.inputs, "encryptionConfigurations": [{"encryptionType": "KMS"}]}
        difference = engine.diff(REPOSITORY, "one", made.state, other)
        assert difference.replaces == ["encryptionConfigurations"]
        assert difference.delete_before_replace is first


def test_a_name_that_is_given_up_becomes_an_automatic_one(engine):
    made = engine.make(REPOSITORY, "one", {"name": "fixed"})
    inputs = engine.check(REPOSITORY, "one", {}, old=made.inputs).inputs
    assert engine.diff(REPOSITORY, "one", made.state, inputs).replaces == ["name"]


def test_a_lifecycle_policy_is_never_put_before_the_old_one_is_deleted(engine):
    engine.make(REPOSITORY, "one", {"name": "one"})
    made = engine.make(POLICY, "one", {"repository": "one", "policy": KEEP_FIVE})
    changed = {**made.inputs, "policy": '{"rules": [{}]}'}
    assert engine.diff(POLICY, "one", made.state, changed).delete_before_replace


def test_a_policy_that_means_the_same_is_no_change(engine):
    one = '{"rules": [{"rulePriority": 2}, {"rulePriority": 1}]}'
    two = '{ "rules":[{"rulePriority":1},{"rulePriority":2}] }'
    state = {"repository": "one", "policy": one, "region": "ap-northeast-2"}
    assert not engine.diff(POLICY, "one", state, {"repository": "one", "policy": two}).changes


def test_default_tags_reach_every_resource_under_its_own_tags(engine):
    tagged = Engine(defaultTags='{"tags": {"Stack": "dev", "Owner": "platform"}}')
    made = tagged.make(REPOSITORY, "one", {"tags": {"Owner": "media"}})
    assert made.state["tagsAll"] == {"Stack": "dev", "Owner": "media"}
    assert made.state["tags"] == {"Owner": "media"}
    read = tagged.read(REPOSITORY, "one", made.id, made.state, made.inputs)
    assert read.state == made.state
    untagged = engine.check(REPOSITORY, "one", {"tags": {"Owner": "media"}}, old=made.inputs)
    assert engine.diff(REPOSITORY, "one", made.state, untagged.inputs).diffs == ["tagsAll"]


def test_ignored_tags_are_nobodys_drift(engine):
    lenient = Engine(ignoreTags='{"keys": ["Scanner"], "keyPrefixes": ["aws:"]}')
    made = lenient.make(REPOSITORY, "one", {"name": "one"})
    boto3.client("ecr").tag_resource(
        resourceArn=made.state["arn"], tags=[{"Key": "Scanner", "Value": "x"}]
    )
    assert lenient.read(REPOSITORY, "one", made.id, made.state, made.inputs).state == made.state


def test_what_changed_behind_our_back_is_drift(engine):
    made = engine.make(REPOSITORY, "one", {"name": "one", "tags": {"Service": "one"}})
    ecr = boto3.client("ecr")
    ecr.put_image_tag_mutability(repositoryName="one", imageTagMutability="IMMUTABLE")
    ecr.untag_resource(resourceArn=made.state["arn"], tagKeys=["Service"])
    now = engine.read(REPOSITORY, "one", made.id, made.state, made.inputs)
    assert now.state["imageTagMutability"] == now.inputs["imageTagMutability"] == "IMMUTABLE"
    difference = engine.diff(REPOSITORY, "one", now.state, made.inputs)
    assert set(difference.diffs) == {"imageTagMutability", "tagsAll"}
    assert not engine.diff(
        REPOSITORY, "one", now.state, made.inputs, ["imageTagMutability", "tags"]
    ).changes


def test_a_policy_that_a_resource_of_its_own_attaches_is_no_drift_of_the_role(engine):
    role = engine.make(ROLE.token, "one", ROLE.inputs(None))
    assert role.state["inlinePolicies"] == role.state["managedPolicyArns"] == []
    attach = {"role": role.id, "policyArn": PULL_ONLY}
    engine.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "one", attach)
    engine.make(
        "aws:iam/rolePolicy:RolePolicy", "one", {"role": role.id, "policy": permit("ecr:*")}
    )
    assert engine.read(ROLE.token, "one", role.id, role.state, role.inputs).state == role.state
    own = engine.make(ROLE.token, "own", {**ROLE.inputs(None), "managedPolicyArns": [PULL_ONLY]})
    boto3.client("iam").detach_role_policy(RoleName=own.id, PolicyArn=PULL_ONLY)
    assert engine.read(ROLE.token, "own", own.id, own.state, own.inputs).state != own.state


def test_a_block_that_was_left_out_and_that_aws_fills_is_no_drift(engine):
    made = engine.make(REPOSITORY, "one", {"name": "one"})
    assert made.state["encryptionConfigurations"] == [{"encryptionType": "AES256"}]
    assert not engine.diff(REPOSITORY, "one", made.state, made.inputs).changes


def test_a_resource_in_another_region_is_made_and_read_there(engine):
    made = engine.make(REPOSITORY, "one", {"name": "one", "region": "us-east-1"})
    assert ":us-east-1:" in made.state["arn"]
    assert engine.read(REPOSITORY, "one", made.id, made.state, made.inputs).id
    moved = {name: value for name, value in made.inputs.items() if name != "region"}
    assert engine.diff(REPOSITORY, "one", made.state, moved).replaces == ["region"]
    engine.delete(REPOSITORY, "one", made.id, made.state)
    assert engine.read(REPOSITORY, "one", made.id, made.state).id == ""


def test_a_secret_stays_one_in_check_and_state(engine):
    topic = engine.make("aws:sns/topic:Topic", "one", {"name": "alerts"})
    inputs = {
        "topic": topic.state["arn"],
        "protocol": "email",
        "endpoint": secret("alerts@example.com"),
    }
    checked = engine.check(SUBSCRIPTION, "one", inputs)
    assert checked.wire["endpoint"].is_secret
    assert engine.create(SUBSCRIPTION, "one", checked.wire, preview=True).secrets == {"endpoint"}
    made = engine.create(SUBSCRIPTION, "one", checked.wire)
    assert made.secrets == {"endpoint"}


def test_a_secret_tag_makes_all_the_tags_secret(engine):
    inputs = {"tags": PropertyValue({"Token": secret("marker")})}
    checked = engine.check(REPOSITORY, "one", inputs)
    assert checked.wire["tagsAll"].is_secret
    assert engine.create(REPOSITORY, "one", checked.wire).secrets == {"tags", "tagsAll"}


def test_a_secret_never_gets_into_an_error(engine):
    with pytest.raises(ProviderError) as raised:
        engine.create(
            POLICY, "one", {"repository": secret("marker-of-a-secret"), "policy": KEEP_FIVE}
        )
    assert "marker-of-a-secret" not in str(raised.value)
    assert "[secret]" in str(raised.value)


def test_an_unknown_input_is_unknown_in_the_preview_and_all_outputs_are(engine):
    checked = engine.check(POLICY, "one", {"repository": UNKNOWN, "policy": "{}"})
    assert checked.failures == []
    request = engine.create(POLICY, "one", checked.inputs, preview=True)
    assert repr(request.state["repository"]) == repr(request.state["registryId"]) == "UNKNOWN"
    assert request.id == ""
    assert encoded(UNKNOWN).value == SENTINEL


def test_an_unknown_tag_makes_all_the_tags_unknown(engine):
    checked = engine.check(REPOSITORY, "one", {"tags": {"Service": UNKNOWN}})
    assert repr(checked.inputs["tagsAll"]) == "UNKNOWN"


def test_a_preview_asks_nothing_of_aws(engine, monkeypatch):
    made = engine.make(REPOSITORY, "one", {})

    def forbidden(*arguments):
        raise AssertionError("a preview called AWS")

    session = engine.provider._session
    monkeypatch.setattr(session, "client", forbidden)
    inputs = engine.check(REPOSITORY, "one", {}, old=made.inputs).inputs
    engine.diff(REPOSITORY, "one", made.state, inputs)
    engine.create(REPOSITORY, "two", inputs, preview=True)
    engine.update(REPOSITORY, "one", made.id, made.state, inputs, preview=True)


def test_what_is_only_recorded_says_so_on_each_resource(engine):
    inputs = {"ecrRepositoryPrefix": "hub", "upstreamRegistryUrl": "public.ecr.aws"}
    made = engine.make(CACHE, "one", inputs)
    [(urn, message)] = engine.warnings
    assert urn.endswith("::one")
    assert message.startswith("recorded, not applied")
    assert made.id == "hub"
    with pytest.raises(ProviderError, match="cannot be imported"):
        engine.read(CACHE, "one", "hub")


def test_an_error_of_aws_is_one_sentence_with_its_code(engine):
    with pytest.raises(ProviderError, match=r"^PutLifecyclePolicy failed: RepositoryNotFound.*"):
        engine.create(POLICY, "one", {"repository": "missing", "policy": KEEP_FIVE})


def test_a_text_may_stand_for_a_number_or_a_boolean(engine):
    inputs = {"forceDelete": "true", "imageScanningConfiguration": {"scanOnPush": "false"}}
    checked = engine.check(REPOSITORY, "one", inputs)
    assert checked.failures == []
    assert checked.inputs["forceDelete"] is True
    assert checked.inputs["imageScanningConfiguration"] == {"scanOnPush": False}
