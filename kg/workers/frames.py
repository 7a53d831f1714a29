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
    """The next message, waited for; None when the other side has gone. It is the only one on its way."""
    received = bytearray()
    wanted = LENGTHS.size
    while len(received) < wanted:
        piece = connection.recv(1 << 16)
        if not piece:
            return None
        received += piece
        if len(received) >= LENGTHS.size:
            head_length, body_length = LENGTHS.unpack_from(received)
            wanted = LENGTHS.size + head_length + body_length
    head_end = LENGTHS.size + head_length
    return header(received[LENGTHS.size : head_end]), bytes(received[head_end:])
