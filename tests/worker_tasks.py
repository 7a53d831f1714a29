"""Tasks for the tests of workers: what a hostile or unlucky one would do."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.store import Reader
from kg.workers import Reply, TaskTable

HERE = f"{__name__}:table"


def table() -> TaskTable:
    return {
        "echo": lambda reader, given: Reply(body=str(given["say"]).encode()),
        "count": _count,
        "quads": lambda reader, given: Reply(body="\n".join(sorted(map(str, reader.store))).encode()),
        "read_all": lambda reader, given: Reply(body=b"%d" % sum(1 for _ in reader.store)),
        "pid": lambda reader, given: Reply(body=str(os.getpid()).encode()),
        "sleep": lambda reader, given: Reply(body=str(time.sleep(given["seconds"])).encode()),
        "spin": _spin,
        "die": lambda reader, given: os.kill(os.getpid(), signal.SIGKILL),
        "die_once": _die_once,
        "eat": lambda reader, given: Reply(body=str(len(bytearray(given["bytes"]))).encode()),
        "large": lambda reader, given: Reply(body=b"x" * given["bytes"]),
        "fail": _fail,
        "wrong": lambda reader, given: Reply(body=given["no such argument"]),
        "attempt": _attempt,
    }


def _count(reader: Reader, given: Mapping[str, Any]) -> Reply:
    table = reader.select("SELECT (COUNT(?a) AS ?n) { ?a a cg:Article }")
    return Reply(body=str(table.rows[0][0]).encode(), notes={"revision": reader.revision})


def _spin(reader: Reader, given: Mapping[str, Any]) -> Reply:
    while True:
        pass


def _die_once(reader: Reader, given: Mapping[str, Any]) -> Reply:
    """In the first two workers. A process number is all that a worker can remember: it may write nothing."""
    if os.getpid() in given["victims"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return Reply(body=b"done")


def _fail(reader: Reader, given: Mapping[str, Any]) -> Reply:
    raise QueryError("that is no question")


def _attempt(reader: Reader, given: Mapping[str, Any]) -> Reply:
    """What happened when a wall was tried: "done", or the name of the error."""
    try:
        ATTEMPTS[given["what"]](given["target"])
    except OSError as error:
        return Reply(body=type(error).__name__.encode())
    return Reply(body=b"done")


def _connect(target: Any) -> None:
    socket.create_connection(("127.0.0.1", target), timeout=2).close()


def _send(target: Any) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("127.0.0.1", target))


def _write(target: Any) -> None:
    Path(target).write_bytes(b"x")


ATTEMPTS: Mapping[str, Callable[[Any], object]] = {
    "read": lambda target: Path(target).read_bytes(),
    "list": lambda target: os.listdir(target),
    "write": _write,
    "remove": os.unlink,
    "connect": _connect,
    "send": _send,
    "resolve": lambda target: socket.getaddrinfo(target, 80),
    "signal": lambda target: os.kill(target, signal.SIGTERM),
}
