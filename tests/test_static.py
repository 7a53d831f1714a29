"""Static files: kept for ever under the address of their version, sent small, and asked for again under any other."""

import gzip
from collections.abc import Iterator

import httpx
import pytest
from served import served
from stored_graphs import reader

from kg.pages.assets import STATIC, asset

SHEET = "css/base.css"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("static")
    reader(folder)
    with served(folder / "store.db") as server, server.client() as one:
        yield one


def test_pages_name_the_version_of_their_style_sheet(client: httpx.Client):
    assert f'href="{asset(SHEET)}"' in client.get("/").text


def test_under_its_version_a_file_may_be_kept_for_ever(client: httpx.Client):
    assert "immutable" in client.get(asset(SHEET)).headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?v=0123456789", "?v="])
def test_under_any_other_address_it_is_asked_for_again(client: httpx.Client, query: str):
    answer = client.get(f"/static/{SHEET}{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_text_is_sent_compressed_and_whole(client: httpx.Client):
    with client.stream("GET", f"/static/{SHEET}", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(raw) == (STATIC / SHEET).read_bytes()


def test_who_cannot_read_gzip_gets_the_file_as_it_is(client: httpx.Client):
    answer = client.get(f"/static/{SHEET}", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content == (STATIC / SHEET).read_bytes()


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_that_has_not_changed_is_not_sent_again(client: httpx.Client, encoding: str):
    headers = {"Accept-Encoding": encoding}
    tag = client.get(f"/static/{SHEET}", headers=headers).headers["ETag"]
    assert client.get(f"/static/{SHEET}", headers={**headers, "If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", ["nothing.js", "%2e%2e/rendering.py", "css", "css/%00"])
def test_nothing_but_static_files_is_served(client: httpx.Client, path: str):
    assert client.get(f"/static/{path}").status_code == 404
