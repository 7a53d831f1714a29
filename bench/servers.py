"""Servers of SPARQL for the benchmarks: ours, `oxigraph serve` and rdflib-endpoint, all on one graph.

rdflib-endpoint is installed from PyPI into an environment of its own, under build/bench/.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kg.store import Reader

FOLDER: Final = Path("build/bench")
RDFLIB: Final = """
import rdflib, sys, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(store="Oxigraph", default_union=True)
graph.open(sys.argv[1])
uvicorn.run(SparqlEndpoint(graph=graph, path="/query"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`ready` is what answers when the server does; `in_memory` when it must say, too, that the graph is in memory."""

    command: Sequence[str]
    url: str
    ready: str
    in_memory: bool = False


def programs(store: Path, *, port: int) -> dict[str, Program]:
    """Of the newest generation of a store; three ports are taken."""
    oxigraph = Path(sys.executable).with_name("oxigraph")
    rdflib = _environment("rdflib-endpoint", "oxrdflib", "uvicorn") / "python"
    graph = str(_database(store, oxigraph))
    own, other, third = (f"http://127.0.0.1:{number}" for number in range(port, port + 3))
    serve = [str(oxigraph), "serve-read-only", "--union-default-graph", "--location", graph]
    return {
        "oxigraph serve": _program([*serve, "--bind", other.partition("//")[2]], f"{other}/query"),
        "kg serve": Program(
            command=[sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port)],
            url=f"{own}/sparql",
            ready=f"{own}/ready",
            in_memory=True,
        ),
        "rdflib-endpoint": _program([str(rdflib), "-c", RDFLIB, graph, str(port + 2)], f"{third}/query"),
    }


def _program(command: Sequence[str], url: str) -> Program:
    return Program(command=command, url=url, ready=f"{url}?query=SELECT%20%2A%20%7B%7D%20LIMIT%201")


@contextmanager
def running(program: Program) -> Iterator[int]:
    """The process, as soon as it answers."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "server.log").open("ab") as log:
        process = subprocess.Popen(program.command, stdout=log, stderr=log)
    try:
        _wait(program, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # it is still busy
            process.kill()


def _wait(program: Program, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(program.ready, timeout=5) as said:
                if not program.in_memory or json.loads(said.read())["in_memory"]:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"{program.url} does not answer: see {FOLDER}/server.log")


def _environment(package: str, *more: str) -> Path:
    """The folder of the programs of an environment with the package."""
    folder = FOLDER / package
    if not (folder / "bin" / package).exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "-q", "install", package, *more], check=True)
    return folder / "bin"


def _database(store: Path, oxigraph: Path) -> Path:
    """The same graph as a database of `oxigraph serve`, which may write to it."""
    reader = Reader.open(store)
    key = hashlib.sha256(f"{store.absolute()} {reader.revision} {len(reader.store)}".encode()).hexdigest()[:12]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path, dump = FOLDER / f"graph-{key}", FOLDER / "graph.nq"
    if not path.exists():
        with dump.open("wb") as out:
            reader.store.dump(out, RdfFormat.N_QUADS)
        load = [str(oxigraph), "load", "--location", str(path), "--file", str(dump)]
        subprocess.run(load, check=True, capture_output=True)
        dump.unlink()
    return path
