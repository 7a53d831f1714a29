"""What the engines' tests run in workers: tasks that do all that a task can do wrong."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from kg.errors import UsageError


def factory(argument: str) -> Callable[[str], tuple[str, int]]:
    if argument == "refuse":
        raise UsageError("there is no such model")
    loaded = os.getpid()

    def do(task: str) -> tuple[str, int]:
        kind, _, rest = task.partition(" ")
        _DEEDS.get(kind, lambda _: None)(rest)
        return task, loaded

    return do


def _hang(_: str) -> NoReturn:
    while True:
        pass


def _eat(_: str) -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def _raise(words: str) -> None:
    raise ValueError(words)


def _write(name: str) -> None:
    Path(name).write_text("a stranger was here", encoding="utf-8")


def _call(port: str) -> None:
    import socket

    socket.create_connection(("127.0.0.1", int(port)), timeout=2).close()


_DEEDS: dict[str, Callable[[str], object]] = {
    "hang": _hang,
    "sleep": lambda _: time.sleep(1000),
    "crash": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "leave": lambda _: os._exit(3),
    "eat": _eat,
    "raise": _raise,
    "write": _write,
    "call": _call,
    "read": lambda name: Path(name).read_bytes(),
}


def version(_: str) -> str:
    return "1"
