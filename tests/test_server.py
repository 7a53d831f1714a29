"""The server as a whole."""

from collections.abc import Iterator

import httpx
import pytest
from served import served
from starlette.requests import Request
from stored_graphs import reader

from kg.server.addresses import client_of
from kg.server.negotiation import HTML, best


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("server")
    reader(folder)
    with served(folder / "store.db") as server, server.client() as one:
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
