"""A store on the network: a real Oxigraph server on loopback, and what may go wrong between it and a builder."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from faulty_proxy import Fault, before
from oxigraph_server import OxigraphServer, serving
from pyoxigraph import NamedNode
from stored_graphs import MINT, made_article

from kg.article_graph import ArticleGraph
from kg.errors import DataError, QueryError, StoreError
from kg.export import export
from kg.store import Reader, Writer, additions
from kg.store.remote.address import address
from kg.store.remote.http import Endpoint, Patience
from kg.store.remote.lease import LASTS, Lease, held
from kg.store.remote.opening import unlock
from kg.store.remote.reader import RemoteReader
from kg.store.remote.writer import MOST_WAITING, RemoteWriter
from kg.terms import Triple, iri

KEYS, PLACES, SOURCES = "abcde", ("northfield", "southfield", "eastfield"), ("one.txt", "two.txt", "")
KILLS = 3
QUICK = Patience(away=1.0, first_pause=0.01, longest_pause=0.05)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphServer]:
    with serving(tmp_path_factory.mktemp("served") / "data") as running:
        yield running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What lies beside the store on this machine."""
    monkeypatch.setenv("KG_STORE_FOLDER", str(tmp_path / "beside"))
    return tmp_path / "beside"


@pytest.fixture
def url(server: OxigraphServer) -> str:
    """An empty store."""
    server.clear()
    return server.url


def build(url: str, *, patience: Patience = QUICK) -> RemoteWriter:
    return RemoteWriter.create_at(
        address(url), base=MINT.base, endpoint=Endpoint(address=address(url), patience=patience)
    )


def dump(place: str | Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(place), format="nq", texts=True, examples=True, out=out)
    return out.getvalue()


def any_change(chance: random.Random, writers: list[Writer]) -> list[bool]:
    """The same for all of them, and what they say of it."""
    key = chance.choice(KEYS)
    if chance.random() < 0.25:
        return [writer.retract(MINT.article(key)) for writer in writers]
    made = made_article(
        key,
        place=chance.choice(PLACES),
        statements=chance.randint(1, 3),
        source=chance.choice(SOURCES),
        words=chance.choice(("Words.", "Other words.")),
    )
    position, sync = str(chance.randint(0, 99)), chance.random() < 0.5
    return [writer.replace(made, position=position, sync=sync) for writer in writers]


@pytest.mark.parametrize(("seed", "kept"), [(0, 100_000), (1, 100_000), (2, 10)])
def test_whatever_is_done_to_it_the_store_is_what_a_folder_would_be(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, kept: int
) -> None:
    """However little of it the builder keeps in mind."""
    monkeypatch.setattr("kg.store.remote.excerpt.MOST_KEPT", kept)
    monkeypatch.setattr("kg.store.remote.excerpt.MOST_TOGETHER", min(kept, 500))
    chance = random.Random(seed)
    with build(url) as far, Writer.create(tmp_path / "db") as near:
        for _ in range(40):
            said = any_change(chance, [far, near])
            assert said[0] == said[1]
        assert list(far.articles()) == list(near.articles())
        assert far.position == near.position
    assert dump(url) == dump(tmp_path / "db")


def test_a_new_article_takes_two_requests(url: str) -> None:
    with before(url) as proxy, build(proxy.url) as writer:
        writer.replace(made_article("a"))
        begun = len(proxy.requests)
        writer.replace(made_article("b", place="southfield"))
        assert len(proxy.requests) - begun == 2


def test_articles_that_may_wait_go_together(url: str, tmp_path: Path) -> None:
    with before(url) as proxy, build(proxy.url) as writer, Writer.create(tmp_path / "db") as near:
        begun = len(proxy.updates)
        for number in range(2 * MOST_WAITING + 5):
            made = made_article(f"k{number}", place=f"p{number % 7}", source=f"{number}.txt")
            writer.replace(made, sync=False)
            near.replace(made)
        assert len(proxy.updates) - begun == 2
        writer.sync()
        assert len(proxy.updates) - begun == 3
    assert dump(url) == dump(tmp_path / "db")


