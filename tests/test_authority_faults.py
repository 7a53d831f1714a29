"""What is wrong with an authority file is told: all of it, by line; what could harm the graph stops a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.linking import concepts
from kg.linking.checking import check, source
from kg.linking.concepts import Check, Source, read

COLUMNS = ("id", "label", "type", "aliases", "country", "state", "links", "domain", "description")
HEADER = "\t".join(COLUMNS)
PREFIXES = """@prefix : <https://example.org/mine/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


def row(**cells: str) -> str:
    """A row that is fine but for the given cells."""
    given = {"id": "Q900000001", "label": "Ferry Watch", "type": "Organisation", **cells}
    return "\t".join(given.get(column, "") for column in COLUMNS)


def table(*rows: str, header: str = HEADER) -> Source:
    return Source(Path("mine.tsv"), "\n".join((header, *rows, "")).encode(), 0)


def turtle(text: str) -> Source:
    return Source(Path("mine.ttl"), (PREFIXES + text).encode(), 0)


def checked(file: Source) -> Check:
    (found,) = concepts.check([file])
    return found


def test_a_file_without_faults_is_counted():
    found = checked(table(row(aliases="FW|Watchers of Ferries", country="GB", domain="ferry.example")))
    assert (found.faults, found.concepts, found.names) == ((), 1, 3)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id": "Q0"}, "the id 'Q0' is neither a Wikidata item (Q…) nor an IRI"),
        ({"id": "q42"}, "neither a Wikidata item"),
        ({"id": "Q42x"}, "neither a Wikidata item"),
        ({"id": "Q9999999999999"}, "neither a Wikidata item"),
        ({"id": ""}, "neither a Wikidata item"),
        ({"id": "https://a.example/ferry watch"}, "is no IRI that can stand for it"),
        ({"id": "https://a.example/<b>"}, "is no IRI"),
        ({"id": "https://a.example/%zz"}, "is no IRI"),
        ({"id": "https://a.example/\x07"}, "is no IRI"),
        ({"id": "https:///nothing"}, "is no IRI"),
        ({"id": "javascript:alert(1)"}, "is no IRI"),
        ({"id": "file:///etc/passwd"}, "is no IRI"),
        ({"id": "https://a.example/" + "x" * 2000}, "is no IRI"),
        ({"type": "Unicorn"}, "needs one class of the ontology, but has Unicorn: Person, Organisation"),
        ({"type": "Person|Organisation"}, "needs one class of the ontology"),
        ({"type": ""}, "needs one class of the ontology, but has ''"),
        ({"label": ""}, "needs one skos:prefLabel, but has none"),
        ({"label": "..."}, "has the label '...', of which nothing is left when names are compared"),
        ({"aliases": "FW||F.W."}, "has the alias '', of which nothing is left"),
        ({"aliases": "-"}, "of which nothing is left"),
        ({"label": "Ferry\x1b[31m Watch"}, "'Ferry\\x1b[31m Watch' with the character U+001B, which cannot be seen"),
        ({"label": "Ferry\x00Watch"}, "U+0000"),
        ({"aliases": "yrreF\u202ehctaW"}, "'yrreF\\u202ehctaW' with the character U+202E"),
        ({"aliases": "Ferry\u2066Watch"}, "U+2066"),
        (
            {"description": "Watches\u2028ferries"},
            "the description 'Watches\\u2028ferries' with the character U+2028",
        ),
        ({"label": "F" * 10_000}, f"has a label of 10,000 characters, {'F' * 60}…: at most 300 are taken"),
        ({"description": "F" * 10_000}, "has a description of 10,000 characters"),
        ({"description": "F" * 1_000_000}, "characters: at most 1,000,000 are taken"),
        ({"links": "Q42"}, "has the link 'Q42', which is no IRI"),
        ({"links": "https://www.wikidata.org/wiki/Q42"}, "write it http://www.wikidata.org/entity/Q…"),
        ({"links": "http://dbpedia.org/resource/A\x01"}, "write it http://dbpedia.org/resource/…"),
        ({"links": "http://dbpedia.org/resource/A/B"}, "write it http://dbpedia.org/resource/…"),
        ({"links": "http://geonames.org/1"}, "write it https://sws.geonames.org/…/"),
        ({"links": "javascript:alert(1)"}, "which is no IRI"),
        (
            {"links": "http://www.wikidata.org/entity/Q42"},
            "one thing has one; several would say that they are",
        ),
        ({"country": "Ukraine"}, "has the country 'Ukraine': give the two letters"),
        ({"country": "ua"}, "has the country 'ua'"),
        (
            {"state": "Q900000009"},
            "of the state <http://www.wikidata.org/entity/Q900000009>, which no",
        ),
        ({"state": "Q900000001"}, "which is no cg:State"),
        ({"type": "State", "state": "Q900000001"}, "is a cg:State and of another"),
        ({"label": "Ferry Watch\tOrganisation"}, "10 cells, but the header has 9"),
    ],
)
def test_a_wrong_or_hostile_row_is_told_with_its_line_and_stops_a_build(cells: dict[str, str], words: str):
    file = table(row(id="Q900000002"), row(**cells))
    (fault, *_) = checked(file).faults
    assert fault.startswith("mine.tsv:3: ")
    assert words in fault
    assert fault.isprintable()
    assert len(fault) < 600
    with pytest.raises(DataError, match=r"mine\.tsv:3: "):
        list(read([file]))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"country": "UK"}, "has the country UK, which no country of ISO 3166-1 has: the United Kingdom is GB"),
        ({"aliases": "FW|FW"}, "has the name FW 2 times"),
        ({"aliases": "Ferry Watch"}, "has the name Ferry Watch 2 times"),
        ({"domain": "https://ferry.example/news"}, "write the host only"),
    ],
)
def test_what_does_no_harm_is_told_and_built_with(cells: dict[str, str], words: str):
    file = table(row(**cells))
    (fault,) = checked(file).faults
    assert words in fault
    assert fault.endswith("(a build takes it all the same)")
    assert len(list(read([file]))) == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (table(header="id\tlabel"), "mine.tsv:1: the header has no column 'type'"),
        (table(header="id\tlabel\ttype\tlabel"), "mine.tsv:1: the header has the column 'label' twice"),
        (table(row(), header=HEADER.replace("domain", "homepage")), "mine.tsv:1: the header has the column 'homepage'"),
        (table(), "mine.tsv: no concept in it"),
        (Source(Path("mine.tsv"), b"", 0), "mine.tsv: no concept in it"),
        (Source(Path("mine.tsv"), b"\x1f\x8b\x08\x00binary", 0), "mine.tsv:1: not UTF-8"),
        (
            Source(Path("mine.tsv"), f"{HEADER}\n{row()}\n".encode() + b"Q1\tCaf\xe9\tPerson\n", 0),
            "mine.tsv:3: not UTF-8",
        ),
        (Source(Path("mine.ttl"), b"", 0), "mine.ttl: no concept in it"),
        (Source(Path("mine.ttl"), PREFIXES.encode("utf-16"), 0), "mine.ttl:1: not UTF-8"),
        (turtle(""), "mine.ttl: no concept in it"),
        (turtle(':a a skos:Concept, cg:Person ;\n  skos:prefLabel "A" ;;; }'), "mine.ttl:6: not Turtle: "),
        (turtle(":a a skos:Concept ; x:y :b ."), 'mine.ttl:5: not Turtle: Prefix "x:" not bound'),
        (turtle(":a :b ( 1 2"), "mine.ttl: not Turtle: it ends too soon"),
        (turtle(':a skos:prefLabel "Ferry'), "mine.ttl: not Turtle: "),
        (turtle("[" * 5000), "mine.ttl: not Turtle: it nests too deeply"),
        (turtle('[] a skos:Concept, cg:Person ; skos:prefLabel "Ann Oak" .'), "a concept (Ann Oak) is a blank node"),
        (
            turtle('<a> a skos:Concept, cg:Person ; skos:prefLabel "A" .'),
            "is no IRI that can stand for it: it begins with http://",
        ),
        (turtle('<javascript:x> a skos:Concept, cg:Person ; skos:prefLabel "A" .'), "<javascript:x> is no IRI"),
        (turtle('<https://a.example/b c> a skos:Concept, cg:Person ; skos:prefLabel "A" .'), "b c> is no IRI"),
        (turtle(":a a skos:Concept, cg:Person ; skos:prefLabel [] ."), "prefLabel: give an IRI or a text"),
        (turtle(":a a skos:Concept, cg:Person ; skos:prefLabel :b ."), "prefLabel: that is a text between quotation"),
        (turtle(':a a skos:Concept, cg:Person ; skos:prefLabel "A", "B" .'), "needs one skos:prefLabel, but has A, B"),
        (turtle(':a a skos:Concept, cg:Person ; skos:prefLabel "A\\nB" .'), "U+000A"),
        (turtle(':a a skos:Concept, cg:Person ; skos:prefLabel "A\\uD800" .'), "U+D800"),
        (turtle(':a a skos:Concept, cg:Person ; skos:prefLabel "A" ; cg:countryCode "UA", "GB" .'), "countries GB, UA"),
        (
            turtle(':a a skos:Concept, cg:Person ; skos:prefLabel "A" ; skos:exactMatch [] .'),
            "exactMatch: give an IRI or a text",
        ),
        (
            turtle(
                ':s a skos:Concept, cg:State ; skos:prefLabel "S" .\n'
                ':t a skos:Concept, cg:State ; skos:prefLabel "T" .\n'
                ':a a skos:Concept, cg:ArmedForce ; skos:prefLabel "A" ; cg:ofState :s, :t .'
            ),
            "mine.ttl:7: <https://example.org/mine/a> is of 2 states: give one",
        ),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_told_and_stops_a_build(file: Source, words: str):
    assert any(words in fault for fault in checked(file).faults)
    with pytest.raises(DataError, match=r"mine\.(tsv|ttl)"):
        list(read([file]))


