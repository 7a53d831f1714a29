"""Exports: complete, the same bytes each time, readable again by two engines."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse
from rdflib.compare import isomorphic
from stored_graphs import FOLDER, MINT, article_graphs, made_article, reader

from kg.errors import UnknownNameError, UsageError
from kg.export import FORMATS, export, format_of
from kg.store import Reader, Writer

RDFLIB = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdf": "xml"}
each_format = pytest.mark.parametrize("name", list(FORMATS))


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("northfield"))


def exported(store: Reader, name: str, *, article: str | None = None, texts: bool = False) -> bytes:
    out = io.BytesIO()
    export(store, format=name, out=out, article=article, texts=texts)
    return out.getvalue()


def triples(data: bytes, name: str) -> set[str]:
    found = parse(data, FORMATS[name])
    return {str(one.triple if isinstance(one, Quad) else one) for one in found}


def given_triples() -> set[str]:
    return {str(quad.triple) for quad in parse(path=FOLDER / "northfield.trig", format=RdfFormat.TRIG)}


@each_format
def test_every_triple_comes_out_as_it_was_given(northfield: Reader, name: str) -> None:
    assert triples(exported(northfield, name, texts=True), name) == given_triples()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers use what rdflib deprecates
@each_format
def test_rdflib_reads_the_same_graph(northfield: Reader, name: str) -> None:
    found, whole = rdflib.Dataset(default_union=True), rdflib.Graph()
    found.parse(exported(northfield, name, texts=True), format=RDFLIB[name])
    whole.parse(exported(northfield, "nt", texts=True), format="nt")
    assert set(found.triples((None, None, None))) == set(whole)


@pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
def test_quads_keep_their_graphs(northfield: Reader, name: str) -> None:
    graphs = {str(quad.graph_name)[1:-1] for quad in parse(exported(northfield, name), FORMATS[name])}
    assert graphs == {MINT.things, MINT.article("2024-05-03-a1"), MINT.article("2024-06-01-a2")}


@each_format
def test_the_same_graph_makes_the_same_bytes_in_any_order_of_building(tmp_path: Path, name: str) -> None:
    made = article_graphs(FOLDER / "northfield.trig")
    for folder, order in (("one", made), ("two", made[::-1])):
        with Writer.create(tmp_path / folder) as writer:
            for article in order:
                writer.replace(replace(article, graph=article.graph[::-1]) if folder == "two" else article)
    assert exported(Reader.open(tmp_path / "one"), name) == exported(Reader.open(tmp_path / "two"), name)


@each_format
def test_texts_stay_out_unless_asked_for(northfield: Reader, name: str) -> None:
    assert b"nobody else does. Borland" in exported(northfield, "nt", texts=True).replace(b'\\"', b"").replace(
        b"  ", b" "
    )
    assert b"isString" not in exported(northfield, name)


def test_the_manifest_is_never_exported(northfield: Reader) -> None:
    assert b"manifest" not in exported(northfield, "nq", texts=True)


def test_one_article_takes_along_what_it_mentions(northfield: Reader) -> None:
    found = exported(northfield, "ttl", article="2024-06-01-a2").decode()
    assert "<id/place/aldia-1> a" in found  # it lies around a region that the article mentions
    assert "<id/actor/daily-lantern-1>" not in found
    assert "2024-05-03-a1" not in found
    for name in (MINT.article("2024-06-01-a2"), "article/2024-06-01-a2"):
        assert exported(northfield, "ttl", article=name).decode() == found


def test_turtle_is_grouped_by_subject_and_short(northfield: Reader) -> None:
    assert (
        "<id/place/northfield-1> a cg:Settlement ;\n"
        "    geo:hasGeometry <id/place/northfield-1#geometry> ;\n"
        "    geo:sfWithin <id/place/aldmark-1> ;\n"
        '    skos:altLabel "Nørdfeld"@en ;\n'
        "    skos:exactMatch <https://geo.example/northfield> ;\n"
        '    skos:prefLabel "Northfield"@en .\n'
    ) in exported(northfield, "ttl").decode()


def test_characters_that_xml_cannot_carry_are_an_error_that_names_a_way_out(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a", words="a\x0bb"))
    store = Reader.open(tmp_path / "db")
    with pytest.raises(UsageError, match=rf"{MINT.text('a')} has the character U\+000B.* export it as ttl or nt"):
        exported(store, "rdf", texts=True)
    assert triples(exported(store, "ttl", texts=True), "ttl") == triples(exported(store, "nt", texts=True), "nt")


def test_an_unknown_format_or_article_lists_the_way_out(northfield: Reader) -> None:
    with pytest.raises(UsageError, match=r"'docx'.*ttl, trig, nt"):
        exported(northfield, "docx")
    with pytest.raises(UsageError, match=r"graph\.docx"):
        format_of("graph.docx")
    with pytest.raises(UnknownNameError, match="no article 'x y'"):
        exported(northfield, "ttl", article="x y")
    assert format_of("out/graph.TTL") == "ttl"


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=3, max_size=12))
def test_export_then_parse_gives_the_same_graph(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    folder = tmp_path_factory.mktemp("law")
    made = [made_article(f"a{number}", words=one) for number, one in enumerate(said)]
    with Writer.create(folder / "db") as writer:
        for article in made:
            writer.replace(article)
    store = Reader.open(folder / "db")
    expected = {" ".join(triple) for article in made for triple in (*article.graph, *article.things, *article.text)}
    lines = "\n".join(f"{line} ." for line in expected)
    whole = {str(triple) for triple in parse(lines, RdfFormat.N_TRIPLES)}
    for name in ("ttl", "trig", "nt", "nq", "jsonld"):
        assert triples(exported(store, name, texts=True), name) == whole
    again, plain = rdflib.Graph(), rdflib.Graph()
    again.parse(exported(store, "ttl", texts=True), format="turtle")
    plain.parse(exported(store, "nt", texts=True), format="nt")
    assert isomorphic(again, plain)
