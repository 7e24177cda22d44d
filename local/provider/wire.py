"""What the engine sends of an archive or asset from its state: a mark, and nothing in it.

The Python SDK hands archives back without their hash, so the state keeps none; it then refuses
the bare mark as invalid before any of our code is reached. A digest tells whether code changed
(`sourceCodeHash`), so the mark can go.
"""

from typing import Any

# sdk/go/common/resource/sig: the key of a mark, and those of an asset and of an archive.
_KEY = "4dabf18193072939515e22adb298388d"
_ASSETS = {"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"}
_CONTENTS = {"assets", "path", "text", "uri"}
_FIELDS = ("inputs", "news", "oldInputs", "olds", "properties")


def without_bare_assets(request: Any) -> Any:
    """The request, changed in place."""
    for name in _FIELDS:
        if name in request.DESCRIPTOR.fields_by_name and request.HasField(name):
            _clean(getattr(request, name))
    return request


def _clean(struct: Any) -> None:
    """Takes the bare marks out of a protobuf Struct, at any depth."""
    for key in [key for key, value in struct.fields.items() if _is_bare(value)]:
        del struct.fields[key]
    for value in struct.fields.values():
        if value.HasField("struct_value"):
            _clean(value.struct_value)


def _is_bare(value: Any) -> bool:
    if not value.HasField("struct_value"):
        return False
    fields = value.struct_value.fields
    is_asset = _KEY in fields and fields[_KEY].string_value in _ASSETS
    return is_asset and not _CONTENTS & set(fields)
