"""Serving the pack: a gRPC server on loopback, whose port is the one line that the engine reads."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from policy_pack.framework.analyzer import Analyzer
from policy_pack.framework.policy import Policy
from policy_pack.framework.registrations import Translate

_OPTIONS = [("grpc.max_receive_message_length", -1)]
"""A stack comes as one message, however large."""


def serve(
    name: str, description: str, policies: Iterable[Policy], translate: Translate | None = None
) -> None:
    """Serve the policies until the engine ends the process."""
    server = grpc.server(ThreadPoolExecutor(max_workers=4), options=_OPTIONS)
    analyzer = Analyzer(name, description, policies, translate)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.wait_for_termination()
