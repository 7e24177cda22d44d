"""CloudWatch speaks Smithy RPC v2 CBOR, as current SDKs do.

Smithy specification, "Smithy RPC v2 CBOR": POST to `/service/SERVICE/operation/OPERATION`, header
`smithy-protocol: rpc-v2-cbor`. moto knows CloudWatch's older protocols alone, and answers 404.
"""

from collections.abc import Mapping
from typing import Any, Final

from moto.cloudwatch import urls
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.parse import PROTOCOL_PARSERS, JSONParser
from moto.core.serialize import SERIALIZERS, JSONSerializer

from local.aws import cbor

_PROTOCOL: Final = "smithy-rpc-v2-cbor"
_TYPE: Final = "application/cbor"
_PATH: Final = "/service/GraniteServiceVersion20100801/operation/"


class _Parser(JSONParser):  # type: ignore[misc]
    def _parse_body_as_json(self, body: bytes) -> Any:
        return cbor.decode(body) if body else {}

    def _parse_blob(self, shape: Any, value: bytes) -> bytes:  # noqa: ARG002 - moto's signature
        return value


class _Serializer(JSONSerializer):  # type: ignore[misc]
    def _serialize_body(self, body: Mapping[str, Any]) -> bytes:
        return cbor.encode(body)

    def _serialize_type_timestamp(self, serialized: Any, value: Any, shape: Any, key: str) -> None:
        super()._serialize_type_timestamp(serialized, value, shape, key)
        serialized[key] = cbor.Epoch(serialized[key])

    def _serialized_result_to_response(self, *arguments: Any) -> Any:
        return _marked(super()._serialized_result_to_response(*arguments))

    def _serialized_error_to_response(self, *arguments: Any) -> Any:
        return _marked(super()._serialized_error_to_response(*arguments))


def patch() -> None:
    """Adds the path, the parser and the serializer."""
    if _PROTOCOL in PROTOCOL_PARSERS:
        return
    PROTOCOL_PARSERS[_PROTOCOL], SERIALIZERS[_PROTOCOL] = _Parser, _Serializer
    urls.url_paths["{0}" + _PATH + "(?P<operation>[A-Za-z]+)$"] = CloudWatchResponse.dispatch
    set_up, action = CloudWatchResponse.setup_class, CloudWatchResponse._get_action

    def setup_class(response: Any, request: Any, *arguments: Any, **keywords: Any) -> None:
        if request.path.startswith(_PATH):
            keywords["use_raw_body"] = True
        set_up(response, request, *arguments, **keywords)

    def get_action(response: Any) -> Any:
        path = str(response.normalized_request.path)
        return path.removeprefix(_PATH) if path.startswith(_PATH) else action(response)

    CloudWatchResponse.setup_class = setup_class
    CloudWatchResponse._get_action = get_action


def _marked(answer: Any) -> Any:
    answer["headers"]["Content-Type"] = _TYPE
    answer["headers"]["smithy-protocol"] = "rpc-v2-cbor"
    return answer
