"""The stored queries as examples in RDF: the form that query editors and agents read."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store
from served import PATIENT, served
from stored_graphs import reader

from kg import additions
from kg.errors import StoreError, UsageError
from kg.export import dump, export
from kg.ontology import DEFAULT_BASE
from kg.queries import catalogue, examples
from kg.shapes import validate
from kg.store import AddedGraph, Reader, Writer

ENDPOINT = "http://127.0.0.1:8000/sparql"
EXAMPLE = f"{DEFAULT_BASE}.well-known/sparql-examples/"
GRAPH = EXAMPLE.rstrip("/")
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#> """
each_query = pytest.mark.parametrize("name", catalogue())


def loaded(base: str = DEFAULT_BASE) -> Store:
    store = Store()
    written = examples.serialise(examples.triples(base, ENDPOINT), "ttl", base=base)
    store.load(written, RdfFormat.TURTLE)
    return store


def select(store: Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + sparql)
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value for term in row) for row in found]


def built(folder: Path) -> Reader:
    """A reader of a store that was built as the commands build it."""
    reader(folder)
    with Writer.open(folder / "store.db") as writer:
        writer.supply(examples.graph(DEFAULT_BASE))
    return Reader.open(folder / "store.db")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("examples")
    built(folder)
    with served(folder / "store.db", *PATIENT) as server, server.client() as one:
        yield one


def test_an_editor_finds_each_query_with_its_comment() -> None:
    asked = "SELECT ?q ?comment ?text { ?q a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask ?text }"
    assert {row[0] for row in select(loaded(), asked)} == {EXAMPLE + name for name in catalogue()}


def test_an_example_says_what_it_is_and_where_it_can_be_asked() -> None:
    asked = f"""SELECT ?label ?target {{ <{EXAMPLE}speakers> a sh:SPARQLSelectExecutable ; rdfs:label ?label ;
      schema:target ?target ; sh:prefixes/owl:imports sh: . FILTER(LANG(?label) = "en") }}"""
    assert select(loaded(), asked) == [(catalogue()["speakers"].summary, ENDPOINT)]


def test_the_tags_are_keywords() -> None:
    asked = f"SELECT ?word {{ <{EXAMPLE}who-claimed-control> schema:keywords ?word }}"
    assert {row[0] for row in select(loaded(), asked)} == set(catalogue()["who-claimed-control"].tags)


def test_the_prefixes_are_declared() -> None:
    found = dict(select(loaded(), "SELECT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"))
    assert found["cg"] == "https://w3id.org/claimgraph/ontology#"


@each_query
def test_an_example_runs_as_it_is(name: str) -> None:
    text = examples.runnable(catalogue()[name], DEFAULT_BASE)
    assert "?_" not in text.replace("?__", "")
    assert "#+" not in text
    Store().query(text)


def test_an_example_asks_of_the_graph_that_is_served() -> None:
    text = examples.runnable(catalogue()["who-claimed-control"], "https://news.example/kg/")
    assert "<https://news.example/kg/id/place/" in text
    assert DEFAULT_BASE not in text


def test_there_is_no_blank_node() -> None:
    triples = examples.triples(DEFAULT_BASE, ENDPOINT)
    assert not any(term.startswith("_:") for triple in triples for term in triple)


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"])
def test_they_are_served_in_every_form(client: httpx.Client, form: str) -> None:
    answer = client.get("/.well-known/sparql-examples", headers={"Accept": form})
    store = Store()
    store.load(answer.content, RdfFormat.from_media_type(form))
    assert len(select(store, "SELECT ?q { ?q a sh:SPARQLExecutable }")) == len(catalogue())


def test_one_is_served_alone_and_says_that_it_can_be_asked_here(client: httpx.Client) -> None:
    answer = client.get("/.well-known/sparql-examples/speakers", headers={"Accept": "text/turtle"})
    store = Store()
    store.load(answer.content, RdfFormat.TURTLE)
    here = str(client.base_url).rstrip("/")
    assert select(store, "SELECT ?q ?t { ?q a sh:SPARQLExecutable ; schema:target ?t }") == [
        (f"{EXAMPLE}speakers", f"{here}/sparql")
    ]


