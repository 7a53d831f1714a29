"""Where each kind of store takes queries, changes and graphs, and who may use it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from faulty_proxy import before
from oxigraph_server import OxigraphServer, serving
from stored_graphs import MINT, made_article

from kg.errors import UsageError
from kg.export import export
from kg.store import Reader, Writer
from kg.store.remote.address import address
from kg.store.remote.layouts import LAYOUTS

HOST = "http://store.example"
USUAL = [
    # kind, as a user may give it, queries, changes, graphs
    ("oxigraph", f"{HOST}:7878", ":7878/query", ":7878/update", ":7878/store"),
    ("oxigraph", f"{HOST}/query", "/query", "/update", "/store"),
    ("fuseki", f"{HOST}:3030/news", ":3030/news/query", ":3030/news/update", ":3030/news/data"),
    ("fuseki", f"{HOST}/news/query", "/news/query", "/news/update", "/news/data"),
    ("graphdb", f"{HOST}/repositories/r", "/repositories/r", "/repositories/r/statements", None),
    ("stardog", f"{HOST}:5820/news/query", ":5820/news/query", ":5820/news/update", ":5820/news"),
    ("virtuoso", f"{HOST}:8890/sparql", ":8890/sparql-auth", ":8890/sparql-auth", ":8890/sparql-graph-crud-auth"),
    ("neptune", f"{HOST}:8182/sparql", ":8182/sparql", ":8182/sparql", ":8182/sparql/gsp/"),
    ("blazegraph", f"{HOST}/blazegraph/namespace/n/sparql", "/blazegraph/namespace/n/sparql", None, None),
    ("sparql", f"{HOST}/anything", "/anything", "/anything", None),
]


@pytest.mark.parametrize(("kind", "given", "queries", "changes", "graphs"), USUAL)
def test_the_kind_of_a_store_is_told_by_its_address(
    kind: str, given: str, queries: str, changes: str | None, graphs: str | None
) -> None:
    found = address(given, {})
    assert found.kind == kind
    assert found.query == HOST + queries
    assert changes is None or found.update == HOST + changes
    assert graphs is None or found.graphs == HOST + graphs


def test_what_the_address_does_not_tell_the_environment_may() -> None:
    told = {"KG_STORE_KIND": "qlever", "KG_STORE_UPDATE_URL": f"{HOST}:9/change", "KG_STORE_TOKEN": "t"}
    found = address(f"{HOST}:7001", told)
    assert (found.query, found.update, found.graphs) == (f"{HOST}:7001", f"{HOST}:9/change", None)
    assert found.headers == {"Authorization": "Bearer t"}


@pytest.mark.parametrize(
    ("given", "told", "said"),
    [
        ("http://ann:secret@store.example/", {}, "holds no password"),
        ("http://", {}, "is no address"),
        ("http://store.example/a b", {}, "is no address"),
        (f"{HOST}/query?key=1", {"KG_STORE_KIND": "oxigraph"}, "leave out what follows its path"),
        (HOST, {"KG_STORE_KIND": "paper"}, "give one of oxigraph, fuseki"),
        (HOST, {"KG_STORE_UPDATE_URL": "http://elsewhere.example/"}, "on another server"),
        (HOST, {"KG_STORE_HEADERS": "/nowhere"}, "KG_STORE_HEADERS=/nowhere cannot be read"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_its_secrets(given: str, told: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        address(given, told)
    assert "secret" not in str(refused.value)


def test_netrc_and_a_file_of_headers_are_read(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine store.example login ann password r1ght\n")
    (tmp_path / "headers").write_text("X-Api-Key: made-up\n\n")
    (tmp_path / "netrc").chmod(0o600)
    told = {"NETRC": str(tmp_path / "netrc"), "KG_STORE_HEADERS": str(tmp_path / "headers")}
    found = address(HOST, told)
    assert (found.user, found.password, found.headers) == ("ann", "r1ght", {"X-Api-Key": "made-up"})
    assert "r1ght" not in repr(found)
    assert "made-up" not in repr(found)
    (tmp_path / "headers").write_text("no header\n")
    with pytest.raises(UsageError, match="headers:1: no header"):
        address(HOST, told)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphServer]:
    with serving(tmp_path_factory.mktemp("served") / "data", union=True) as running:
        yield running


@pytest.mark.parametrize("kind", LAYOUTS)
def test_each_kind_is_spoken_to_in_its_own_way(
    server: OxigraphServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The addresses are those of each kind, and Oxigraph answers behind them all."""
    monkeypatch.setenv("KG_STORE_FOLDER", str(tmp_path / "beside"))
    monkeypatch.setenv("KG_STORE_KIND", kind)
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "r1ght")
    server.clear()
    with before(server.url) as proxy:
        proxy.account, proxy.digest, proxy.any_path = "ann:r1ght", LAYOUTS[kind].digest, True
        url = proxy.url.removesuffix("/query") + {"graphdb": "/repositories/n", "fuseki": "/news"}.get(kind, "")
        with Writer.create(url, base=MINT.base) as far, Writer.create(tmp_path / "db") as near:
            for writer in (far, near):
                for made in (made_article("a"), made_article("b", place="southfield"), made_article("a", statements=3)):
                    writer.replace(made)
                writer.retract(MINT.article("b"))
        assert _dump(url) == _dump(tmp_path / "db")
        asked = [one for one in proxy.requests if proxy.lets_in(one)]
    at = address(url)
    places = {urlsplit(place).path for place in (at.query, at.update, at.graphs) if place}
    assert {urlsplit(one.path).path for one in asked} <= places | {f"{place}/" for place in places}
    assert all(("update" in one.fields) == at.layout.form for one in asked if one.is_update)


def _dump(place: str | Path) -> bytes:
    out = io.BytesIO()
    export(Reader.open(place), format="nq", texts=True, examples=True, out=out)
    return out.getvalue()
