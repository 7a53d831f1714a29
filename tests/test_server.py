"""The server as a whole."""

from collections.abc import Iterator

import httpx
import pytest
from served import drawn, served
from stored_graphs import reader


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
