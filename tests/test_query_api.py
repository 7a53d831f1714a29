"""Stored queries over HTTP: by name, with parameters, in every format, and as pages."""

import csv
import io
import json
from collections.abc import Iterator

import httpx
import pytest
from served import PATIENT, served
from stored_graphs import reader

from kg.export.sheets import sheet
from kg.queries import catalogue
from kg.store.answers import Table

HTML = {"Accept": "text/html"}
CONTROL = "/query/who-claimed-control"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("api")
    reader(folder)
    with served(folder / "store.db", *PATIENT) as server, server.client() as one:
        yield one


def test_the_list_has_every_query_with_its_parameters(client: httpx.Client) -> None:
    listed = {one["name"]: one for one in client.get("/query").json()}
    assert set(listed) == set(catalogue())
    place = listed["who-claimed-control"]["parameters"][0]
    assert (place["name"], place["type"], place["required"], place["kind"]) == ("place", "iri", True, "place")


def test_the_list_is_a_page_for_browsers_with_a_form_for_each_parameter(client: httpx.Client) -> None:
    page = client.get("/query", headers=HTML)
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.text.count('<article class="card stored"') == len(catalogue())
    assert 'name="place"' in page.text


def test_words_and_tags_choose_among_the_queries(client: httpx.Client) -> None:
    page = client.get("/query", params={"tag": "stance", "q": "denied"}, headers=HTML).text
    assert 'href="/query/denied-claims"' in page
    assert 'href="/query/speakers"' not in page


def test_a_name_means_the_place_that_bears_it(client: httpx.Client) -> None:
    answer = client.get(CONTROL, params={"place": "Northfield"}).json()
    speakers = {row["speakerLabel"]["value"] for row in answer["results"]["bindings"]}
    assert {"River Watch", "Borland"} <= speakers


def test_both_sides_of_a_contradiction_stay(client: httpx.Client) -> None:
    rows = client.get(CONTROL, params={"place": "Northfield"}).json()["results"]["bindings"]
    assert {row["stance"]["value"].rpartition("#")[2] for row in rows} >= {"Asserting", "Denying"}


@pytest.mark.parametrize(
    ("format_", "type_"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("sheet", "text/csv"),
        ("html", "text/html"),
    ],
)
def test_a_format_is_chosen_by_its_name(client: httpx.Client, format_: str, type_: str) -> None:
    answer = client.get(CONTROL, params={"place": "Northfield", "format": format_})
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, type_)


def test_a_format_is_chosen_by_the_accept_header(client: httpx.Client) -> None:
    answer = client.get("/query/speakers", headers={"Accept": "text/csv"})
    assert answer.text.startswith("speaker,speakerLabel,")


def test_an_unknown_format_is_refused_with_the_known_ones(client: httpx.Client) -> None:
    answer = client.get("/query/speakers", params={"format": "ttl"})
    assert answer.status_code == 406
    assert "format=csv" in answer.json()["detail"]


def test_an_unknown_query_is_not_found_and_the_known_ones_are_told(client: httpx.Client) -> None:
    answer = client.get("/query/who-won")
    assert answer.status_code == 404
    assert all(name in answer.json()["detail"] for name in catalogue())


def test_an_unknown_name_is_not_found_and_the_closest_is_told(client: httpx.Client) -> None:
    answer = client.get(CONTROL, params={"place": "Northfeld"})
    assert answer.status_code == 404
    assert "Northfield" in answer.json()["detail"]


def test_a_missing_parameter_is_named_with_its_type(client: httpx.Client) -> None:
    answer = client.get(CONTROL)
    assert answer.status_code == 400
    assert "place (name or IRI)" in answer.json()["detail"]


@pytest.mark.parametrize("given", [{"since": "last week"}, {"holder": "Aldia"}, {"place": "x" * 2000}])
def test_a_parameter_that_does_not_fit_is_refused(client: httpx.Client, given: dict[str, str]) -> None:
    assert client.get(CONTROL, params={"place": "Northfield", **given}).status_code == 400


def test_a_field_that_is_left_empty_counts_for_nothing(client: httpx.Client) -> None:
    empty = client.get(CONTROL, params={"place": "Northfield", "since": "", "speaker": ""})
    assert empty.json() == client.get(CONTROL, params={"place": "Northfield"}).json()


def test_a_value_is_a_term_and_never_sparql(client: httpx.Client) -> None:
    answer = client.get(CONTROL, params={"place": 'Northfield> } UNION { ?s ?p ?o } #"'})
    assert answer.status_code == 404


def test_no_parameter_has_the_name_of_what_stands_beside_them() -> None:
    assert not any("format" in query.parameters for query in catalogue().values())


def test_a_page_shows_labels_as_links_and_quotes_at_their_place(client: httpx.Client) -> None:
    page = client.get(CONTROL, params={"place": "Northfield"}, headers=HTML).text
    assert 'href="/id/actor/river-watch-1"><bdi>River Watch</bdi></a>' in page
    assert '#char=72,93"' in page
    assert "format=sheet" in page


def test_a_page_without_parameters_asks_for_them(client: httpx.Client) -> None:
    page = client.get(CONTROL, headers=HTML)
    assert page.status_code == 200
    assert 'name="place"' in page.text
    assert "<table" not in page.text


def test_a_page_keeps_what_was_asked_when_it_was_wrong(client: httpx.Client) -> None:
    page = client.get(CONTROL, params={"place": "Northfeld"}, headers=HTML)
    assert page.status_code == 404
    assert 'value="Northfeld"' in page.text
    assert 'role="alert"' in page.text


def test_a_page_without_rows_says_so(client: httpx.Client) -> None:
    page = client.get(CONTROL, params={"place": "Northfield", "until": "1999-01-01"}, headers=HTML)
    assert page.status_code == 200
    assert "Nothing in the graph answers this" in page.text


def test_what_the_client_has_already_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/query/speakers").headers["ETag"]
    assert client.get("/query/speakers", headers={"If-None-Match": tag}).status_code == 304


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    words = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "plain", "＝1", "a;=1;-b", "a\n=1\n\nb"]
    rows = [{"words": {"type": "literal", "value": one}} for one in words]
    table = Table(data=json.dumps({"head": {"vars": ["words"]}, "results": {"bindings": rows}}).encode())
    read = [row[0] for row in csv.reader(io.StringIO(sheet(table).decode("utf-8-sig"), newline=""))]
    assert read[:5] == ["words", "'=1+1", "'+1", "'-1", "'@SUM(A1)"]
    assert read[5:] == ["'\tx", "'\rx", "plain", "'＝1", "a;'=1;'-b", "a\n'=1\n\nb"]


def test_a_sheet_is_a_file_and_the_w3c_csv_is_as_it_is(client: httpx.Client) -> None:
    answer = client.get("/query/speakers", params={"format": "sheet"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="speakers.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "Content-Disposition" not in client.get("/query/speakers", params={"format": "csv"}).headers
