"""The server as a whole."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from served import drawn, served
from starlette.requests import Request
from stored_graphs import reader

from kg.server import connections
from kg.server.addresses import client_of
from kg.server.negotiation import HTML, best


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("server")
    reader(folder)
    with served(folder / "store.db") as server, drawn(server).client() as one:
        yield one


def test_the_first_page_shows_claims(client: httpx.Client) -> None:
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "northfield" in answer.text.lower()


def test_what_the_client_has_already_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/timeline").headers["ETag"]
    assert client.get("/timeline", headers={"If-None-Match": tag}).status_code == 304


def test_a_foreign_name_for_this_server_is_refused(client: httpx.Client) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "--allow-host evil.example" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_one_subscriber_is_one_client_with_all_its_addresses(host: str, name: str) -> None:
    assert client_of(Request({"type": "http", "headers": [], "client": (host, 1)})) == name


def test_a_header_without_end_is_not_read_to_its_end() -> None:
    assert best("a," * 99 + "text/html", (HTML,)) is HTML
    assert best("a," * 100 + "text/html", (HTML,)) is None


@pytest.mark.parametrize(("unread", "leaves"), [((100, 100, 100), True), ((100, 90, 80), False), ((0, 0, 0), False)])
def test_who_reads_nothing_leaves_when_too_much_is_unread(
    monkeypatch: pytest.MonkeyPatch, unread: tuple[int, ...], leaves: bool
) -> None:
    """Many small answers are as much as a large one."""
    monkeypatch.setattr(connections, "MOST_UNREAD", 1_000)
    monkeypatch.setattr(connections.Connection, "unread", 2_000)
    sizes, aborted = iter(unread), []
    one: Any = connections.Connection.__new__(connections.Connection)
    one.transport = SimpleNamespace(get_write_buffer_size=lambda: next(sizes), abort=lambda: aborted.append(True))
    one.loop = SimpleNamespace(time=lambda: 0.0, call_later=lambda *_: None)
    one._lost, one._unread, one._due, one._read_by = False, 0, 1.0, 1.0
    for _ in unread:
        if not aborted:
            one._look()
    assert bool(aborted) is leaves
