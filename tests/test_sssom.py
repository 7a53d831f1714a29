"""Mappings as SSSOM/TSV: what the standard asks for, the same bytes each time, nothing lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_graphs import MINT, reader

from kg.errors import UsageError
from kg.export import export, format_of
from kg.sssom import SEMAPV, Mapping, MappingSet, table

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


def test_the_suffix_of_a_file_asks_for_links() -> None:
    assert format_of("out/links.sssom.tsv") == "sssom"
    with pytest.raises(UsageError, match=r"or sssom \(\.sssom\.tsv\)"):
        format_of("links.tsv")


def test_links_are_those_of_all_articles(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="leave out the article"):
        export(reader(tmp_path), format="sssom", article=MINT.article("2024-05-03-a1"), out=io.BytesIO())