def test_a_browser_is_shown_the_page_of_the_query(client: httpx.Client) -> None:
    answer = client.get("/.well-known/sparql-examples/speakers", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/query/speakers")


def test_an_unknown_example_is_not_found(client: httpx.Client) -> None:
    assert client.get("/.well-known/sparql-examples/nothing").status_code == 404


# ---------------------------------------------------------------- in the graph


def asked(client: httpx.Client, sparql: str) -> list[dict[str, str]]:
    """As the two tools ask: by GET, with a parameter that is not of the protocol, for the JSON that all know."""
    answer = client.get("/sparql", params={"ac": "1", "query": sparql}, headers={"Accept": "application/json"})
    rows = answer.raise_for_status().json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


@pytest.mark.parametrize("describing", ["sh:describe", "spex:describe"])
def test_the_endpoint_tells_an_editor_each_example(client: httpx.Client, describing: str) -> None:
    """sparql-editor (`sh:describe`) and sparql-llm (`spex:describe`) name no graph, and sort by the example."""
    rows = asked(
        client,
        f"""PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?sq ?comment ?query WHERE {{
          ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|{describing} ?query .
        }} ORDER BY ?sq""",
    )
    known = catalogue()
    assert [row["sq"] for row in rows] == [f"{EXAMPLE}{name}" for name in known]
    assert [row["comment"] for row in rows] == [one.description for one in known.values()]
    assert [row["query"] for row in rows] == [examples.runnable(one, DEFAULT_BASE) for one in known.values()]


def test_the_endpoint_tells_an_editor_the_prefixes(client: httpx.Client) -> None:
    rows = asked(
        client,
        """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT DISTINCT ?prefix ?namespace
        WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix""",
    )
    assert {"prefix": "cg", "namespace": "https://w3id.org/claimgraph/ontology#"} in rows


def test_an_example_of_the_graph_has_an_answer_on_the_web(client: httpx.Client) -> None:
    (row, *_) = asked(client, f"SELECT ?p {{ GRAPH <{GRAPH}> {{ <{EXAMPLE}speakers> ?p ?o }} }}")
    path = EXAMPLE.removeprefix(DEFAULT_BASE) + "speakers"
    answer = client.get(path, headers={"Accept": "application/n-triples"})
    assert f"<{EXAMPLE}speakers> <{row['p']}> " in answer.text


def test_they_stand_in_a_graph_of_their_own_and_conform(tmp_path: Path) -> None:
    found = built(tmp_path)
    (row,) = found.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}").rows
    assert row == (len(examples.triples(DEFAULT_BASE, f"{DEFAULT_BASE}sparql")),)
    assert validate(examples.graph(DEFAULT_BASE).triples).text == "conforms"


def test_they_are_stored_again_only_when_they_have_changed(tmp_path: Path) -> None:
    revision = built(tmp_path).revision
    with Writer.open(tmp_path / "store.db") as writer:
        writer.supply(examples.graph(DEFAULT_BASE))
    assert Reader.open(tmp_path / "store.db").revision == revision
    known = examples.graph(DEFAULT_BASE)
    with Writer.open(tmp_path / "store.db") as writer:
        writer.supply(AddedGraph(name=known.name, triples=known.triples[:3]))
    found = Reader.open(tmp_path / "store.db")
    assert found.revision == revision + 1
    assert found.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}").rows == ((3,),)


def test_a_store_without_anything_else_stays_unpublished(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "new.db") as writer:
        writer.supply(examples.graph(DEFAULT_BASE))
    with pytest.raises(StoreError, match="nothing published"):
        Reader.open(tmp_path / "new.db")


def test_they_are_no_graph_of_the_users(tmp_path: Path) -> None:
    built(tmp_path)
    with pytest.raises(UsageError, match="none was added"):
        additions.remove(GRAPH, tmp_path / "store.db")


def test_a_user_who_adds_a_graph_has_them_too(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .", encoding="utf-8")
    additions.add([tmp_path / "a.ttl"], tmp_path / "new.db", graph="https://example.org/g")
    found = Reader.open(tmp_path / "new.db").select(f"SELECT ?p {{ <{EXAMPLE}speakers> ?p ?o }}")
    assert len(found) > 5


def test_they_are_exported_when_asked_for(tmp_path: Path) -> None:
    found = built(tmp_path)
    plain, whole, dumped = io.BytesIO(), io.BytesIO(), io.BytesIO()
    export(found, format="nq", out=plain)
    export(found, format="nq", out=whole, examples=True)
    dump(found, out=dumped)
    assert [GRAPH in one.getvalue().decode() for one in (plain, whole, dumped)] == [False, True, False]
