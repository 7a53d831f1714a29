"""SPARQL 1.1 Protocol and Graph Store Protocol, as clients speak them."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from served import parsed, patiently, served
from stored_graphs import reader

from kg import additions

SELECT = "SELECT * { ?s ?p ?o } LIMIT 1"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"
GRAPH = "https://example.org/100%25/graph"
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
EXTRA = """<https://example.org/a%2Fb> <https://example.org/p> "100%25"@en .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocol")
    reader(folder)
    (folder / "extra.ttl").write_text(EXTRA, encoding="utf-8")
    additions.add([folder / "extra.ttl"], folder / "store.db", graph=GRAPH)
    with served(folder / "store.db") as server, server.client() as one:
        yield one


def ask(client: httpx.Client, query: str, accept: str = "*/*", **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
    ],
)
def test_a_table_comes_as_it_is_asked_for(client: httpx.Client, accept: str, answered: str) -> None:
    assert ask(client, SELECT, accept).headers["Content-Type"] == answered


@pytest.mark.parametrize(
    ("accept", "answered", "form"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", "ttl"),
        ("application/n-triples", "application/n-triples; charset=utf-8", "nt"),
        ("application/ld+json", "application/ld+json", "jsonld"),
        ("application/rdf+xml", "application/rdf+xml", "rdf"),
        ("*/*", "text/turtle; charset=utf-8", "ttl"),
    ],
)
def test_a_graph_comes_as_it_is_asked_for(client: httpx.Client, accept: str, answered: str, form: str) -> None:
    found = ask(client, CONSTRUCT, accept)
    assert found.headers["Content-Type"] == answered
    assert len(parsed(found, form)) == 1


def test_what_no_form_fits_is_not_acceptable(client: httpx.Client) -> None:
    answer = ask(client, SELECT, "image/png")
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_a_parameter_names_the_form_in_the_address_and_in_a_form(client: httpx.Client) -> None:
    assert ask(client, SELECT, format="tsv").headers["Content-Type"].startswith("text/tab-separated-values")
    posted = client.post("/sparql", data={"query": SELECT, "format": "csv"})
    assert posted.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("name", ["turtle", "n3", "json-ld", "rdf+xml", "xml", "json", "ntriples", "text/turtle"])
def test_a_parameter_may_name_the_form_as_clients_do(client: httpx.Client, name: str) -> None:
    """SPARQLWrapper sends it beside an Accept header."""
    answer = ask(client, "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1", "application/rdf+xml", format=name)
    assert answer.status_code == 200
    assert len(parsed(answer, FORMS[answer.headers["Content-Type"].partition(";")[0]])) == 1


def test_an_iri_with_a_comma_is_one_cell_of_csv(client: httpx.Client) -> None:
    query = "SELECT ?span ?begin ?text { ?span nif:beginIndex ?begin ; nif:anchorOf ?text }"
    rows = list(csv.reader(io.StringIO(ask(client, query, "text/csv").text, newline="")))
    asked = ask(client, query).json()["results"]["bindings"]
    assert sorted(rows[1:]) == sorted([row[name]["value"] for name in ("span", "begin", "text")] for row in asked)
    assert any("," in row[0] for row in rows[1:])


def test_a_query_is_sent_in_the_address_in_a_form_or_as_it_is(client: httpx.Client) -> None:
    direct = client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"})
    form = client.post("/sparql", data={"query": SELECT})
    assert ask(client, SELECT).json() == form.json() == direct.json()


def test_a_describe_query_answers_with_a_graph(client: httpx.Client) -> None:
    answer = ask(client, "DESCRIBE <https://claimgraph.example/id/actor/river-watch-1>", "text/turtle")
    assert "River Watch" in answer.text


def test_relative_iris_are_relative_to_the_endpoint(client: httpx.Client) -> None:
    answer = ask(client, "CONSTRUCT { <x> <y> 1 } {}", "application/n-triples")
    assert answer.text.startswith(f"<{client.base_url}/x>")


def test_the_request_says_which_graphs_a_query_is_about(client: httpx.Client) -> None:
    everything = "ASK { ?s ?p ?o }"
    assert ask(client, everything, **{"default-graph-uri": "https://example.org/none"}).json()["boolean"] is False
    assert ask(client, everything, **{"default-graph-uri": GRAPH}).json()["boolean"] is True
    named = "SELECT ?g { GRAPH ?g {} }"
    found = ask(client, named, "text/csv", **{"named-graph-uri": GRAPH}).text.split()
    assert found == ["g", GRAPH]


