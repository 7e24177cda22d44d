"""What the plug-in takes of Pulumi's SDK that the SDK calls its own, all of it here.

`tests/tools/lint/test_private_apis.py` names each: an SDK that drops one fails there, by name.
"""

from pulumi import _types
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS

#: Without them a message of more than 4 MB ends the plug-in.
CHANNEL_OPTIONS = _GRPC_CHANNEL_OPTIONS

input_type_py_to_pulumi_names = _types.input_type_py_to_pulumi_names
input_type_types = _types.input_type_types
is_input_type = _types.is_input_type
output_type_types = _types.output_type_types
resource_types = _types.resource_types
