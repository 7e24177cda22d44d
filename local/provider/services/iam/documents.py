"""How IAM's answers hold a policy: boto3 has parsed it, or left it percent-encoded."""

import json
from typing import Any
from urllib.parse import unquote


def text(document: Any) -> str:
    """A policy document as JSON text."""
    return unquote(document) if isinstance(document, str) else json.dumps(document)
