"""Whoever follows an IRI of the graph finds out about it."""

from collections.abc import Iterator

import httpx
import pytest
import rdflib
from rdflib import FOAF, RDF, RDFS, SKOS, VOID
from served import SYNTAX, parsed, patiently, served
from stored_graphs import MINT, made_article, reader

from kg.ontology import CG, term
from kg.store import Writer

BASE = "https://claimgraph.example/"
NORTHFIELD = rdflib.URIRef(f"{BASE}id/place/northfield-1")
TURTLE = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("linked")
    reader(folder)
    with Writer.open(folder / "store.db") as writer:
        writer.replace(made_article("2025-01-01-moscow", place="Москва"))
        writer.replace(made_article("2025-01-02-crowd", place="crowd", statements=250))
    with served(folder / "store.db", "--license", "https://license.example/cc") as server, server.client() as one:
        yield one


def test_a_thing_is_no_document_but_has_one(client: httpx.Client) -> None:
    answer = client.get("/id/place/northfield-1", headers=TURTLE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/doc/id/place/northfield-1")
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("form", sorted(SYNTAX))
def test_every_form_says_the_same(client: httpx.Client, form: str) -> None:
    by_suffix = client.get(f"/doc/id/place/northfield-1.{form}")
    by_name = client.get("/doc/id/place/northfield-1", params={"format": form})
    by_header = client.get("/doc/id/place/northfield-1", headers={"Accept": by_suffix.headers["Content-Type"]})
    assert set(parsed(by_suffix, form)) == set(parsed(by_name, form)) == set(parsed(by_header, form))
    assert set(parsed(by_suffix, form)) == set(parsed(client.get("/doc/id/place/northfield-1.ttl")))


def test_a_document_tells_its_other_forms_and_what_it_is_about(client: httpx.Client) -> None:
    answer = client.get("/doc/id/place/northfield-1.ttl")
    links = {(one["rel"], one.get("type", "")): url for url, one in _links(answer)}
    assert links["alternate", "application/ld+json"] == "/doc/id/place/northfield-1.jsonld"
    assert links["describes", ""] == "/id/place/northfield-1"
    assert ("describedby", "") in links
    said = parsed(answer)
    assert said.value(rdflib.URIRef(f"{BASE}doc/id/place/northfield-1"), FOAF.primaryTopic) == NORTHFIELD


def test_a_description_has_the_thing_its_parts_and_the_names_of_its_neighbours(client: httpx.Client) -> None:
    said = parsed(client.get("/doc/id/place/northfield-1.ttl"))
    assert said.value(NORTHFIELD, SKOS.prefLabel) == rdflib.Literal("Northfield", lang="en")
    geometry = said.value(NORTHFIELD, rdflib.URIRef(term("geo:hasGeometry")))
    assert geometry is None or (geometry, RDF.type, None) in said
    for _, _, near in said.triples((NORTHFIELD, rdflib.URIRef(term("geo:sfWithin")), None)):
        assert said.value(near, SKOS.prefLabel)


def test_an_event_is_never_described_without_those_who_claim_it(client: httpx.Client) -> None:
    said = parsed(client.get("/doc/id/event/holding-1.ttl"))
    event = rdflib.URIRef(f"{BASE}id/event/holding-1")
    asserting = set(said.subjects(rdflib.URIRef(f"{CG}asserts"), event))
    denying = set(said.subjects(rdflib.URIRef(f"{CG}denies"), event))
    assert {str(one).rpartition("#")[2] for one in asserting} == {"s1"}
    assert {str(one).rpartition("#")[2] for one in denying} == {"s2"}
    for statement in asserting | denying:
        speaker = said.value(statement, rdflib.URIRef(f"{CG}speaker"))
        assert said.value(speaker, SKOS.prefLabel)
        assert said.value(statement, rdflib.URIRef(f"{CG}via"))


def test_what_is_left_out_is_said(client: httpx.Client) -> None:
    name = MINT.event("capture", "crowd").removeprefix(f"{BASE}id/")
    answer = client.get(f"/doc/id/{name}.ttl")
    said = parsed(answer)
    assert answer.headers["X-KG-Truncated"] == "true"
    assert "More points to this" in str(said.value(rdflib.URIRef(f"{BASE}doc/id/{name}"), RDFS.comment))
    assert len(list(said.subjects(rdflib.URIRef(f"{CG}asserts")))) == 200


def test_an_article_is_a_document_with_all_that_only_it_says(client: httpx.Client) -> None:
    answer = client.get("/article/2024-05-03-a1", headers=TURTLE)
    article = rdflib.URIRef(f"{BASE}article/2024-05-03-a1")
    said = parsed(answer)
    assert (article, RDF.type, rdflib.URIRef(f"{CG}Article")) in said
    assert len(list(said.subjects(rdflib.URIRef(f"{CG}in"), article))) == 13
    assert said.value(rdflib.URIRef(f"{article}#char=147,154"), rdflib.URIRef(term("nif:anchorOf")))


def test_the_text_of_an_article_comes_as_it_was_read(client: httpx.Client) -> None:
    words = client.get("/text/2024-05-03-a1", headers={"Accept": "text/plain"}).text
    assert words[147:154] == "Borland"
    assert len(parsed(client.get("/text/2024-05-03-a1", headers=TURTLE))) == 1
    page = client.get("/text/2024-05-03-a1", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (303, "/article/2024-05-03-a1")


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_an_iri_with_escapes_is_found_however_they_are_written(client: httpx.Client, change: object) -> None:
    path = MINT.place("Москва", "1").removeprefix(BASE.rstrip("/"))
    escaped = path.split("/place/")[1].rsplit("-", 1)
    asked = f"/id/place/{change(escaped[0])}-{escaped[1]}"  # type: ignore[operator]
    answer = client.get(asked, headers=TURTLE, follow_redirects=True)
    assert "Москва" in answer.text


@pytest.mark.parametrize("path", ["/doc/id/place/nowhere-1", "/article/none", "/text/none", "/doc/none", "/doc/"])
def test_what_nobody_speaks_of_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=TURTLE)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_form_that_there_is_not_is_not_acceptable(client: httpx.Client) -> None:
    assert client.get("/doc/id/place/northfield-1", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/doc/id/place/northfield-1?format=xls").status_code == 406


@pytest.mark.parametrize("path", ["/doc/id/place/northfield-1.ttl", "/void.ttl", "/ontology.ttl", "/dump.trig.gz"])
def test_what_has_not_changed_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = patiently(client, path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_graph_of_things_is_read_from_the_store_of_graphs(client: httpx.Client) -> None:
    answer = client.get("/things", headers=TURTLE, follow_redirects=True)
    assert parsed(answer).value(NORTHFIELD, SKOS.prefLabel)


# ---------------------------------------------------------------- what the terms mean, and what there is


@pytest.mark.parametrize("path", ["/ontology", "/shapes"])
@pytest.mark.parametrize("form", sorted(SYNTAX))
def test_the_vocabulary_comes_in_every_form(client: httpx.Client, path: str, form: str) -> None:
    assert len(parsed(client.get(f"{path}.{form}"), form)) == len(parsed(client.get(f"{path}.ttl")))


def test_every_term_has_its_place_on_the_page_of_the_ontology(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    terms = {str(one) for one in parsed(client.get("/ontology.ttl")).subjects() if str(one).startswith(CG)}
    assert terms
    for one in terms:
        assert f'id="{one.removeprefix(CG)}"' in page


def test_every_message_of_the_shapes_is_on_their_page(client: httpx.Client) -> None:
    page = client.get("/shapes", headers={"Accept": "text/html"}).text
    assert "An article has at most one dcterms:title" in page


def test_crawlers_find_the_description_of_the_data_set(client: httpx.Client) -> None:
    for path in ("/.well-known/void", "/dataset"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/void")


def test_the_description_says_what_there_is_and_how_it_is_had(client: httpx.Client) -> None:
    said, dataset = parsed(patiently(client, "/void.ttl")), rdflib.URIRef(f"{BASE}dataset")
    counted = client.get("/sparql?query=SELECT(COUNT(*)AS%3Fn){%3Fs%3Fp%3Fo}", headers={"Accept": "text/csv"}).text
    assert said.value(dataset, VOID.triples).toPython() == int(counted.split()[1])
    assert said.value(dataset, VOID.sparqlEndpoint) == rdflib.URIRef(f"{client.base_url}/sparql")
    assert said.value(dataset, VOID.dataDump) == rdflib.URIRef(f"{client.base_url}/dump.trig.gz")
    assert said.value(dataset, rdflib.URIRef(term("dcterms:license"))) == rdflib.URIRef("https://license.example/cc")
    assert (None, VOID["class"], rdflib.URIRef(f"{CG}Statement")) in said
    assert (None, VOID.property, rdflib.URIRef(f"{CG}speaker")) in said


def test_people_read_what_there_is(client: httpx.Client) -> None:
    page = patiently(client, "/void", headers={"Accept": "text/html"}).text
    assert "cg:Statement" in page
    assert f"{client.base_url}/sparql" in page


def _links(answer: httpx.Response) -> Iterator[tuple[str, dict[str, str]]]:
    for one in answer.headers["Link"].split(", "):
        target, *parameters = one.split("; ")
        yield target.strip("<>"), {name: value.strip('"') for name, _, value in (p.partition("=") for p in parameters)}
