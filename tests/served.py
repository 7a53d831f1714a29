"""A server for tests: the real command, in a process of its own, on a free port of the loopback interface."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import rdflib

SYNTAX = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
PATIENT = ("--timeout", "60")
"""For tests that are not about time: other tests may keep the machine busy."""

_PATIENCE = 60  # seconds until it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """`url` has no "/" at its end."""

    url: str
    pid: int

    def client(self, **given: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, **given)  # type: ignore[arg-type]


@contextmanager
def served(store: Path, *options: str) -> Iterator[Served]:
    """`kg serve` on the store, once it answers questions; ended at the end."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://\S+(?=/ )", said)
        assert found, said
        # Else the server would stop when nobody reads what it says.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        _wait_until_ready(found[0])
        yield Served(url=found[0], pid=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(f"{url} was not ready within {_PATIENCE} seconds")


def drawn(server: Served) -> Served:
    """Once all claims are counted and drawn: on a busy machine that may take longer than a page waits."""
    with server.client() as client:
        for path in ("/timeline", "/map", "/network"):
            assert patiently(client, path).status_code == 200
        deadline = time.monotonic() + _PATIENCE
        while "counting…" in client.get("/").text and time.monotonic() < deadline:
            time.sleep(0.1)
    return server


def parsed(answer: httpx.Response, form: str = "ttl") -> rdflib.Graph:
    """The graph that was answered in a form of `SYNTAX`."""
    assert answer.status_code == 200, answer.text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own JSON-LD parser uses what rdflib deprecates
        return rdflib.Graph().parse(data=answer.text, format=SYNTAX[form])


def patiently(client: httpx.Client, path: str, **given: object) -> httpx.Response:
    """What is still being made is asked for again, as "Retry-After" says."""
    deadline = time.monotonic() + _PATIENCE * 2
    while (answer := client.get(path, **given)).status_code == 503 and time.monotonic() < deadline:  # type: ignore[arg-type]
        time.sleep(0.5)
    return answer
