"""Ten copies are one source: whose words an article prints, and which words are printed twice."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

import kg
from kg import pages, views
from kg.export import export
from kg.export.files import as_given
from kg.export.parts import describe
from kg.model import Extraction
from kg.shapes import validate
from kg.store import Table
from kg.terms import Triple

REPORT = (
    "Rwandan troops have captured the city of Goma in the east of the country, a senior official said on Monday.\n\n"
    "They entered Bukavu as well and now hold the airport of the city, residents told the agency by telephone.\n"
)
PRINTED_TWICE = {
    "herald": "date 2024-05-07 First published by Example Herald.\n\n" + REPORT,
    "gazette": "date 2024-05-08 " + REPORT.replace("country, a", "country , a"),
    "courier": "date 2024-05-10 "
    + REPORT.replace("in the east of the country", "in the country's east")
    + "Shops shut.\n",
    "other": "date 2024-05-09 A farmer who fled from there said that Rwandan troops had captured Goma.\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("printed")
    for name, text in PRINTED_TWICE.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return kg.build([folder], store=tmp_path_factory.mktemp("store") / "db")


def rows(graph: kg.Graph, question: str, **given: str) -> list[dict[str, object]]:
    answer = graph.ask(question, **given)
    assert isinstance(answer, Table)
    return answer.dicts()


def test_the_same_or_nearly_the_same_words_in_three_articles_are_one_independent_source(graph: kg.Graph) -> None:
    found = rows(graph, "independent-sources", place="Goma", relation="Capture")
    assert sorted(str(row["sourceLabel"]) for row in found) == ["A farmer", "a senior official"]


def test_copies_are_articles_with_the_earliest_of_nearly_the_same_text(graph: kg.Graph) -> None:
    found = {str(row["copy"])[-27:-17]: row for row in rows(graph, "copies")}
    assert {day: str(row["article"])[-27:-17] for day, row in found.items()} == {
        "2024-05-08": "2024-05-07",
        "2024-05-10": "2024-05-07",
    }
    assert found["2024-05-08"]["copied"] == 1
    assert 0.6 < float(str(found["2024-05-10"]["copied"])) < 0.9


def test_a_page_counts_nearly_the_same_words_once(graph: kg.Graph) -> None:
    (event,) = {str(row["event"]) for row in rows(graph, "who-claimed-capture", place="Goma")}
    found = views.event(graph.reader, {"iri": event})
    assert sorted(one.speaker.label for one in found.sources) == ["A farmer", "a senior official"]
    (side,) = found.sides
    assert (side.total - side.copies, side.copies) == (2, 2)


def test_the_page_of_a_copy_names_the_earliest_and_the_other_way_round(graph: kg.Graph) -> None:
    first, courier = (article(graph, day) for day in ("2024-05-07", "2024-05-10"))
    copy = views.reading(graph.reader, courier).editions
    assert copy.original
    assert (copy.original.iri, copy.original.published, copy.original.publisher) == (
        first,
        "2024-05-07",
        "Example Herald",
    )
    assert "Nearly the same text as" in pages.render("article.html", {"view": views.reading(graph.reader, courier)})
    earliest = views.reading(graph.reader, first)
    assert (earliest.editions.original, earliest.editions.total) == (None, 2)
    assert "2 later articles are nearly the same text" in pages.render("article.html", {"view": earliest})


def test_the_export_of_a_copy_says_what_it_is_derived_from(graph: kg.Graph) -> None:
    out = io.BytesIO()
    export(graph.reader, format="trig", out=out, article=article(graph, "2024-05-10"))
    assert "prov:qualifiedDerivation" in out.getvalue().decode()
    of_another = io.BytesIO()
    export(graph.reader, format="trig", out=of_another, article=article(graph, "2024-05-09"))
    assert "derivation" not in of_another.getvalue().decode()


def test_the_description_of_an_article_names_its_copies(graph: kg.Graph) -> None:
    told = {str(quad.subject)[1:-1] for quad in describe(graph.reader, article(graph, "2024-05-07")).quads}
    assert {article(graph, "2024-05-08"), article(graph, "2024-05-10")} <= told


def article(graph: kg.Graph, day: str) -> str:
    (found,) = (str(row["article"]) for row in rows(graph, "articles") if str(row["published"]) == day)
    return found


def test_the_graph_of_derivations_conforms_with_the_articles(graph: kg.Graph) -> None:
    quads = map(as_given, graph.reader.store)
    report = validate({Triple(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads})
    assert report.text == "conforms"


def test_who_printed_it_first_is_the_origin(graph: kg.Graph) -> None:
    asked = "SELECT ?label { ?a prov:wasDerivedFrom/dcterms:publisher/skos:prefLabel ?label }"
    prefixes = (
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    )
    answer = graph.query(prefixes + asked)
    assert isinstance(answer, Table)
    assert [row["label"] for row in answer.dicts()] == ["Example Herald"]


@pytest.mark.parametrize(
    ("publisher", "narrator", "republished"),
    [("Daily Lantern", "Reuters", True), ("Reuters", "Reuters", False)],
)
def test_an_agency_s_report_is_the_agency_s_whoever_prints_it(
    publisher: str, narrator: str, republished: bool, found: Callable[[str], Extraction]
) -> None:
    page = (
        f'<html lang="en"><head><title>Goma</title><meta property="og:site_name" content="{publisher}"></head>'
        "<body><article>"
        "<p>GOMA, Congo (Reuters) - Rwandan troops have captured Goma, the regional capital, officials said.</p>"
        "<p>The city fell on Monday after days of fighting, they said, and thousands fled to the border.</p>"
        "</article></body></html>"
    )
    told = found(page)
    assert told.narrator is not None
    assert told.publisher is not None
    assert (told.entities[told.narrator].name, told.republished) == (narrator, republished)
    assert told.entities[told.publisher].name == publisher
