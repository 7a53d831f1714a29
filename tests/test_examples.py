"""The stored queries as examples in RDF: the form that query editors and agents read."""

from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store
from served import PATIENT, served
from stored_graphs import reader

from kg.ontology import DEFAULT_BASE
from kg.queries import catalogue, examples

ENDPOINT = "http://127.0.0.1:8000/sparql"
EXAMPLE = "http://127.0.0.1:8000/.well-known/sparql-examples/"
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#> """
each_query = pytest.mark.parametrize("name", catalogue())


def loaded(base: str = DEFAULT_BASE) -> Store:
    store = Store()
    written = examples.serialise(examples.triples(base, ENDPOINT), "ttl", endpoint=ENDPOINT)
    store.load(written, RdfFormat.TURTLE)
    return store


def select(store: Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + sparql)
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value for term in row) for row in found]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("examples")
    reader(folder)
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


def test_one_is_served_alone_with_the_address_of_this_server(client: httpx.Client) -> None:
    answer = client.get("/.well-known/sparql-examples/speakers", headers={"Accept": "text/turtle"})
    store = Store()
    store.load(answer.content, RdfFormat.TURTLE)
    here = str(client.base_url).rstrip("/")
    assert select(store, "SELECT ?q ?t { ?q a sh:SPARQLExecutable ; schema:target ?t }") == [
        (f"{here}/.well-known/sparql-examples/speakers", f"{here}/sparql")
    ]


def test_a_browser_is_shown_the_page_of_the_query(client: httpx.Client) -> None:
    answer = client.get("/.well-known/sparql-examples/speakers", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/query/speakers")


def test_an_unknown_example_is_not_found(client: httpx.Client) -> None:
    assert client.get("/.well-known/sparql-examples/nothing").status_code == 404
