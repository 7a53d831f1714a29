"""What no browser would send: nothing changes, nobody gets in, and whoever asks properly is answered all the while."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from good_clients import good_clients
from served import Served, served
from stored_graphs import reader

pytestmark = pytest.mark.timed

QUERY = "SELECT * WHERE { ?s ?p ?o } LIMIT 1"
UPDATE = "INSERT DATA { <http://a.example/a> <http://a.example/b> <http://a.example/c> }"
PATHS = ("/", "/sparql", "/update", "/health", "/ready", "/static/css/base.css", "/id/place/x", "/nothing")
SPARQL = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("abuse")
    reader(folder)
    with served(folder / "store.db", "--timeout", "3") as one:
        yield one


@pytest.fixture
def client(server: Served) -> Iterator[httpx.Client]:
    """Answered within a second, whoever else asks for what, and by the same process."""
    with server.client() as one, good_clients(server.url, count=1) as good:
        yield one
    assert not good.failed
    assert max(good.seconds) < 1
    os.kill(server.pid, 0)


def raw(server: Served, data: bytes) -> socket.socket:
    where = urlsplit(server.url)
    assert where.hostname
    connection = socket.create_connection((where.hostname, where.port or 80), timeout=20)
    # It may be closed before all is sent, which is what some of these ask for.
    with contextlib.suppress(ConnectionError):
        connection.sendall(data)
    return connection


def status(connection: socket.socket) -> int | None:
    """Of the answer; None when there is none."""
    with contextlib.suppress(ConnectionError):
        line = connection.recv(4096).split(b"\r\n")[0].split()
        return int(line[1]) if len(line) > 1 else None
    return None


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "LINK"])
@pytest.mark.parametrize("path", PATHS)
def test_no_other_method_is_answered(client: httpx.Client, method: str, path: str) -> None:
    assert client.request(method, path, content=UPDATE).status_code in (403, 404, 405)


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/update", "application/sparql-update", UPDATE),
        ("/update", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ("/sparql", "application/sparql-update", UPDATE),
        ("/sparql", "application/x-www-form-urlencoded", "update=CLEAR+ALL"),
        ("/sparql", "application/x-www-form-urlencoded", "query=ASK+%7B%7D&update=CLEAR+ALL"),
        ("/sparql?update=CLEAR+ALL", "application/sparql-query", "ASK {}"),
        ("/sparql", "application/sparql-query", UPDATE),
        ("/sparql", "text/plain", UPDATE),
        ("/sparql", "multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="update"\r\n\r\nx'),
    ],
)
def test_nothing_is_changed(client: httpx.Client, path: str, kind: str, body: str) -> None:
    assert client.post(path, content=body, headers={"Content-Type": kind}).status_code in (400, 403, 415)
    assert not client.post("/sparql", content="ASK { <http://a.example/a> ?p ?o }", headers=SPARQL).json()["boolean"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil.example#127.0.0.1",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "[::1",
        "",
        "2130706433",
        "0.0.0.0",
        "127.0.0.1, evil.example",
    ],
)
def test_a_host_that_is_not_this_one_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/sparql", params={"query": QUERY}, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:80"])
def test_this_host_by_its_other_names_is_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/sparql", params={"query": QUERY}, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost.evil.example", "file://", "x", "http://[", "http://[x]"],
)
def test_only_allowed_origins_may_read(tmp_path: Path, origin: str, narrow: httpx.Client) -> None:
    answer = narrow.get("/sparql", params={"query": QUERY}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_no_origin_may_send_credentials(client: httpx.Client, narrow: httpx.Client) -> None:
    good = {"Origin": "https://desk.example"}
    for one in (client, narrow):
        answer = one.get("/sparql", params={"query": QUERY}, headers=good)
        assert answer.status_code == 200
        assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "https://desk.example"


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("narrow")
    reader(folder)
    with served(folder / "store.db", "--allow-origin", "https://desk.example") as one, one.client() as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2f..%2fserver/app.py",
        "/static/%2e%2e/%2e%2e/errors.py",
        "/static/....//....//errors.py",
        "/static//etc/passwd",
        "/static/css/../../templates/base.html",
        "/static/%00",
        "/static/css",
        "/static/css/%ff",
        "/doc/id/place/..%2f..%2f..%2fetc%2fpasswd",
        "/id/..%2f..%2fmaster/x",
        "/article/../../master",
        "/article/%00",
        "/article/%ff%fe",
        "//evil.example/id/place/x",
        "/id/place/" + "x" * 20_000,
        "/doc/id/place/%22%3E%3Cscript%3E",
        "/article/x%3E%20%3Fp%20%3Fo%20%7D%20%23",
    ],
)
def test_a_name_leads_to_nothing_but_what_it_names(client: httpx.Client, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code in (400, 404)
    assert b"root:" not in answer.content
    assert b"import" not in answer.content
    assert b"<script>" not in answer.content.replace(b'<script type="module"', b"")


@pytest.mark.parametrize("size", [70_000, 1_000_000, 20_000_000])
@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_a_body_that_is_too_large_is_refused(client: httpx.Client, server: Served, size: int, kind: str) -> None:
    before = resident(server.pid)
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\nquery="
    with raw(server, head.encode()) as connection:
        with contextlib.suppress(ConnectionError):
            for sent in range(6, size, 50_000):
                connection.sendall(b"a" * min(50_000, size - sent))
        assert status(connection) in (413, None)
    assert resident(server.pid) - before < 40_000_000


@pytest.mark.parametrize("what", ["x-long: ", "cookie: ", "accept: "])
def test_headers_without_end_are_cut_off(client: httpx.Client, server: Served, what: str) -> None:
    before = resident(server.pid)
    with raw(server, f"GET / HTTP/1.1\r\nHost: localhost\r\n{what}".encode()) as connection:
        with contextlib.suppress(ConnectionError):
            for _ in range(400):
                connection.sendall(b"a" * 50_000)
        assert status(connection) in (400, 431, None)
    assert resident(server.pid) - before < 20_000_000


def test_many_headers_and_a_long_address_are_cut_off(client: httpx.Client, server: Served) -> None:
    for data in (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a: b\r\n" * 100_000, b"GET /" + b"a" * 2_000_000):
        with raw(server, data) as connection:
            assert status(connection) in (400, 431, None)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/sparql?query=ASK{}", {"Accept": "a," * 20_000}, 431),
        ("/sparql?query=ASK{}", {"Accept-Encoding": "a," * 20_000}, 431),
        ("/", {"Cookie": "a" * 40_000, "Accept": "text/html"}, 431),
        ("/?" + "a&" * 20_000, {}, 400),
        ("/map.json?" + "&".join(f"p{number}=1" for number in range(5_000)), {}, 400),
    ],
)
def test_what_takes_long_to_look_through_is_refused_unread(
    client: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.get(path, headers=headers).status_code == status


def test_requests_that_are_sent_ahead_of_their_answers_have_an_end(client: httpx.Client, server: Served) -> None:
    before = resident(server.pid)
    with raw(server, b"") as connection, contextlib.suppress(ConnectionError):
        connection.setblocking(True)
        for _ in range(100):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5_000)
    assert resident(server.pid) - before < 20_000_000


def test_some_requests_may_be_sent_ahead(client: httpx.Client, server: Served) -> None:
    asked = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
    with raw(server, (asked + b"\r\n") * 9 + asked + b"Connection: close\r\n\r\n") as connection:
        answered = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answered.count(b"HTTP/1.1 200 OK") == 10


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"\r\n" * 1000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n",
        b"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET \xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_request_does_no_harm(client: httpx.Client, server: Served, data: bytes) -> None:
    with raw(server, data) as connection:
        connection.settimeout(1)
        with contextlib.suppress(TimeoutError):
            assert status(connection) != 500


@pytest.mark.parametrize(
    "parameters",
    ["query=", "query=a&query=b", "query=%ff", "query=%00", "&" * 5000, "a=b", "query=ASK{}&format=exe"],
)
def test_what_is_no_question_is_told_so(client: httpx.Client, parameters: str) -> None:
    answer = client.get(f"/sparql?{parameters}", headers={"Accept": "application/json"})
    assert answer.status_code in (400, 406)
    assert answer.headers["content-type"] == "application/problem+json"


def test_400_connections_that_say_nothing_hold_up_nobody(client: httpx.Client, server: Served) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(400):
            stack.enter_context(raw(server, b"GET / HTTP/1.1\r\nHost: loc" if number % 2 else b""))
        start = time.monotonic()
        assert client.get("/sparql", params={"query": QUERY}).status_code == 200
        assert time.monotonic() - start < 1


def test_connections_that_say_nothing_are_closed(client: httpx.Client, server: Served) -> None:
    with raw(server, b"") as silent, raw(server, b"GET / HTTP/1.1\r\n") as slow:
        for connection in (silent, slow):
            with contextlib.suppress(ConnectionError):
                assert connection.recv(100) == b""


def test_clients_that_do_not_read_hold_up_nobody(client: httpx.Client, server: Served) -> None:
    query = "SELECT (REPLACE(%22" + "a" * 1000 + "%22,%22a%22,%22" + "b" * 4000 + "%22) AS ?x) {}"
    ask = f"GET /sparql?query={query.replace(' ', '+')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(raw(server, ask))
        for _ in range(20):
            assert client.get("/sparql", params={"query": QUERY}).status_code == 200
            time.sleep(0.05)


def test_clients_that_leave_hold_up_nobody(client: httpx.Client, server: Served) -> None:
    query = "SELECT+(COUNT(*)+AS+?n)+{?a+?b+?c.?d+?e+?f.?g+?h+?i}"
    for _ in range(30):
        raw(server, f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()).close()
    time.sleep(1)


@pytest.mark.parametrize("pause", [0, 0.5, 1.5])
def test_the_server_ends_when_it_is_told_to(tmp_path: Path, pause: float) -> None:
    """While it starts, too, and when its store is not there yet."""
    reader(tmp_path)
    command = [sys.executable, "-m", "kg", "serve", "--store", str(tmp_path / "store.db"), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    process.stderr.readline()
    time.sleep(pause)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
    process.stderr.close()
