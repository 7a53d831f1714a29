"""Whatever a stranger asks: the server lives, answers others, opens no connection and no file, and cuts no answer."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hostile
import pytest
from good_clients import good_clients
from served import Served, served
from stored_graphs import made_article

from kg.store import Writer

pytestmark = pytest.mark.timed

AT_ONCE = 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("hostile") / "store.db"
    with Writer.create(path) as writer:
        for number in range(40):
            writer.replace(made_article(f"a{number}", statements=100))
    with served(path, "--timeout", "1", "--memory", "300", "--result", "5") as one:
        yield one


@contextlib.contextmanager
def opened(fifo: Path) -> Iterator[list[int]]:
    """How often somebody waits to read: who opens a pipe to read waits until somebody writes."""
    found: list[int] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            with contextlib.suppress(OSError):  # nobody waits
                found.append(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield found
    finally:
        stop.set()
        looking.join()


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def test_no_query_brings_the_server_down(server: Served, tmp_path: Path) -> None:
    fifo = tmp_path / "secret"
    os.mkfifo(fifo)
    others = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # who else keeps the machine busy
    memory = resident(server.pid)
    with (
        socket.create_server(("127.0.0.1", 0)) as sink,
        opened(fifo) as readers,
        good_clients(server.url) as good,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        queries = hostile.queries(f"http://127.0.0.1:{sink.getsockname()[1]}", str(fifo))
        answers = dict(
            zip(queries, pool.map(lambda query: hostile.send(server.url, query), queries.values()), strict=True)
        )
        sink.setblocking(False)
        with pytest.raises(BlockingIOError):
            sink.accept()
    assert len(queries) >= 150
    assert {name: why for name, answer in answers.items() if (why := hostile.fault(answer))} == {}
    assert {400, 413, 504} <= {status for status, _, _ in answers.values()}
    assert readers == []
    assert good.failed == []
    assert good.quantile(0.99) <= 0.25 * others
    assert resident(server.pid) - memory < 60_000_000
    assert descriptors(server.pid) < 60


def test_what_would_change_or_leave_the_store_is_refused(server: Served, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://a.example/secret> a <http://a.example/secret> .")
    for name, query in hostile.leaving("http://127.0.0.1:9", str(secret)):
        status, _, body = hostile.send(server.url, query)
        assert b"a.example/secret" not in body, name
        assert status == 400 or not any(word in name for word in ("service", "update")) or "GRAPH" in query, name


def test_a_refusal_says_what_to_do(server: Served) -> None:
    for query, status, words in (
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()", (413, 504), "ask for less"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", (413, 504), "ask for less"),
        ("SELECT * { " + "x" * 100_000, (413,), "at most"),
        ("SELECT * { SERVICE <http://a.example/> {} }", (400,), "not allowed"),
        ("SELECT * { ?s ?p }", (400,), "malformed query at 1:"),
    ):
        answer = hostile.send(server.url, query)
        assert answer[0] in status
        assert words in answer[2].decode()