def test_each_machine_has_a_position_of_its_own(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with build(url) as writer:
        writer.replace(made_article("a"), position="1:100")
    monkeypatch.setenv("KG_STORE_FOLDER", str(tmp_path / "elsewhere"))
    with build(url) as writer:
        assert writer.position == ""
        writer.advance("1:7")
        assert writer.position == "1:7"
    monkeypatch.setenv("KG_STORE_FOLDER", str(tmp_path / "beside"))
    with build(url) as writer:
        assert writer.position == "1:100"


def test_graphs_of_the_users_own_are_added_and_removed(url: str) -> None:
    own = additions.AddedGraph(
        name="https://example.org/towns", triples=(Triple(iri("urn:a"), iri("urn:b"), iri("urn:c")),)
    )
    with build(url) as writer:
        assert writer.add(own)
        assert not writer.add(own)
        assert writer.added() == [own.name]
    assert b"urn:b" in dump(url)
    with RemoteWriter.open_at(address(url)) as writer:
        assert writer.remove(own.name)
    assert b"urn:b" not in dump(url)


def test_a_bad_term_is_refused_and_holds_up_nothing_else(url: str) -> None:
    good = made_article("a")
    bad = ArticleGraph(
        article=MINT.article("b"),
        graph=(Triple(iri(MINT.article("b")), iri("urn:p"), '"unclosed'),),
        things=(),
        text=(),
        text_graph=MINT.text("b"),
        source="b.txt",
        sha256="b",
    )
    with build(url) as writer:
        writer.replace(good, sync=False)
        with pytest.raises(DataError, match="a term that store"):
            writer.replace(bad)
        writer.sync()
        assert [row.article for row in writer.articles()] == [good.article]


# One builder at a time


def test_a_second_builder_is_refused_and_told_who_the_first_is(url: str) -> None:
    with build(url), pytest.raises(StoreError) as refused:
        RemoteWriter.open_at(address(url))
    assert f"process {os.getpid()}" in str(refused.value)
    assert "kg unlock" in str(refused.value)
    with build(url):
        pass  # it is free again


@pytest.mark.parametrize("kind", ["oxigraph", "sparql"])
def test_who_was_locked_out_writes_nothing_more(url: str, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Whether the store itself undoes what comes too late, or has to be asked before."""
    monkeypatch.setenv("KG_STORE_KIND", kind)
    monkeypatch.setenv("KG_STORE_UPDATE_URL", url.replace("/query", "/update"))
    slow = build(url)
    slow.replace(made_article("a"))
    assert f"process {os.getpid()}" in str(unlock(url))
    with build(url) as other:
        other.replace(made_article("b"))
        with pytest.raises(StoreError, match="taken over by another kg build"):
            slow.replace(made_article("c"))
    slow.close()
    assert unlock(url) is None
    with build(url) as writer:
        assert [row.article for row in writer.articles()] == [MINT.article("a"), MINT.article("b")]


def test_two_builders_that_start_at_once_do_not_both_build(url: str) -> None:
    with build(url):
        pass
    won: list[RemoteWriter] = []
    lost: list[StoreError] = []

    def start() -> None:
        try:
            won.append(build(url))
        except StoreError as error:
            lost.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in won:
        writer.close()
    assert (len(won), len(lost)) == (1, 3)


def test_a_lease_is_renewed_while_it_is_used(url: str) -> None:
    endpoint = _marked(url)
    clock = [datetime(2030, 1, 1, tzinfo=UTC)]  # of a machine that is ahead of the store, whose own clock counts
    lease = Lease(endpoint, MINT, now=lambda: clock[0])
    lease.take()
    first = held(endpoint, MINT)
    clock[0] += 0.1 * LASTS
    endpoint.update(lease.around([]))
    assert held(endpoint, MINT) == first  # there is time
    clock[0] += 0.4 * LASTS
    endpoint.update(lease.around([]))
    renewed = held(endpoint, MINT)
    assert first
    assert renewed
    assert abs(renewed.until - first.until - 0.5 * LASTS) < timedelta(seconds=2)


def test_a_lease_that_has_ended_is_taken_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = _marked(url)
    monkeypatch.setattr("kg.store.remote.lease.LASTS", -LASTS)
    ended = Lease(endpoint, MINT)
    ended.take()
    monkeypatch.setattr("kg.store.remote.lease.LASTS", LASTS)
    late = Lease(endpoint, MINT)
    late.take()
    with pytest.raises(StoreError, match=r"500 Internal Server Error: The graph .* does not exist"):
        endpoint.update(ended.around([]))
    late.give_up()
    assert held(endpoint, MINT) is None


def _marked(url: str) -> Endpoint:
    with build(url):
        pass
    return Endpoint(address=address(url))


# Faults


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503, headers={"Retry-After": "0"}),
        Fault(status=502),
        Fault(status=429, headers={"Retry-After": "Mon, 01 Jan 2024 00:00:00 GMT"}),
        Fault(cut="before"),
        Fault(cut="after"),
    ],
)
def test_a_change_is_sent_until_it_is_known_to_be_made(url: str, tmp_path: Path, fault: Fault) -> None:
    with before(url) as proxy, build(proxy.url) as far, Writer.create(tmp_path / "db") as near:
        for number, place in enumerate(("northfield", "southfield", "northfield")):
            proxy.update_faults = [fault, None, fault]
            proxy.faults = [fault]
            made = made_article("a", place=place, words=str(number))
            assert far.replace(made)
            near.replace(made)
        proxy.update_faults, proxy.faults = [], []
    assert dump(url) == dump(tmp_path / "db")


def test_a_store_that_stays_away_ends_the_build_and_keeps_what_was_acknowledged(url: str) -> None:
    with before(url) as proxy:
        writer = build(proxy.url)
        writer.replace(made_article("a"))
        proxy.update_faults = [Fault(status=503)] * 10_000
        with pytest.raises(StoreError, match=r"is busy \(503 Service Unavailable\): look to it"):
            writer.replace(made_article("b"))
        proxy.update_faults = []
        writer.close()
    with build(url) as again:
        assert [row.article for row in again.articles()] == [MINT.article("a")]


def test_a_build_goes_on_when_the_server_was_killed_and_started_again(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        patience = Patience(first_pause=0.01, longest_pause=0.1)
        with build(server.url, patience=patience) as far, Writer.create(tmp_path / "db") as near:
            for number in range(12):
                if number in (4, 8):
                    server.kill()
                    threading.Timer(0.1, server.start).start()
                made = made_article(f"k{number % 5}", place=f"p{number}", words=str(number))
                far.replace(made)
                near.replace(made)
        assert dump(server.url) == dump(tmp_path / "db")


BUILDER = """
import sys
from stored_graphs import made_article
from kg.store import Writer

with Writer.create(sys.argv[1]) as writer:
    for number in range(int(sys.argv[2]), 100_000):
        size, place = 50 + number % 2, f"p{number}"
        writer.replace(made_article(f"k{number % 7}", statements=size, words=str(number), place=place))
        print(number, flush=True)
"""


WHOLE = """
    SELECT ?article ?text (COUNT(?statement) AS ?statements) WHERE {
      ?article nif:isString ?text . ?statement cg:asserts ?event
      FILTER(STRSTARTS(STR(?statement), CONCAT(STR(?article), "#")))
    } GROUP BY ?article ?text"""


@pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="only Linux tells that a builder is dead")
def test_a_killed_builder_loses_nothing_leaves_no_half_and_locks_nobody_out(url: str) -> None:
    number, latest = 0, {}
    chance = random.Random(20250312)
    for _ in range(KILLS):
        acknowledged = _build_and_kill(url, start=number, articles=chance.randint(3, 12))
        latest |= {MINT.article(f"k{n % 7}"): n for n in acknowledged}
        number = max([number, *acknowledged]) + 2
        with RemoteWriter.open_at(address(url)) as writer:  # the dead one's lease is no obstacle
            known = {row.article for row in writer.articles()}
        found = {str(row[0]): (int(str(row[1])), row[2]) for row in Reader.open(url).select(WHOLE).rows}
        assert latest.keys() <= found.keys() == known
        for article, (stored, statements) in found.items():
            assert stored >= latest.get(article, 0)
            assert statements == 50 + stored % 2


def _build_and_kill(url: str, *, start: int, articles: int) -> list[int]:
    folder = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(folder.parent)])}
    command = [sys.executable, "-c", BUILDER, url, str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as builder:
        assert builder.stdout
        told = [int(builder.stdout.readline()) for _ in range(articles)]
        builder.send_signal(signal.SIGKILL)
        told += [int(line) for line in builder.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return told


# Who may


def test_a_wrong_password_is_one_line_without_the_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "wr0ng")
    with before(url) as proxy:
        proxy.account = "ann:r1ght"
        with pytest.raises(StoreError, match=r"refuses you \(401 Unauthorized\): check KG_STORE_USER") as refused:
            Writer.create(proxy.url)
        assert "wr0ng" not in f"{refused.value} {address(proxy.url)!r}"
        monkeypatch.setenv("KG_STORE_PASSWORD", "r1ght")
        with Writer.create(proxy.url) as writer:
            writer.replace(made_article("a"))
        assert len(Reader.open(proxy.url).select("SELECT ?a { ?a a cg:Article }")) == 1


def test_a_token_may_stand_for_a_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "made-up")
    with before(url) as proxy:
        proxy.token = "made-up"
        with Writer.create(proxy.url) as writer:
            writer.replace(made_article("a"))


def test_a_store_that_sends_on_is_not_followed(url: str) -> None:
    with before(url) as proxy:
        proxy.faults = [Fault(status=307, headers={"Location": "http://elsewhere.example/query?key=1"})]
        with pytest.raises(StoreError, match=r"sends on to 'http://elsewhere.example/query' \(307"):
            Reader.open(proxy.url)


@pytest.mark.parametrize("status", [200, 204])
def test_what_is_no_answer_is_told_as_such(url: str, status: int) -> None:
    with before(url) as proxy:
        proxy.faults = [Fault(status=status)]
        with pytest.raises(StoreError, match=r"is not what SPARQL 1.1 says: check its address"):
            Reader.open(proxy.url)


# Readers


@pytest.mark.parametrize("union", [False, True])
def test_queries_see_all_graphs_together_and_no_bookkeeping(tmp_path: Path, union: bool) -> None:
    with serving(tmp_path / "data", union=union) as server:
        with build(server.url) as writer:
            writer.replace(made_article("a"))
        reader = Reader.open(server.url)
        found = reader.select("SELECT ?label WHERE { ?s cg:asserts/cg:place/skos:prefLabel ?label }")
        assert found.rows == (("northfield",),)
        assert reader.query("ASK { GRAPH ?g { ?s cg:asserts ?o } }")
        assert not any("manifest" in str(graph) for graph in reader.store.named_graphs())


def test_a_store_where_nothing_was_built_is_no_store(url: str) -> None:
    with pytest.raises(StoreError, match=r"no store at .*: make one with `kg build`"):
        Reader.open(url)
    with pytest.raises(StoreError, match="no store at"):
        Writer.open(url)


def test_a_store_of_another_base_is_refused(url: str) -> None:
    with build(url), pytest.raises(StoreError, match=r"has the base IRI https://claimgraph.example/, not"):
        Writer.create(url, base="https://other.example/")


def test_nobody_there_is_told_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(StoreError, match="cannot be reached"):
        Reader.open("http://127.0.0.1:9/query")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", r"malformed query at 2:10: unexpected end"),
        ("SELECT * WHERE { SERVICE <http://other.example/> { ?s ?p ?o } }", "SERVICE, which asks another one"),
        ("DROP ALL", "a query only reads"),
        ("SELECT * WHERE { ?s nope:p ?o }", "unknown prefix"),
    ],
)
def test_what_is_no_query_is_not_sent(url: str, sparql: str, said: str) -> None:
    with build(url) as writer:
        writer.replace(made_article("a"))
    with before(url) as proxy:
        reader = Reader.open(proxy.url)
        begun = len(proxy.requests)
        with pytest.raises(QueryError, match=said):
            reader.query(sparql)
        assert len(proxy.requests) == begun


def test_a_store_that_shows_either_its_graphs_or_their_union_says_so(url: str) -> None:
    with build(url) as writer:
        writer.replace(made_article("a"))
    either = RemoteReader(Endpoint(address=address(url)), MINT, union=(("default-graph-uri", "urn:x:union"),))
    with pytest.raises(QueryError, match=r"shows single graphs \(GRAPH\) only when"):
        either.query("ASK { GRAPH ?g { ?s ?p ?o } }")


@pytest.mark.parametrize("status", [404, 405])
def test_a_graph_is_asked_for_by_a_query_where_it_cannot_be_fetched(url: str, status: int) -> None:
    with build(url) as writer:
        writer.replace(made_article("a"))
    with before(url) as proxy:
        quads = Reader.open(proxy.url).store
        proxy.faults = [Fault(status=status)]
        found = list(quads.quads_for_pattern(None, None, None, NamedNode(MINT.things)))
        assert [one.method for one in proxy.requests[-2:]] == ["GET", "POST"]
    assert len(found) == 4


def test_prefixes_of_the_users_own_win(url: str) -> None:
    with build(url) as writer:
        writer.replace(made_article("a"))
    reader = Reader.open(url)
    assert len(reader.construct("CONSTRUCT WHERE { ?s skos:prefLabel ?label }")) == 2
    own = "PREFIX skos: <http://other.example/>\nSELECT * WHERE { ?s skos:prefLabel ?label }"
    assert len(reader.select(own)) == 0
