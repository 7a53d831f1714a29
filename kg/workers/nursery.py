"""The process that holds one generation, and forks workers from itself.

It has one thread, so that forking is safe: what has threads (RocksDB) is opened only in children. Over its control
socket it says that it is ready, and is then sent one end of a socket pair for each worker that is wanted; it answers
with the worker's process id. When the socket closes, it leaves.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize

from kg.errors import ClaimgraphError, DamagedError
from kg.store import Reader
from kg.store.directory import Directory
from kg.workers import frames, sandbox, tasks
from kg.workers.limits import Limits
from kg.workers.worker import work

_PREDICATES: Final = "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a nursery is for. `tasks` is the name of a table of tasks; `readable` are files that tasks need."""

    folder: str
    base: str
    revision: int
    tasks: str
    in_memory: bool
    limits: Limits
    readable: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Charge:
        given: dict[str, Any] = json.loads(text)
        limits, readable = Limits(**given.pop("limits")), tuple(given.pop("readable"))
        return cls(**given, limits=limits, readable=readable)

    @property
    def directory(self) -> Directory:
        return Directory(Path(self.folder), self.base)

    @property
    def generation(self) -> Path:
        return self.directory.generation(self.revision)


def main() -> NoReturn:
    """`python -m kg.workers FD CHARGE`"""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    control = socket.socket(fileno=int(sys.argv[1]))
    charge = Charge.from_json(sys.argv[2])
    sandbox.without_network()
    try:
        table = tasks.load(charge.tasks)
        with sandbox.at_most(charge.limits.in_memory):
            store = _loaded(charge) if charge.in_memory else None
    except ClaimgraphError as error:
        control.sendall(frames.pack({"error": type(error).__name__, "message": str(error)}))
        sys.exit(1)
    control.sendall(frames.pack({"ready": True}))
    gc.collect()
    gc.freeze()  # the collector would write into memory that is shared with the workers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers
    while True:
        _, received, _, _ = socket.recv_fds(control, 1, 1)
        if not received:
            os._exit(0)
        pid = os.fork()
        if not pid:
            control.close()
            _grow(socket.socket(fileno=received[0]), charge, table, store)
        os.close(received[0])
        control.sendall(frames.pack({"pid": pid}))


def _grow(connection: socket.socket, charge: Charge, table: tasks.TaskTable, store: Store | None) -> NoReturn:
    """A new worker. The generation on disk is opened here: its engine has threads, which no fork survives."""
    code = 1
    try:
        opened = Store.read_only(str(charge.generation)) if store is None else store
        readable = [Path(path) for path in charge.readable]
        walls = sandbox.enclose(memory=charge.limits.memory, readable=[charge.generation, *readable])
        connection.sendall(frames.pack({"walls": walls}))
        work(connection, Reader(charge.directory, charge.revision, opened), table, charge.limits)
    except (OSError, RuntimeError):  # the generation or the pool is gone
        code = 0
    finally:
        os._exit(code)


def _loaded(charge: Charge) -> Store:
    """The generation in memory. A child reads it from disk, because its engine has threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _dump(charge.generation, writing)
    os.close(writing)
    store = Store()
    with os.fdopen(reading, "rb") as pipe, suppress(SyntaxError):  # of a dump that was cut: the child says why
        store.bulk_load(pipe, RdfFormat.N_QUADS)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise DamagedError(f"generation {charge.revision} cannot be read")
    return store


def _dump(generation: Path, writing: int) -> NoReturn:
    """Predicate by predicate. Queries read many triples of few predicates, which so lie side by side in memory; and a
    worker gets a copy of each page of it that it reads, for the engine writes where it reads."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            store = Store.read_only(str(generation))
            found = store.query(_PREDICATES)
            assert isinstance(found, QuerySolutions)
            for solution in found:
                serialize(store.quads_for_pattern(None, solution["p"], None), pipe, RdfFormat.N_QUADS)
        code = 0
    except (OSError, RuntimeError):
        code = 1
    finally:
        os._exit(code)
