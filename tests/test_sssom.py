"""Mappings as SSSOM/TSV: what the standard asks for, the same bytes each time, nothing lost."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_graphs import MINT, made_article, reader

from kg.errors import UsageError
from kg.export import export, format_of
from kg.sssom import SEMAPV, Mapping, MappingSet, table
from kg.store import AddedGraph, Reader, Writer
from kg.terms import Triple, iri, named, string, typed

ABOUT = MappingSet(id="https://a.example/set", title="A set")
SKOS = "http://www.w3.org/2004/02/skos/core#"


def mapping(subject: str = "https://a.example/id/x", **slots: str | float) -> Mapping:
    given_slots: dict[str, str | float] = {
        "predicate_id": f"{SKOS}exactMatch",
        "object_id": "http://www.wikidata.org/entity/Q1",
        "mapping_justification": f"{SEMAPV}LexicalMatching",
    }
    return Mapping(subject_id=subject, **(given_slots | slots))  # type: ignore[arg-type]


def written(*mappings: Mapping, prefixes: dict[str, str] | None = None) -> str:
    return table(ABOUT, mappings, prefixes={"a": "https://a.example/id/"} if prefixes is None else prefixes)


def rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines), newline=""), delimiter="\t"))


def test_the_metadata_stands_above_the_table_with_the_prefixes_that_are_used_and_not_built_in() -> None:
    assert written(mapping()).splitlines()[:6] == [
        "#curie_map:",
        "#  a: https://a.example/id/",
        "#  wd: http://www.wikidata.org/entity/",
        "#mapping_set_id: https://a.example/set",
        "#mapping_set_title: A set",
        "#license: https://w3id.org/sssom/license/unspecified",
    ]


def test_identifiers_are_curies_and_unknown_namespaces_get_a_prefix() -> None:
    text = written(mapping("https://b.example/x#1", object_id="https://sws.geonames.org/5/"))
    (row,) = rows(text)
    assert (row["subject_id"], row["object_id"]) == ("ns1:1", "geonames:5/")
    assert (row["predicate_id"], row["mapping_justification"]) == ("skos:exactMatch", "semapv:LexicalMatching")
    assert "#  ns1: https://b.example/x#\n" in text


def test_columns_without_a_value_are_left_out_and_the_rest_is_in_the_standards_order() -> None:
    header = written(mapping(comment="c", subject_label="l", confidence=0.5)).splitlines()[6]
    assert header.split("\t") == [
        *("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification"),
        *("mapping_tool", "confidence", "comment"),
    ]


def test_confidence_has_three_digits_at_most() -> None:
    values = [0.1235, 1.0, 0.0, 1 / 3]
    found = rows(written(*(mapping(f"https://a.example/id/{n}", confidence=v) for n, v in enumerate(values))))
    assert [row["confidence"] for row in found] == ["0.124", "1", "0", "0.333"]


def test_the_order_of_the_mappings_does_not_matter() -> None:
    some = [mapping(f"https://{host}.example/{n}") for host in "bca" for n in range(3)]
    assert written(*some) == written(*some[::-1])


def test_no_mappings_are_a_table_too() -> None:
    assert written().startswith("#curie_map: {}\n#mapping_set_id: ")
    assert rows(written()) == []


@given(st.text(), st.text())
def test_any_words_stay_in_their_cell(label: str, comment: str) -> None:
    (row,) = rows(written(mapping(subject_label=label, comment=f"x{comment}")))
    assert row["subject_id"] == "a:x"
    assert row["comment"].startswith("x")
    if label.isprintable() and label.split() == [label]:
        assert row["subject_label"] == label


def exported(tmp_path: Path) -> str:
    out = io.BytesIO()
    export(reader(tmp_path), format="sssom", out=out)
    return out.getvalue().decode("utf-8")


def test_the_links_of_the_graph_are_exported_with_how_sure_they_are(tmp_path: Path) -> None:
    press, town = rows(exported(tmp_path))
    assert (press["subject_id"], press["subject_label"]) == ("thing:actor/aldia-press-1", "Aldia Press")
    assert (press["subject_category"], press["predicate_id"]) == ("MediaOrganisation", "skos:exactMatch")
    assert (press["confidence"], press["mapping_justification"]) == ("0.8", "semapv:LexicalMatching")
    assert (press["mapping_tool"], press["comment"]) == ("Claimgraph", "authority; in 1 article")
    assert (town["subject_id"], town["object_id"]) == ("thing:place/northfield-1", "ns2:northfield")


def linked_store(folder: Path) -> Reader:
    """A town that two articles link, one more surely, a region that none names, a person whom a curator linked."""
    town, region, person = MINT.place("town", "5"), MINT.place("region", "6"), MINT.actor("ada", "x")
    geonames, item = "https://sws.geonames.org/", "http://www.wikidata.org/entity/Q7"
    things = [
        (town, "skos:exactMatch", f"{geonames}5/"),
        (town, "geo:sfWithin", region),
        (region, "skos:exactMatch", f"{geonames}6/"),
        (person, "owl:sameAs", item),
        (person, "skos:exactMatch", item),
    ]
    told = {"a": (("0.9", "gazetteer"), "0.6"), "b": (("0.95", "gazetteer-context"), "1.0")}
    with Writer.create(folder / "db") as writer:
        for key, ((confidence, method), sure) in told.items():
            one = made_article(key)
            links = [(town, f"{geonames}5/", confidence, method), (person, item, sure, "curator")]
            decisions = [
                t for n, link in enumerate(links) for t in decision(iri(MINT.link(key, n)), one.article, *link)
            ]
            mentioned = [Triple(iri(one.article), named("cg:narrator"), iri(thing)) for thing in (town, person)]
            shared = tuple(Triple(iri(s), named(p), iri(o)) for s, p, o in things)
            writer.replace(replace(one, graph=(*one.graph, *mentioned, *decisions), things=(*one.things, *shared)))
    return Reader.open(folder / "db")


def decision(link: str, article: str, thing: str, target: str, confidence: str, method: str) -> list[Triple]:
    return [
        Triple(link, named("cg:in"), iri(article)),
        Triple(link, named("cg:entity"), iri(thing)),
        Triple(link, named("cg:target"), iri(target)),
        Triple(link, named("cg:confidence"), typed(confidence, "xsd:decimal")),
        Triple(link, named("cg:method"), string(method)),
    ]


def test_each_link_is_told_once_with_its_surest_ground(tmp_path: Path) -> None:
    out = io.BytesIO()
    export(linked_store(tmp_path), format="sssom", out=out)
    found = {
        (row["subject_id"].rpartition("/")[2], row["predicate_id"]): [
            *(row["object_id"], row["confidence"], row["comment"], row["mapping_tool"]),
            row["mapping_justification"].removeprefix("semapv:"),
        ]
        for row in rows(out.getvalue().decode("utf-8"))
    }
    curated = ["wd:Q7", "1", "curator; in 2 articles", "", "ManualMappingCuration"]
    assert len(rows(out.getvalue().decode("utf-8"))) == len(found) == 4
    assert {name: row for (name, predicate), row in found.items() if predicate == "skos:exactMatch"} == {
        "town-5": ["geonames:5/", "0.95", "gazetteer-context; in 2 articles", "Claimgraph", "CompositeMatching"],
        "region-6": ["geonames:6/", "", "", "Claimgraph", "BackgroundKnowledgeBasedMatching"],
        MINT.actor("ada", "x").rpartition("/")[2]: curated,
    }
    assert [row for (_, predicate), row in found.items() if predicate == "owl:sameAs"] == [curated]


def test_nobody_says_how_a_link_of_the_users_was_made(tmp_path: Path) -> None:
    link = Triple(iri("https://b.example/town"), named("skos:exactMatch"), iri("http://viaf.org/viaf/1"))
    with Writer.create(tmp_path / "db") as writer:
        writer.add(AddedGraph(name="https://b.example/links", triples=(link,)))
    out = io.BytesIO()
    export(Reader.open(tmp_path / "db"), format="sssom", out=out)
    (row,) = rows(out.getvalue().decode())
    assert row["mapping_justification"] == "semapv:UnspecifiedMatching"
    assert "mapping_tool" not in row


def test_the_suffix_of_a_file_asks_for_links() -> None:
    assert format_of("out/links.sssom.tsv") == "sssom"
    with pytest.raises(UsageError, match=r"or sssom \(\.sssom\.tsv\)"):
        format_of("links.tsv")


def test_links_are_those_of_all_articles(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="leave out the article"):
        export(reader(tmp_path), format="sssom", article=MINT.article("2024-05-03-a1"), out=io.BytesIO())
