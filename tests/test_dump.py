"""The dump is the whole graph, or it is not given at all."""

import gzip
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from served import patiently, served
from stored_graphs import FOLDER, made_article, reader

from kg.store import Writer

GIVEN = FOLDER / "northfield.trig"
TEXTS = "https://claimgraph.example/text/"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("dump")
    reader(folder)
    with served(folder / "store.db") as server, server.client() as one:
        yield one


def quads(content: bytes) -> set[str]:
    return {str(quad) for quad in parse(gzip.decompress(content), RdfFormat.TRIG)}


def test_the_dump_has_every_triple_in_its_graph_but_the_texts(client: httpx.Client) -> None:
    given = {str(quad) for quad in parse(path=GIVEN, format=RdfFormat.TRIG) if TEXTS not in str(quad.graph_name)}
    assert quads(patiently(client, "/dump.trig.gz").content) == given


def test_its_length_is_told_before_it_is_sent(client: httpx.Client) -> None:
    answer = patiently(client, "/dump.trig.gz")
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert answer.headers["Content-Type"] == "application/gzip"
    assert "claimgraph.trig.gz" in answer.headers["Content-Disposition"]


def test_a_part_of_it_can_be_fetched_again(client: httpx.Client) -> None:
    whole = patiently(client, "/dump.trig.gz").content
    answer = patiently(client, "/dump.trig.gz", headers={"Range": "bytes=100-"})
    assert (answer.status_code, answer.content) == (206, whole[100:])


def test_a_new_generation_has_a_new_dump_and_a_new_description(tmp_path: Path) -> None:
    reader(tmp_path)
    with served(tmp_path / "store.db") as server, server.client() as client:
        before, counted = patiently(client, "/dump.trig.gz"), patiently(client, "/void.nt").text
        with Writer.open(tmp_path / "store.db") as writer:
            writer.replace(made_article("2025-01-01-new"))
        _wait_for(client, before.headers["ETag"])
        after = patiently(client, "/dump.trig.gz")
        assert "2025-01-01-new" in str(quads(after.content))
        assert after.headers["ETag"] != before.headers["ETag"]
        assert patiently(client, "/void.nt").text != counted


def test_nobody_waits_for_a_dump_that_somebody_else_asked_for(tmp_path: Path) -> None:
    reader(tmp_path)
    with Writer.open(tmp_path / "store.db") as writer:
        for number in range(40):
            writer.replace(made_article(f"2025-01-01-{number}", statements=500))
    with served(tmp_path / "store.db") as server, server.client() as client, server.client() as other:
        with client.stream("GET", "/dump.trig.gz") as answer:
            started = time.monotonic()
            assert other.get("/sparql?query=ASK%7B%7D").json()["boolean"] is True
            assert time.monotonic() - started < 2
            answer.read()
        assert len(quads(patiently(client, "/dump.trig.gz").content)) > 40 * 500


def test_the_dump_stays_whole_while_a_builder_publishes(tmp_path: Path) -> None:
    reader(tmp_path)
    with served(tmp_path / "store.db") as server, server.client() as client:
        assert patiently(client, "/dump.trig.gz").status_code == patiently(client, "/void.nt").status_code == 200
        builder = threading.Thread(target=_publish_often, args=(tmp_path / "store.db",))
        builder.start()
        while builder.is_alive():
            dump, described = patiently(client, "/dump.trig.gz"), patiently(client, "/void.nt")
            assert (dump.status_code, described.status_code) == (200, 200)
            articles = {one for one in quads(dump.content) if "ontology#Article>" in one}
            assert len(articles) == sum("ontology#asserts>" in one for one in quads(dump.content) if "made" in one) + 2
        builder.join()


def _publish_often(store: Path) -> None:
    with Writer.open(store) as writer:
        for number in range(30):
            writer.replace(made_article(f"made-{number}"))
            writer.publish()
            time.sleep(0.1)


def _wait_for(client: httpx.Client, old: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if client.head("/dump.trig.gz").headers.get("ETag", old) != old:
            return
        time.sleep(0.1)
    raise AssertionError("no newer dump")