def test_all_faults_are_told_in_the_order_of_the_file():
    file = table(
        row(type="Unicorn", country="Ukraine"),
        row(id="Q900000002"),
        "Q900000003\tshort",
        row(id="42"),
        row(id="Q900000004", label=""),
        header=HEADER.replace("domain", "homepage"),
    )
    found = checked(file)
    assert [fault.split(":")[1] for fault in found.faults] == ["1", "2", "2", "4", "5", "6"]
    assert (found.concepts, found.names) == (1, 1)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({}, "mine.tsv:3: <http://www.wikidata.org/entity/Q900000001> is on line 2 too"),
        (
            {"id": "https://a.example/b", "links": "http://www.wikidata.org/entity/Q900000001"},
            "mine.tsv:2: <http://www.wikidata.org/entity/Q900000001> and <https://a.example/b> are both wikidata:Q9",
        ),
        (
            {"id": "Q900000002", "links": "http://dbpedia.org/resource/Ferry_Watch"},
            "are both http://dbpedia.org/resource/Ferry_Watch: make them one concept",
        ),
    ],
)
def test_one_thing_in_two_rows_is_told_and_stops_a_build(second: dict[str, str], words: str):
    file = table(row(links="http://dbpedia.org/resource/Ferry_Watch"), row(**second))
    (fault,) = checked(file).faults
    assert words in fault
    with pytest.raises(DataError):
        list(read([file]))


