"""Events of ECR, on the default bus of an account and Region."""

import json
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from local.aws.oci import site


def send(backend: Any, kind: str, detail: Mapping[str, Any]) -> None:
    """Puts an event of ECR on the account's default bus; a target that fails fails no push."""
    from moto.events.models import events_backends

    event = {
        "Source": "aws.ecr",
        "DetailType": kind,
        "Detail": json.dumps(detail),
        "Resources": [],
        "Time": site.here().clock.now().timestamp(),
    }
    try:
        events_backends[backend.account_id][backend.region_name].put_events([event])
    except Exception:  # noqa: BLE001 - whatever a target does
        sys.stderr.write(f"an event did not reach its targets\n{traceback.format_exc()}")
