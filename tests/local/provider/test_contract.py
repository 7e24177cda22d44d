"""The plug-in's types against the real provider's: names, kinds, what replaces."""

import inspect
import re
from pathlib import Path

import pulumi_aws
import pytest

from local.provider import registry
from local.provider.generate import describe, terraform_name
from local.provider.recorded import Recorded
from local.provider.schema import schema
from tests.local.provider.force_new import FORCE_NEW

TOKENS = registry.modelled()


def plain(kind):
    """A kind of the schema files without what isn't in pulumi_aws: sets, and what AWS fills."""
    if isinstance(kind, dict):
        return {name: plain(item) for name, item in kind.items()}
    if isinstance(kind, list):
        return plain(kind[1]) if kind[0] == "filled" else [named(kind[0]), plain(kind[1])]
    return kind.removesuffix("?")


def named(outer):
    return "list" if outer == "set" else outer


@pytest.mark.parametrize("token", TOKENS)
def test_a_type_has_the_properties_of_pulumi_aws_own_class(token):
    real, ours = describe(token), schema(token)
    assert plain(ours.inputs) == real["inputs"]
    assert ours.outputs == real["outputs"]
    assert list(ours.required) == real["required"]


@pytest.mark.parametrize("token", TOKENS)
def test_a_type_is_replaced_by_what_replaces_the_real_one(token):
    source, names = FORCE_NEW[terraform_name(token)]
    assert source.endswith(".go")
    assert {snake(token, name) for name in registry.handler(token).force_new} == set(names.split())


def snake(token, name):
    """The provider's own name of a property, which pulumi-aws renames here and there."""
    renamed = {
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "name"): "alarm_name",
        ("aws:ecr/repository:Repository", "encryptionConfigurations"): "encryption_configuration",
        ("aws:lambda/function:Function", "name"): "function_name",
        ("aws:lambda/permission:Permission", "function"): "function_name",
        ("aws:sns/topicSubscription:TopicSubscription", "topic"): "topic_arn",
    }
    return renamed.get((token, name), re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower())


@pytest.mark.parametrize("token", TOKENS)
def test_a_type_speaks_of_properties_that_it_has(token):
    handler = registry.handler(token)
    inputs = handler.schema.inputs.keys()
    spoken = {*handler.force_new, *handler.defaults, *handler.meanings, *handler.unmodelled}
    spoken |= handler.left_as_found | ({handler.autoname.property} if handler.autoname else set())
    assert spoken <= inputs
    assert handler.volatile <= inputs | handler.schema.outputs.keys()
    assert handler.unmodelled.isdisjoint(handler.schema.required)


def real_function(token):
    service, name = token.split(":")[1].split("/")[0], token.rpartition(":")[2]
    module = pulumi_aws if service == "index" else getattr(pulumi_aws, service)
    snaked = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower().replace("open_id", "open_id")
    return getattr(module, snaked)


@pytest.mark.parametrize("token", registry.functions())
def test_a_function_models_arguments_that_the_real_one_has(token):
    parameters = inspect.signature(real_function(token)).parameters
    ours = {re.sub(r"(?<!^)(?=[A-Z])", "_", n).lower() for n in registry.function(token).arguments}
    assert ours <= set(parameters)


def test_the_documentation_lists_every_type_and_function_and_no_other():
    text = Path("docs/local.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(aws:\w+)` \| (.*) \|$", text, re.MULTILINE))
    listed = {
        (package, name, bool(recorded))
        for package, types in rows.items()
        for name, recorded in re.findall(r"`(\w+)`( \(recorded\))?", types)
    }
    assert listed == {
        (token.split("/")[0], token.rpartition(":")[2], is_recorded(token)) for token in TOKENS
    }
    functions = {token.rpartition(":")[2] for token in registry.functions()}
    assert set(re.findall(r"`(get\w+)`", text)) == functions


def is_recorded(token):
    return isinstance(registry.handler(token), Recorded)