def test_a_table_names_a_state_of_the_shipped_file_by_its_item(tmp_path: Path):
    file = tmp_path / "mine.tsv"
    file.write_text(f"{HEADER}\n{row(type='GovernmentBody', state='Q212')}\n", encoding="utf-8")
    (found,) = check([source(file)])
    assert found.faults == ()


def test_files_that_are_checked_together_know_each_others_states(tmp_path: Path):
    body, state = tmp_path / "body.tsv", tmp_path / "state.tsv"
    body.write_text(f"{HEADER}\n{row(type='GovernmentBody', state='Q900000002')}\n", encoding="utf-8")
    state.write_text(f"{HEADER}\n{row(id='Q900000002', type='State')}\n", encoding="utf-8")
    assert [found.faults for found in check([source(body), source(state)])] == [(), ()]
    (alone,) = check([source(body)])
    assert "which no authority file describes" in alone.faults[0]


def test_names_of_all_scripts_are_fine():
    names = "Вахта|عبارة\u200cبان|נהר\u200f|渡船|Ærø Færgevagt|O’Brien"
    assert checked(table(row(aliases=names))).faults == ()


def test_windows_line_ends_and_a_byte_order_mark_are_fine():
    file = Source(Path("mine.tsv"), f"{HEADER}\r\n{row()}\r\n".encode("utf-8-sig"), 0)
    assert (checked(file).faults, checked(file).names) == ((), 1)
    text = PREFIXES + ':a a skos:Concept, cg:Person ; skos:prefLabel "A" .'
    assert checked(Source(Path("mine.ttl"), text.replace("\n", "\r\n").encode("utf-8-sig"), 0)).faults == ()


def test_reading_a_file_tells_nothing_by_itself(caplog: pytest.LogCaptureFixture):
    text = (
        '@prefix p: <https://a.example/"p> .\n<https://a.example/b c> a skos:Concept, cg:Person ; skos:prefLabel "A" .'
    )
    assert len(checked(turtle(text)).faults) == 1
    assert caplog.records == []


PIECES = st.sampled_from(
    [
        *'<>"\\[]();.,|\t\n#@:?{}',
        '"""',
        "\\u",
        "^^",
        "_:x",
        "@base",
        "=>",
        "\x00",
        "\u202e",
        "\ud7ff",
        "Q1",
        "wd:Q1",
        " a ",
    ]
)
FINE = {
    "mine.tsv": f"{HEADER}\n{row()}\n{row(id='Q900000002', aliases='FW|Watch')}\n",
    "mine.ttl": f'{PREFIXES}:a a skos:Concept , cg:Person ; skos:prefLabel "Ann"@en ; skos:exactMatch wd:Q90000001 .\n',
}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FINE)), st.integers(0, 400), st.integers(0, 20), st.lists(PIECES, max_size=3))
def test_a_file_that_was_damaged_anyhow_has_faults_or_is_read(name: str, start: int, cut: int, pieces: list[str]):
    text = FINE[name]
    file = Source(Path(name), f"{text[:start]}{''.join(pieces)}{text[start + cut :]}".encode(), 0)
    found = checked(file)
    assert all(fault.isprintable() for fault in found.faults)
    if not found.faults:
        assert len(list(read([file]))) == found.concepts


def test_an_example_that_was_copied_with_its_dots_is_told_what_they_stand_for():
    faults = checked(table(row(links="http://www.wikidata.org/entity/Q…"))).faults
    assert any("an id stands where the dots are" in fault for fault in faults)
