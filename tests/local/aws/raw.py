"""Requests byte by byte, as no client library would send them."""

import re
import socket


def sent(port, data, address="127.0.0.1", half=False):
    """What the server answers until it closes, or says nothing more for a while."""
    answer = b""
    with socket.create_connection((address, port), timeout=10) as connection:
        connection.sendall(data)
        if half:
            connection.shutdown(socket.SHUT_WR)
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    return answer


def request(line, *headers, host, body=b"", close=True):
    """The bytes of a request; no `Host` where the host is None."""
    lines = [line] if host is None else [line, f"Host: {host}"]
    lines += [*headers, *(["Connection: close"] if close else [])]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def statuses(answer):
    """The status of each answer on a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]
