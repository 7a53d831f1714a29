"""Answers: typed values, display, and the formats of the SPARQL recommendations."""

import json
from datetime import date
from pathlib import Path

import pytest
from stored_graphs import reader

from kg.errors import QueryError, UsageError
from kg.store import Graph, Reader, Table, Truth

ROW = """SELECT ?iri ?term ?day ?count ?sure ?flag ?odd ?none {
    VALUES (?iri ?term ?day ?count ?sure ?flag ?odd ?none) { (
    <https://claimgraph.example/id/a> cg:Asserting "2025-03-12"^^xsd:date 7 0.5 true
    "2025-02-30"^^xsd:date UNDEF) } }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("answers"))


def test_values_have_the_type_of_their_datatype(store: Reader) -> None:
    assert store.select(ROW).rows == (
        (
            "https://claimgraph.example/id/a",
            "https://w3id.org/claimgraph/ontology#Asserting",
            date(2025, 3, 12),
            7,
            0.5,
            True,
            "2025-02-30",
            None,
        ),
    )


def test_people_see_short_names(store: Reader) -> None:
    assert store.select(ROW).display() == [["id/a", "cg:Asserting", "2025-03-12", "7", "0.5", "true", "2025-02-30", ""]]


def test_a_data_frame_has_dates_and_joins_by_whole_iris(store: Reader) -> None:
    frame = store.select(ROW).df()
    assert frame["day"].dt.year.tolist() == [2025]
    assert frame["iri"].tolist() == ["https://claimgraph.example/id/a"]
    assert frame["term"].tolist() == ["cg:Asserting"]
    assert store.select("SELECT ?x WHERE { ?x a cg:Nothing }").df().columns.tolist() == ["x"]


def test_a_table_is_written_in_each_result_format(store: Reader) -> None:
    table = store.select("SELECT ?label WHERE { ?x a cg:Settlement ; skos:prefLabel ?label }")
    assert json.loads(table.serialize("json"))["results"]["bindings"][0]["label"]["value"] == "Northfield"
    assert table.serialize("csv") == b"label\r\nNorthfield\r\n"
    assert table.serialize("tsv") == b'?label\n"Northfield"@en\n'
    assert b'<literal xml:lang="en">Northfield</literal>' in table.serialize("xml")


def test_a_cell_of_csv_is_quoted_where_it_must_be(store: Reader) -> None:
    table = store.select("""SELECT ?a ?b ?c ?d ?e { BIND(<http://a.example/#char=1,2> AS ?a) BIND("" AS ?b)
        BIND("say \\"x\\", y\\n" AS ?c) BIND(1.50 AS ?d) }""")
    assert table.serialize("csv") == b'a,b,c,d,e\r\n"http://a.example/#char=1,2",,"say ""x"", y\n",1.5,\r\n'


def test_an_unknown_format_lists_the_known_ones(store: Reader) -> None:
    with pytest.raises(UsageError, match="'ttl': use one of json, csv, tsv, xml"):
        store.select(ROW).serialize("ttl")


def test_characters_that_xml_cannot_carry_are_an_error(store: Reader) -> None:
    table = store.select('SELECT ("a\\u0001b" AS ?x) {}')
    assert table.rows == (("a\x01b",),)
    with pytest.raises(UsageError, match=r"U\+0001"):
        table.serialize("xml")


def test_a_graph_is_sorted_and_written_in_each_graph_format(store: Reader) -> None:
    graph = store.construct("CONSTRUCT { ?x a cg:Settlement } WHERE { ?x a cg:Settlement }")
    assert isinstance(graph, Graph)
    assert len(graph) == 1
    assert b"a cg:Settlement" in graph.serialize("ttl")
    assert store.construct("CONSTRUCT WHERE { ?x ?p ?o }").serialize("nt").splitlines() == sorted(
        store.construct("CONSTRUCT WHERE { ?x ?p ?o }").serialize("nt").splitlines()
    )


def test_a_truth_is_true_or_false(store: Reader) -> None:
    answer = store.query("ASK { ?x a cg:Settlement }")
    assert isinstance(answer, Truth)
    assert answer
    assert json.loads(answer.serialize("json"))["boolean"] is True
    assert not store.query("ASK { ?x a cg:Nothing }")


def test_a_query_of_another_form_is_an_error(store: Reader) -> None:
    with pytest.raises(QueryError, match="no SELECT query"):
        store.select("ASK {}")
    with pytest.raises(QueryError, match="no CONSTRUCT or DESCRIBE"):
        store.construct("ASK {}")


def test_a_notebook_shows_a_table_in_which_nothing_runs(store: Reader, tmp_path: Path) -> None:
    table = store.select(
        'SELECT ?x ?y WHERE { VALUES (?x ?y) { (<javascript:alert(1)> "<script>") (<http://a/?b&c> 1) } }'
    )
    assert isinstance(table, Table)
    assert table._repr_html_() == (
        "<table><thead><tr><th>x</th><th>y</th></tr></thead><tbody>"
        "<tr><td>javascript:alert(1)</td><td>&lt;script&gt;</td></tr>"
        '<tr><td><a href="http://a/?b&amp;c">http://a/?b&amp;c</a></td><td>1</td></tr></tbody></table>'
    )
