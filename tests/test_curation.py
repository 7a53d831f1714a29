"""The curator's file: what it says wins, and what is wrong with it is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from linking_articles import article, entity, knowledge

from kg.errors import DataError
from kg.iris import Minter
from kg.linking import identify
from kg.linking.curated import Curated, curated
from kg.linking.curation import read
from kg.linking.deciding import stand_in
from kg.model import Identification, Thing

MINT = Minter()
BASE = MINT.base
ITEM = "http://www.wikidata.org/entity/"
PARIS, TEXAS = "https://sws.geonames.org/2988507/", "https://sws.geonames.org/4717560/"
PARIS_IRI = MINT.place("Paris", "2988507")
WATCH = MINT.actor("Ferry Watch", "Organisation")
GUARD = MINT.actor("Ferry Guard", "Organisation")
REUTERS = MINT.actor("Reuters", "Q130879")
HEADER = "	".join(
    f"{end}_{part}" if end else part
    for end, part in [
        ("subject", "id"),
        ("subject", "label"),
        ("subject", "category"),
        ("", "predicate_id"),
        ("", "predicate_modifier"),
        ("object", "id"),
        ("object", "label"),
        ("object", "category"),
    ]
)


def row(subject: str, object_: str, *, modifier: str = "", predicate: str = "owl:sameAs", **more: str) -> str:
    cells = {"subject_id": subject, "predicate_id": predicate, "predicate_modifier": modifier, "object_id": object_}
    cells |= more
    return "\t".join(cells.get(name, "") for name in HEADER.split("\t"))


def told(tmp_path: Path, *rows: str) -> Curated:
    file = tmp_path / "mine.sssom.tsv"
    file.write_text("\n".join(["# curie_map:", "#   wd: http://www.wikidata.org/entity/", HEADER, *rows, ""]), "utf-8")
    return curated(read([file], base=BASE), knowledge(), MINT)


def decided(words: Curated, text: str, *found: tuple[str, str], key: str = "a1") -> Identification:
    entities = [entity(text, number, type_, name) for number, (type_, name) in enumerate(found)]
    return identify(entities, article(text, key=key), knowledge(), MINT, words)


# ---------------------------------------------------------------- same


def test_the_same_as_an_item_that_nobody_knows_is_a_link_of_the_thing(tmp_path: Path) -> None:
    found = decided(told(tmp_path, row(WATCH, "wd:Q999999999")), "Ferry Watch spoke.", ("Organisation", "Ferry Watch"))
    (link,) = found.links[0]
    assert (link.target, link.relation, link.confidence, link.method) == (
        f"{ITEM}Q999999999",
        "exactMatch",
        1,
        "curator",
    )
    assert found.ids[0] == WATCH
    assert found.things[WATCH].same == (f"{ITEM}Q999999999",)
    assert ("exactMatch", f"{ITEM}Q999999999") in found.things[WATCH].matches


def test_the_same_as_a_known_item_is_the_known_thing(tmp_path: Path) -> None:
    words = told(tmp_path, row(WATCH, "wd:Q130879", subject_label="Ferry Watch"))
    found = decided(words, "Ferry Watch spoke.", ("Organisation", "Ferry Watch"))
    assert found.ids[0] == REUTERS
    assert found.things[REUTERS].label == "Reuters"
    assert "Ferry Watch" in found.things[REUTERS].alt_labels
    assert set(found.things[REUTERS].same) == {WATCH, f"{ITEM}Q130879"}
    assert WATCH not in found.things


def test_the_known_thing_is_described_alike_where_its_other_name_is_not_used(tmp_path: Path) -> None:
    words = told(tmp_path, row(WATCH, "wd:Q130879", subject_label="Ferry Watch"))
    one = decided(words, "Ferry Watch spoke.", ("Organisation", "Ferry Watch"))
    other = decided(words, "Reuters spoke.", ("MediaOrganisation", "Reuters"), key="a2")
    assert one.things[REUTERS] == other.things[REUTERS]


def test_two_things_of_ours_are_one_node_with_the_smaller_iri_and_both_labels(tmp_path: Path) -> None:
    small, great = sorted((WATCH, GUARD))
    labels = {WATCH: "Ferry Watch", GUARD: "Ferry Guard"}
    more = {"subject_category": "cg:Organisation", "object_category": "cg:Organisation"}
    words = told(tmp_path, row(great, small, subject_label=labels[great], object_label=labels[small], **more))
    for name in ("Ferry Watch", "Ferry Guard"):
        found = decided(words, f"{name} spoke.", ("Organisation", name))
        assert found.ids[0] == small
        thing = found.things[small]
        assert (thing.label, thing.alt_labels, thing.same) == (labels[small], (labels[great],), (great,))


def test_a_mention_is_what_the_curator_says_in_its_article_alone(tmp_path: Path) -> None:
    words = told(tmp_path, row(MINT.article("a1") + "#char=0,5", TEXAS))
    assert decided(words, "Paris slept.", ("Settlement", "Paris")).ids[0] == MINT.place("Paris", "4717560")
    assert decided(words, "Paris slept.", ("Settlement", "Paris"), key="a2").ids[0] == PARIS_IRI


def test_only_the_curator_says_same_as(tmp_path: Path) -> None:
    found = decided(told(tmp_path), "Paris met Reuters.", ("Settlement", "Paris"), ("MediaOrganisation", "Reuters"))
    assert [thing.same for thing in found.things.values() if thing.same] == []


def test_a_place_that_lies_in_a_merged_one_lies_in_the_one_that_stays(tmp_path: Path) -> None:
    plain = decided(told(tmp_path), "Paris slept.", ("Settlement", "Paris"))
    region = plain.things[PARIS_IRI].within
    assert region
    lake = MINT.place("Seine lands", "AdministrativeArea", "a9")
    found = decided(
        told(tmp_path, row(lake, region, subject_label="Seine lands")), "Paris slept.", ("Settlement", "Paris")
    )
    assert found.things[PARIS_IRI].within == region
    assert found.things[region].same == (lake,)


def test_an_actor_without_a_name_of_its_own_is_what_the_curator_says(tmp_path: Path) -> None:
    footage = Thing(id=MINT.actor("the footage", "Group", "a1"), type="Group", label="the footage", named=False)
    words = told(tmp_path, row(footage.id, "wd:Q130879"))
    found = stand_in(footage, words, knowledge(), MINT)
    assert found[0].id == REUTERS
    assert stand_in(footage, told(tmp_path), knowledge(), MINT) == [footage]


# ---------------------------------------------------------------- different


def test_a_denied_link_is_not_made(tmp_path: Path) -> None:
    words = told(tmp_path, row(REUTERS, f"{ITEM}Q130879", modifier="Not"))
    found = decided(words, "Reuters spoke.", ("MediaOrganisation", "Reuters"))
    assert found.links.get(0, ()) == ()
    assert found.ids[0] != REUTERS


def test_a_denied_link_makes_way_for_the_next_candidate(tmp_path: Path) -> None:
    words = told(tmp_path, row(PARIS_IRI, PARIS, predicate="owl:differentFrom"))
    text = "Paris, Texas slept."
    found = decided(words, text, ("Settlement", "Paris"), ("AdministrativeArea", "Texas"))
    assert found.ids[0] == MINT.place("Paris", "4717560")
    assert PARIS not in {
        link.target for made in decided(words, "Paris slept.", ("Settlement", "Paris")).links.values() for link in made
    }


def test_a_denied_second_link_leaves_the_thing_what_it_is(tmp_path: Path) -> None:
    found = decided(
        told(tmp_path, row(PARIS_IRI, f"{ITEM}Q90", modifier="Not")), "Paris slept.", ("Settlement", "Paris")
    )
    assert found.ids[0] == PARIS_IRI
    assert [link.target for link in found.links[0]] == [PARIS]
    assert found.things[PARIS_IRI].matches == (("exactMatch", PARIS),)


def test_mentions_that_are_told_apart_are_things_of_their_articles(tmp_path: Path) -> None:
    first, second = (MINT.article(key) + "#char=0,11" for key in ("a1", "a2"))
    words = told(tmp_path, row(first, second, modifier="Not"))
    found = [
        decided(words, "Ferry Watch spoke.", ("Organisation", "Ferry Watch"), key=key) for key in ("a1", "a2", "a3")
    ]
    assert len({one.ids[0] for one in found}) == 3
    assert found[2].ids[0] == WATCH


def test_mentions_of_one_entity_cannot_be_told_apart(tmp_path: Path) -> None:
    words = told(tmp_path, row(MINT.article("a1") + "#char=0,5", MINT.article("a1") + "#char=13,18", modifier="Not"))
    with pytest.raises(DataError, match=r"mine\.sssom\.tsv:4: both mentions"):
        decided(words, "Paris slept. Paris woke.", ("Settlement", "Paris"))


# ---------------------------------------------------------------- what is wrong with a file

ANYTHING = MINT.place("Nowhere", "Place", "a1")
CATEGORY = {"subject_category": "cg:Organisation", "object_category": "cg:Organisation"}
NAMED = {"subject_label": "One", "object_label": "Two", **CATEGORY}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(WATCH, "wd:Q0")], r":4: the object_id <http://www.wikidata.org/entity/Q0> is no thing"),
        ([row(WATCH, "https://www.wikidata.org/wiki/Q90")], r":4: the object_id"),
        ([row(WATCH, "http://www.geonames.org/2988507")], r":4: the object_id"),
        ([row(WATCH, "nope:Q90")], r":4: 'nope:Q90' is no IRI"),
        ([row(WATCH, "javascript:alert(1)")], r":4: 'javascript:alert\(1\)' is no IRI"),
        ([row(f"{ITEM}Q90", "wd:Q130879")], r":4: the subject_id"),
        ([row(BASE + "id/event/fall-0123456789abcdef", "wd:Q90")], r":4: the subject_id"),
        ([row("https://other.example/id/actor/x-Q1", "wd:Q90")], r":4: the subject_id"),
        ([row(WATCH, "wd:Q90", predicate="owl:equals")], r":4: the predicate"),
        ([row(WATCH, "wd:Q90", modifier="not")], r":4: the predicate_modifier 'not'"),
        ([row(WATCH, "wd:Q90", predicate="owl:differentFrom", modifier="Not")], r":4: the predicate Not"),
        ([row(WATCH, WATCH)], r":4: says of"),
        ([row(WATCH, "wd:Q90") + "\tmore"], r":4: 9 cells, but the header has 8"),
        ([row(WATCH, "wd:Q90", subject_label="a\x07b")], r":4: the cell"),
        ([row(WATCH, "wd:Q90", subject_category="cg:Dragon")], r":4: the category"),
        ([row(WATCH, "wd:Q999999999"), row(WATCH, "wd:Q999999998")], r":4 and .*:5: makes two things of Wikidata one"),
        ([row(REUTERS, "wd:Q999999999")], r":4: makes two things of Wikidata one"),
        (
            [row(WATCH, "wd:Q999999999"), row(WATCH, "wd:Q999999999", modifier="Not")],
            r":5: says that what .*:4 makes one",
        ),
        (
            [row(WATCH, GUARD, **NAMED), row(GUARD, "wd:Q999999999"), row(WATCH, "wd:Q999999999", modifier="Not")],
            r":6: says that what .*:4 and .*:5 makes one is different",
        ),
        ([row(WATCH, GUARD, **NAMED), row(GUARD, WATCH, **NAMED)], r":5: closes a cycle: .*:4 already"),
        (
            [row(WATCH, GUARD, **NAMED), row(GUARD, "wd:Q999999999"), row(WATCH, "wd:Q999999999")],
            r":6: closes a cycle: .*:4 and .*:5",
        ),
        (
            [row(MINT.actor("Ann", "Person", "a1"), "wd:Q142", subject_category="cg:Person")],
            r":4: makes one thing of a person",
        ),
        ([row(MINT.actor("Ann", "Person", "a1"), PARIS)], r":4: makes one thing of a person"),
        ([row(ANYTHING, "wd:Q22686")], r":4: makes one thing of a person"),
        ([row(WATCH, GUARD)], r":4: nothing else tells what the thing is, and subject_label"),
        ([row(WATCH, MINT.article("a1") + "#char=0,5")], r":4: a mention is the same as a thing"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(tmp_path: Path, rows: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        told(tmp_path, *rows)


def test_a_person_is_not_made_a_place_where_only_the_article_tells_who_it_is(tmp_path: Path) -> None:
    ann = MINT.actor("Ann Oak", "Person", "a1")
    with pytest.raises(DataError, match=r":4: says that 'Ann Oak', a Person, is a State"):
        decided(told(tmp_path, row(ann, "wd:Q142")), "Ann Oak spoke.", ("Person", "Ann Oak"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"subject_id\tpredicate_id\n", r":1: the header has no column 'object_id'"),
        (b"subject_id\tpredicate_id\tobject_id\tobject_id\n", r":1: the header has the column 'object_id' twice"),
        (b"", "no header"),
        (b"subject_id\tpredicate_id\tobject_id\n\xff\t\t\n", r":2: not UTF-8"),
        (b'subject_id\tpredicate_id\tobject_id\n"a\tb\tc\n', r":2: cannot be read as a row"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.tsv").write_bytes(data)
    with pytest.raises(DataError, match=message):
        read([tmp_path / "x.tsv"], base=BASE)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.tsv: No such file"):
        read([tmp_path / "none.tsv"], base=BASE)


def test_a_proposal_that_nobody_decided_on_says_nothing(tmp_path: Path) -> None:
    assert not told(tmp_path, row(WATCH, "wd:Q130879", predicate="skos:closeMatch"))


def test_a_denied_proposal_says_different(tmp_path: Path) -> None:
    words = told(tmp_path, row(REUTERS, "wd:Q130879", predicate="skos:closeMatch", modifier="Not"))
    assert decided(words, "Reuters spoke.", ("MediaOrganisation", "Reuters")).ids[0] != REUTERS


def test_the_environment_names_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.tsv").write_text(f"{HEADER}\n{row(WATCH, ITEM + 'Q130879')}\n", "utf-8")
    monkeypatch.setenv("KG_CURATION", str(tmp_path / "x.tsv"))
    assert [one.where for one in read([], base=BASE)] == [f"{tmp_path / 'x.tsv'}:2"]


def test_rows_that_had_nothing_to_decide_are_known(tmp_path: Path) -> None:
    words = told(tmp_path, row(WATCH, "wd:Q130879"), row(GUARD, "wd:Q999999999"))
    decided(words, "Ferry Watch spoke.", ("Organisation", "Ferry Watch"))
    assert {one.rpartition(":")[2] for one in words.touched} == {"4"}
