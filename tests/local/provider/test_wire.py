"""Archives as the engine sends them from its state."""

import pulumi
import pytest
from google.protobuf import struct_pb2
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime.proto import provider_pb2

from local.provider.wire import without_bare_assets
from tests.local.provider.engine import without_assets

BARE = {"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7"}


def struct(values):
    made = struct_pb2.Struct()
    made.update(values)
    return made


def test_an_archive_without_contents_is_taken_out_before_the_sdk_refuses_it():
    request = provider_pb2.DiffRequest(
        olds=struct({"code": BARE, "name": "one", "deep": {"code": BARE}}),
        news=PropertyValue.marshal_map(
            {"code": PropertyValue(pulumi.AssetArchive({"a": pulumi.StringAsset("x")}))}
        ),
    )
    with pytest.raises(AssertionError):
        PropertyValue.unmarshal_map(request.olds)
    without_bare_assets(request)
    assert dict(request.olds) == {"name": "one", "deep": struct({})}
    assert without_assets(PropertyValue.unmarshal_map(request.news)).keys() == {"code"}


def test_a_request_without_properties_stays_as_it_is():
    request = provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion")
    assert without_bare_assets(request) == request
