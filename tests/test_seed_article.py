"""From the article that ships with Claimgraph to its answers, over a real store on disk."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import kg
from kg import resources

SEED = next(resources.folder("seeds").glob("*.txt"))
ENTRY = "who claimed that Russian troops entered Sudzha"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    return kg.build(SEED, store=tmp_path_factory.mktemp("seed") / "store")


def test_leviev_claims_russian_control_of_the_whole_city_in_his_own_words(graph: kg.Graph) -> None:
    rows = [row for row in graph.ask("who claimed control of Sudzha") if row["speakerLabel"] == "Ruslan Leviev"]
    held = next(row for row in rows if str(row["relation"]) == "Holding")
    assert held["controllerLabel"] == "Russia"
    assert held["partLabel"] == "entire city"
    assert str(held["quote"]).startswith('"At this point, it’s fair to say')
    text = SEED.read_bytes().decode("utf-8")
    assert text[held["start"] : held["end"]] == held["quote"]
    assert held["via"] == "ZeroHedge > Ruslan Leviev"


def test_moscows_forces_assert_control_of_the_centre(graph: kg.Graph) -> None:
    rows = [row for row in graph.ask("who claimed control of Sudzha") if row["speakerLabel"] == "Russian forces"]
    assert [(row["partLabel"], row["quote"]) for row in rows] == [("center", "control over the center")]


def test_who_claimed_an_entry_did_not_claim_control(graph: kg.Graph) -> None:
    control = {row["speakerLabel"] for row in graph.ask("who claimed control of Sudzha")}
    assert control.isdisjoint({"DeepState", "Institute for the Study of War", "TASS"})


@pytest.mark.parametrize("speaker", ["DeepState", "Institute for the Study of War", "TASS"])
def test_the_entry_is_claimed_by_each_of_the_three_via_ukrainian_media(graph: kg.Graph, speaker: str) -> None:
    chains = [row["via"] for row in graph.ask(ENTRY) if row["speakerLabel"] == speaker]
    assert f"ZeroHedge > Ukrainian media > {speaker}" in chains


def test_a_name_that_the_article_does_not_use_is_found_through_the_gazetteer(graph: kg.Graph) -> None:
    assert len(graph.ask("who claimed control of Суджа")) == len(graph.ask("who claimed control of Sudzha")) > 0  # type: ignore[arg-type]


def test_the_places_and_actors_have_their_links_and_no_others(graph: kg.Graph) -> None:
    rows = graph.query("SELECT ?label ?link WHERE { ?thing skos:prefLabel ?label ; skos:exactMatch ?link }")
    links = {(str(row["label"]), str(row["link"])) for row in rows}  # type: ignore[union-attr]
    assert {
        ("Sudzha", "https://sws.geonames.org/486816/"),
        ("Kursk Oblast", "https://sws.geonames.org/538555/"),
        ("Russia", "http://www.wikidata.org/entity/Q159"),
        ("Ukraine", "http://www.wikidata.org/entity/Q212"),
        ("TASS", "http://www.wikidata.org/entity/Q223799"),
        ("Reuters", "http://www.wikidata.org/entity/Q130879"),
    } <= links
    assert not {label for label, _ in links} & {"ZeroHedge", "DeepState", "Ruslan Leviev", "Oval Office"}


def test_every_span_is_verbatim(graph: kg.Graph) -> None:
    text = SEED.read_bytes().decode("utf-8")
    rows = list(graph.query("SELECT ?b ?e ?t WHERE { ?s nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?t }"))  # type: ignore[arg-type]
    assert len(rows) > 100
    assert all(text[row["b"] : row["e"]] == row["t"] for row in rows)


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")  # of rdflib, by rdflib
@pytest.mark.parametrize(("name", "in_rdflib"), [("trig", "trig"), ("nq", "nquads")])
def test_the_export_is_the_store_to_both_parsers(graph: kg.Graph, name: str, in_rdflib: str) -> None:
    out = io.BytesIO()
    graph.export(out, format=name, texts=True, examples=True)
    again = pyoxigraph.Store()
    again.load(out.getvalue(), pyoxigraph.RdfFormat.from_extension(name))
    assert set(again) == set(graph.reader.store)
    parsed = rdflib.Dataset()
    parsed.parse(data=out.getvalue(), format=in_rdflib)
    from_rdflib = pyoxigraph.Store()
    from_rdflib.load(parsed.serialize(format="nquads").encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert set(from_rdflib) == set(graph.reader.store)


def test_two_builds_with_different_hash_seeds_export_the_same_bytes(tmp_path: Path) -> None:
    exports = []
    for seed in ("1", "2"):
        store = str(tmp_path / seed)
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        for command in (["build", str(SEED), "-q"], ["export", "-f", "trig", "--texts"]):
            call = [sys.executable, "-m", "kg", *command, "--store", store]
            done = subprocess.run(call, env=environment, capture_output=True, check=True)
        exports.append(done.stdout)
    assert exports[0] == exports[1]
    assert len(exports[0]) > 10_000


SAME_EVERYWHERE = {
    ("Sudzha", "Settlement", "sudzha-486816"),
    ("Kursk Oblast", "AdministrativeArea", "kursk-oblast-538555"),
    ("Russia", "State", "russia-Q159"),
    ("Ukraine", "State", "ukraine-Q212"),
    ("Kyiv", "Settlement", "kyiv-703448"),
    ("Moscow", "Settlement", "moscow-524901"),
    ("Reuters", "MediaOrganisation", "reuters-Q130879"),
    ("TASS", "MediaOrganisation", "tass-Q223799"),
    ("The Wall Street Journal", "MediaOrganisation", "the-wall-street-journal-Q164746"),
    ("Newsweek", "MediaOrganisation", "newsweek-Q188413"),
    ("Donald Trump", "Person", "donald-trump-Q22686"),
    ("Volodymyr Zelenskyy", "Person", "volodymyr-zelenskyy-Q3874799"),
    ("JD Vance", "Person", "jd-vance-Q28935729"),
    ("United States", "State", "united-states-Q30"),
}


def test_each_known_thing_is_one_node_of_its_class_and_nothing_else_is_linked(graph: kg.Graph) -> None:
    rows = graph.query(
        "SELECT DISTINCT ?thing ?label ?class WHERE { ?thing skos:prefLabel ?label ; a ?class ; skos:exactMatch ?link }"
    )
    found = {(str(r["label"]), str(r["class"]).rpartition("#")[2], str(r["thing"]).rpartition("/")[2]) for r in rows}  # type: ignore[union-attr]
    assert found >= SAME_EVERYWHERE
    assert {label for label, _, _ in found} == {label for label, _, _ in SAME_EVERYWHERE}


def test_the_institute_is_one_node_without_a_link(graph: kg.Graph) -> None:
    named = '?thing skos:prefLabel "Institute for the Study of War"@en'
    query = f"SELECT ?link WHERE {{ {named} OPTIONAL {{ ?thing skos:exactMatch ?link }} }}"
    rows = list(graph.query(query))  # type: ignore[arg-type]
    assert [row["link"] for row in rows] == [None]
