"""Stored queries: each gives the answer that a reader of the articles would give."""

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
import rdflib
from stored_graphs import FOLDER, reader

from kg.export import export
from kg.queries import ask, catalogue, understand
from kg.store import Reader, Table

CASES = tomllib.loads((FOLDER / "northfield.toml").read_text(encoding="utf-8"))["case"]
CONTROL = (
    "speaker speakerLabel stance certainty event relation controllerLabel placeLabel partLabel date statedOn via quote "
    "article start end place"
)


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("northfield"))


@pytest.fixture(scope="module")
def in_rdflib(northfield: Reader) -> rdflib.Graph:
    out = io.BytesIO()
    export(northfield, format="nt", out=out)
    return rdflib.Graph().parse(out.getvalue(), format="nt")


def table(store: Reader, words: str, given: dict[str, Any] | None = None) -> Table:
    answer = ask(store, words, given)
    assert isinstance(answer, Table)
    return answer


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join([case["query"], *case["given"].values()]))
def test_a_stored_query_answers_what_the_articles_say(northfield: Reader, case: dict[str, Any]) -> None:
    answer = table(northfield, case["query"], case["given"])
    positions = [answer.columns.index(column) for column in case["columns"]]
    assert [[row[position] for position in positions] for row in answer.display()] == case["rows"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join([case["query"], *case["given"].values()]))
def test_another_engine_gives_the_same_answer(
    northfield: Reader, in_rdflib: rdflib.Graph, case: dict[str, Any]
) -> None:
    asked = understand(northfield, case["query"], case["given"]).sparql
    ours = [[str(term and term.value) for term in row] for row in northfield.select(asked).terms]  # type: ignore[union-attr]
    assert [[str(value) for value in row] for row in in_rdflib.query(asked)] == ours


def test_every_stored_query_has_an_expected_answer() -> None:
    assert {case["query"] for case in CASES} == set(catalogue())


def test_who_claimed_control_projects_its_columns_in_the_promised_order(northfield: Reader) -> None:
    assert table(northfield, "who-claimed-control", {"place": "Northfield"}).columns == tuple(CONTROL.split())


def test_a_claim_of_control_is_one_row_for_each_statement_and_event(northfield: Reader) -> None:
    answer = table(northfield, "who-claimed-control", {"place": "Northfield"})
    keys = [(row["article"], row["start"], row["speaker"], row["event"]) for row in answer.dicts()]
    assert len(keys) == len(set(keys)) == 7


def test_an_event_without_a_place_agent_or_label_does_not_match_everything(tmp_path: Path) -> None:
    source = tmp_path / "bare.trig"
    source.write_text("""@base <https://claimgraph.example/> . @prefix cg: <https://w3id.org/claimgraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        <article/1> { <article/1> a cg:Article . <article/1#s0> a cg:Statement ; cg:in <article/1> ;
            cg:denies <id/event/1> ; cg:speaker <id/actor/1> ; cg:certainty cg:Certain ; cg:contentSpan <article/1#c> .
            <article/1#c> nif:anchorOf "No." ; nif:beginIndex 0 ; nif:endIndex 3 . }
        <things> { <id/event/1> a cg:Holding . <id/actor/1> a cg:Person ; skos:prefLabel "One"@en .
            <id/actor/2> a cg:Person ; skos:prefLabel "Two"@en . }""")
    answer = table(reader(tmp_path, source), "denied-claims")
    assert [(row["speakerLabel"], row["placeLabel"], row["quote"]) for row in answer.dicts()] == [("One", None, "No.")]


ANONYMOUS = """@base <https://claimgraph.example/> . @prefix cg: <https://w3id.org/claimgraph/ontology#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <article/1> { <article/1> a cg:Article .
        <article/1#s0> a cg:Statement ; cg:in <article/1> ; cg:asserts <id/event/1> ; cg:speaker <id/actor/official> .
        <article/1#s1> a cg:Statement ; cg:in <article/1> ; cg:asserts <id/event/1> ; cg:speaker <id/actor/soldier> .
        <article/1#s2> a cg:Statement ; cg:in <article/1> ; cg:asserts <id/event/1> ; cg:speaker <id/actor/one> . }
    <things> { <id/event/1> a cg:Holding ; cg:place <id/place/1> .
        <id/place/1> a cg:Settlement ; skos:prefLabel "Northfield"@en .
        <id/actor/official> a cg:Person , cg:UnnamedActor ; skos:prefLabel "a senior official"@en .
        <id/actor/soldier> a cg:Person , cg:UnnamedActor ; skos:prefLabel "a soldier"@en .
        <id/actor/one> a cg:Person ; skos:prefLabel "One"@en . }"""


def test_unnamed_sources_are_not_counted_as_independent_ones(tmp_path: Path) -> None:
    (tmp_path / "anonymous.trig").write_text(ANONYMOUS)
    store = reader(tmp_path, tmp_path / "anonymous.trig")
    (row,) = table(store, "corroboration").dicts()
    assert (row["sources"], row["unnamed"], row["statements"]) == (1, 2, 3)
    rows = table(store, "independent-sources", {"place": "Northfield"}).dicts()
    assert [(row["sourceLabel"], row["unnamed"]) for row in rows] == [
        ("One", False),
        ("a senior official", True),
        ("a soldier", True),
    ]
