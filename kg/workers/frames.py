"""Messages between processes: a header in JSON and a body of bytes, with the lengths of both before them."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, Final

LENGTHS: Final = struct.Struct("<II")


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    head = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(head), len(body)) + head + body


def header(data: bytes | bytearray) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return found


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next message, waited for; None when the other side has gone."""
    lengths = _exactly(connection, LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = LENGTHS.unpack(lengths)
    rest = _exactly(connection, head_length + body_length)
    return None if rest is None else (header(rest[:head_length]), rest[head_length:])


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    received = bytearray()
    while len(received) < count:
        piece = connection.recv(min(count - len(received), 1 << 20))
        if not piece:
            return None
        received += piece
    return bytes(received)
