"""A real `oxigraph serve` on loopback, which can be killed and started again on the same data."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

_LONGEST_START = 20.0


class OxigraphServer:
    """`union` is whether the default graph of its queries is the union of all."""

    def __init__(self, folder: Path, *, union: bool = False) -> None:
        self._folder, self._union = folder, union
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/query"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
        options = ["--union-default-graph"] if self._union else []
        self._process = subprocess.Popen(
            [program, "serve", "--location", str(self._folder), "--bind", f"127.0.0.1:{self.port}", *options],
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _LONGEST_START
        while not self._answers():
            assert time.monotonic() < until
            assert self._process.poll() is None
            time.sleep(0.02)

    def clear(self) -> None:
        """Nothing was ever built there."""
        headers = {"Content-Type": "application/sparql-update"}
        with urlopen(Request(self.url.replace("/query", "/update"), b"DROP ALL", headers), timeout=20):
            pass

    def kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def _answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=5):
                return True
        except HTTPError:
            return True
        except OSError:
            return False


@contextmanager
def serving(folder: Path, *, union: bool = False) -> Iterator[OxigraphServer]:
    server = OxigraphServer(folder, union=union)
    server.start()
    try:
        yield server
    finally:
        server.kill()