def test_the_request_overrides_the_graphs_that_the_query_names(client: httpx.Client) -> None:
    query = f"ASK FROM <{GRAPH}> {{ ?s ?p ?o }}"
    assert ask(client, query).json()["boolean"] is True
    assert ask(client, query, **{"default-graph-uri": "https://example.org/none"}).json()["boolean"] is False


def test_percent_encodings_stay_as_they_are(client: httpx.Client) -> None:
    query = 'SELECT ?s { ?s ?p "100%25"@en FILTER(?s = <https://example.org/a%2Fb>) }'
    posted = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert ask(client, query, "text/csv").text == posted.text == "s\r\nhttps://example.org/a%2Fb\r\n"


def test_a_malformed_query_is_told_where_it_goes_wrong(client: httpx.Client) -> None:
    answer = ask(client, "SELECT *\n{ ?s ?p }")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "at 2:" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", SELECT, 415),
        ("application/sparql-query; charset=utf-16", SELECT, 415),
        ("application/sparql-query", b"\xff\xfe", 400),
        ("application/x-www-form-urlencoded", "query=%FF", 400),
        ("application/x-www-form-urlencoded", "query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("application/x-www-form-urlencoded", "other=1", 400),
        ("application/sparql-query", "#" * 70_000, 413),
        ("application/sparql-update", "CLEAR ALL", 403),
        ("application/x-www-form-urlencoded", "update=CLEAR+ALL", 403),
    ],
)
def test_a_request_that_is_none_is_told_why(client: httpx.Client, kind: str, body: str | bytes, status: int) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_an_update_is_refused_with_the_way_to_add_data(client: httpx.Client) -> None:
    answer = client.post("/update", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"})
    assert answer.status_code == 403
    assert "kg build" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/void", "/ontology", "/data?default", "/health", "/dump.trig.gz"]
)
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    get, head = patiently(client, path), client.head(path)
    assert head.status_code == get.status_code == 200
    assert not head.content
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/sparql", "/update", "/void", "/data", "/doc/id/place/x", "/static/icon.svg"])
def test_a_page_from_elsewhere_may_ask_before_it_reads(client: httpx.Client, path: str) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Methods" in answer.headers


def test_an_answer_is_compressed_for_those_who_can_read_it(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 100"}
    zipped = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.json() == plain.json()


def test_a_charset_that_is_asked_for_changes_nothing(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept-Charset": "iso-8859-1"})
    assert json.loads(answer.content.decode("utf-8"))


def test_the_endpoint_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = parsed(answer)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{client.base_url}/sparql")
    assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    names = set(graph.objects(None, sd.name))
    assert {rdflib.URIRef(GRAPH), rdflib.URIRef("https://claimgraph.example/things")} <= names


def test_a_browser_that_comes_to_the_endpoint_gets_the_editor(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sparql-editor")


# ---------------------------------------------------------------- Graph Store Protocol


@pytest.mark.parametrize("path", ["/rdf-graph-store", "/data"])
def test_a_named_graph_is_read_by_its_iri(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"graph": GRAPH}, headers={"Accept": "application/n-triples"})
    assert answer.text == '<https://example.org/a%2Fb> <https://example.org/p> "100%25"@en .\n'


def test_the_default_graph_is_the_union_of_all(client: httpx.Client) -> None:
    answer = client.get("/data?default", headers={"Accept": "application/n-triples"})
    counted = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    assert len(answer.text.splitlines()) == int(counted)
    assert "River Watch" in answer.text
    assert "https://example.org/a%2Fb" in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("graph=https://example.org/none", 404),
        ("graph=relative", 400),
        ("", 400),
        ("default&graph=https://example.org/none", 400),
    ],
)
def test_a_graph_that_is_not_there_is_no_empty_graph(client: httpx.Client, query: str, status: int) -> None:
    assert client.get(f"/data?{query}").status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_no_graph_is_changed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/data", params={"graph": GRAPH}, content="<a:a> <a:b> <a:c> .")
    assert answer.status_code == 403
    assert "kg add" in answer.json()["detail"]
    assert client.get("/data", params={"graph": GRAPH}).status_code == 200


def test_a_graph_larger_than_an_answer_may_be_is_not_cut(tmp_path: Path) -> None:
    reader(tmp_path)
    words = gzip.compress(b"").hex() * 40
    lines = "".join(f'<https://example.org/{n}> <https://example.org/p> "{words}"@en .\n' for n in range(1000))
    (tmp_path / "many.ttl").write_text(lines, encoding="utf-8")
    additions.add([tmp_path / "many.ttl"], tmp_path / "store.db", graph=GRAPH)
    with served(tmp_path / "store.db", "--result", "1") as server, server.client() as client:
        answer = client.get("/data?default")
        assert answer.status_code == 413
        assert "/dump.trig.gz" in answer.json()["detail"]
