"""An authority table from what Wikidata gives out. The files in tests/wikidata have its dump's and answers' forms."""

from __future__ import annotations

import bz2
import copy
import gzip
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_articles import knowledge
from rdflib.plugins.sparql import prepareQuery

from kg.errors import InputError, UsageError
from kg.lexicon import table
from kg.linking import tables
from kg.linking.authority import open_authority
from kg.linking.concepts import REGISTER, Source, check
from kg.linking.wikidata import Made, make
from kg.linking.wikidata.dump import items as dump_items
from kg.linking.wikidata.items import Broken, Item, classes
from kg.linking.wikidata.results import COLUMNS

FILES = Path(__file__).parent / "wikidata"
ENTITIES = {
    one["id"]: one
    for line in (FILES / "dump.json").read_text().split("\n")[1:-2]
    for one in [json.loads(line.rstrip(","))]
}

DOCUMENTATION = (Path(__file__).parent.parent / "docs" / "linking.md").read_text(encoding="utf-8")
ADAMS = b"http://www.wikidata.org/entity/Q42"
BINDING = b'{"item": {"value": "%s"}, "itemLabel": {"value": "Douglas Adams"}, "type": {"value": "Person"}}' % ADAMS


def made(source: Path, *, more: tuple[str, ...] = (), wanted: tuple[str, ...] = ()) -> tuple[str, Made, list[Broken]]:
    """The table, what was counted, and the broken lines."""
    out, broken = BytesIO(), []
    known = knowledge().authority
    found = make(source, out, classes=classes(more, wanted=wanted), authority=known, broken=broken.append)
    return out.getvalue().decode(), found, broken


def rows(table: str) -> dict[str, dict[str, str]]:
    header, *lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {line[0]: dict(zip(header, line, strict=True)) for line in lines}


def dump(folder: Path, *entities: dict[str, Any]) -> Path:
    file = folder / "dump.json"
    file.write_text("[\n" + ",\n".join(map(json.dumps, entities)) + "\n]\n", encoding="utf-8")
    return file


def entity(number: str, **changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(ENTITIES[number]), **changed}


def statement(property_: str, value: object, **more: object) -> dict[str, Any]:
    return {
        "mainsnak": {"snaktype": "value", "property": property_, "datavalue": {"value": value}},
        "rank": "normal",
        **more,
    }


def item_value(number: int) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def test_a_dump_becomes_a_table_sorted_by_item():
    table, found, broken = made(FILES / "dump.json")
    written = rows(table)
    assert list(written) == ["Q42", "Q212", "Q9630", "Q11220", "Q130879"]
    assert written["Q42"] == {
        "id": "Q42",
        "label": "Douglas Adams",
        "type": "Person",
        "aliases": "DNA|Douglas Noel Adams|Douglas Noël Adams",
        "country": "GB",
        "state": "",
        "domain": "",
        "description": "English author and humourist (1952–2001)",
        "sources": "wikidata",
        "links": "http://dbpedia.org/resource/Douglas_Adams",
    }
    assert (written["Q212"]["type"], written["Q212"]["country"]) == ("State", "UA")
    assert "https://sws.geonames.org/690791/" in written["Q212"]["links"]
    assert (written["Q11220"]["type"], written["Q11220"]["state"]) == ("ArmedForce", "Q30")
    assert written["Q130879"]["domain"] == "reuters.com"
    assert found.left == {"no items": 1, "of no class of ours": 1}
    assert broken == []


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_a_packed_dump_makes_the_same_table(tmp_path: Path, suffix: str, pack: Any):
    packed = tmp_path / f"dump.json{suffix}"
    packed.write_bytes(pack((FILES / "dump.json").read_bytes()))
    assert made(packed)[0] == made(FILES / "dump.json")[0]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_answers_of_all_forms_make_one_table(form: str):
    table, found, broken = made(FILES / f"answer.{form}")
    whole = rows(made(FILES / "dump.json")[0])
    assert rows(table) == {number: whole[number] for number in ("Q9630", "Q11220", "Q130879")}
    assert (found.left, broken) == ({}, [])


@pytest.mark.parametrize("name", ["dump.json", "answer.json", "answer.csv"])
def test_nothing_is_wrong_with_a_table_that_was_made(name: str):
    beside = [Source(Path("authority.ttl"), _shipped(), 0)]
    (found,) = check([Source(Path("made.tsv"), made(FILES / name)[0].encode(), 0)], beside)
    assert found.faults == ()
    assert found.concepts >= 3


def _shipped() -> bytes:
    from kg import resources

    return (resources.folder("ontology") / "authority.ttl").read_bytes()


def test_the_order_of_a_dump_does_not_matter(tmp_path: Path):
    backwards = dump(tmp_path, *reversed(ENTITIES.values()))
    assert made(backwards)[0] == made(FILES / "dump.json")[0]


def test_broken_lines_are_told_by_number_and_skipped(tmp_path: Path):
    lines = (FILES / "dump.json").read_bytes().split(b"\n")
    lines[2:2] = [b'{"type":"item","id":"Q5', b"[1, 2],", b"\xff\xfe,", b"[" * 100_000]
    (tmp_path / "dump.json").write_bytes(b"\n".join(lines))
    table, found, broken = made(tmp_path / "dump.json")
    assert [one.line for one in broken] == [3, 4, 5, 6]
    assert found.broken == 4
    assert table == made(FILES / "dump.json")[0]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_a_dump_that_was_cut_off_is_told_and_what_came_before_is_kept(tmp_path: Path, suffix: str, pack: Any):
    packed = pack((FILES / "dump.json").read_bytes() * 2000)
    (tmp_path / f"dump.json{suffix}").write_bytes(packed[:-100])
    table, found, _ = made(tmp_path / f"dump.json{suffix}")
    assert found.broken >= 1
    assert set(rows(table)) <= set(rows(made(FILES / "dump.json")[0]))


def test_only_wanted_classes_are_taken():
    assert list(rows(made(FILES / "dump.json", wanted=("Person", "State"))[0])) == ["Q42", "Q212"]


def test_a_class_can_be_added_and_wins_over_the_map():
    written = rows(made(FILES / "dump.json", more=("Q515=Settlement", "Q5=Group"))[0])
    assert (written["Q64"]["type"], written["Q42"]["type"]) == ("Settlement", "Group")


@pytest.mark.parametrize("given_", ["5=Person", "Q5", "Q5=Unicorn", "Q05=Person"])
def test_a_class_that_is_none_is_refused(given_: str):
    with pytest.raises(UsageError):
        classes((given_,))


@pytest.mark.parametrize(
    ("statements", "country"),
    [
        ([statement("P27", item_value(145))], "GB"),
        ([statement("P27", {"entity-type": "item", "numeric-id": 145})], "GB"),  # as dumps were until 2016
        ([statement("P27", item_value(145)), statement("P27", item_value(212))], ""),
        ([statement("P27", item_value(145)), statement("P27", item_value(212), rank="preferred")], "UA"),
        ([statement("P27", item_value(145)), statement("P27", item_value(212), rank="deprecated")], "GB"),
        ([statement("P27", item_value(145), qualifiers={"P582": [{}]}), statement("P27", item_value(212))], "UA"),
        ([{"mainsnak": {"snaktype": "somevalue", "property": "P27"}, "rank": "normal"}], ""),
        ([statement("P27", item_value(99999999))], ""),
    ],
)
def test_a_country_is_the_only_one_of_the_best_that_still_holds(tmp_path: Path, statements: list[Any], country: str):
    claims = {**ENTITIES["Q42"]["claims"], "P27": statements}
    assert rows(made(dump(tmp_path, entity("Q42", claims=claims)))[0])["Q42"]["country"] == country


def test_a_label_for_all_languages_will_do_and_none_leaves_the_item_out(tmp_path: Path):
    many = {"mul": {"language": "mul", "value": "Douglas Adams"}}
    one = {"fr": {"language": "fr", "value": "Reuters"}}
    table, found, _ = made(dump(tmp_path, entity("Q42", labels=many), entity("Q130879", labels=one)))
    assert list(rows(table)) == ["Q42"]
    assert found.left == {"without a label": 1}


def test_what_a_table_cannot_hold_is_left_out_and_the_rest_is_kept(tmp_path: Path):
    names = ["D\u202eNA", "D\ud800NA", "D|A", "🇬🇧", "42", "D", "x" * 400, "Tab\there", " Adams "]
    hostile = entity(
        "Q42",
        labels={"en": {"language": "en", "value": "Douglas\tAdams\n"}},
        aliases={"en": [{"language": "en", "value": name} for name in names]},
        descriptions={"en": {"language": "en", "value": "\x00"}},
        sitelinks={"enwiki": {"title": 'A"B/C'}},
    )
    hostile["claims"] |= {"P856": [statement("P856", "http://[::1")], "P1566": [statement("P1566", "0 OR 1")]}
    row = rows(made(dump(tmp_path, hostile))[0])["Q42"]
    assert (row["label"], row["aliases"]) == ("Douglas Adams", "Adams|Tab here")
    assert (row["description"], row["domain"], row["links"]) == ("", "", "")


def test_an_item_whose_label_is_no_name_is_left_out(tmp_path: Path):
    found = made(dump(tmp_path, entity("Q42", labels={"en": {"value": "\u202e"}})))[1]
    assert found.left == {"whose label is no name": 1}


def test_a_link_that_two_items_have_is_no_items(tmp_path: Path):
    table, _, _ = made(dump(tmp_path, ENTITIES["Q42"], entity("Q9630", sitelinks=ENTITIES["Q42"]["sitelinks"])))
    assert [row["links"] for row in rows(table).values()] == ["", ""]


def test_an_item_that_comes_twice_is_taken_once(tmp_path: Path):
    table, found, _ = made(dump(tmp_path, ENTITIES["Q42"], ENTITIES["Q42"]))
    assert (list(rows(table)), found.left) == (["Q42"], {"there a second time": 1})


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.json", None, "No such file"),
        ("answer.csv", b"thing,label\nx,y\n", "no column 'item'"),
        ("answer.csv", b"item\n\xff\n", "not UTF-8 (line 2)"),
        ("answer.json", b'{"head": {}, "results": []}', "no SPARQL result in JSON"),
        ("answer.json", b'{"head": {"vars": ["item"]}, "resul', "no SPARQL result in JSON"),
        ("answer.xml", b"<sparql", "no SPARQL result in XML"),
        ("answer.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "it has a document type declaration"),
        ("dump.json.gz", b"no archive", "Not a gzipped file"),
        ("answer.xml.bz2", b"no archive", "Invalid data stream"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes | None, words: str):
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(InputError) as raised:
        made(file)
    assert name in str(raised.value)
    assert words in str(raised.value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot tell what it holds: its name must end in one of"):
        made(tmp_path / "dump.ttl")


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("a.csv", b"item,itemLabel,type\nQ42,Douglas Adams,Person\nQx,Nobody,Person\nQ43\n", [3, 4]),
        ("a.tsv", b'?item\t?itemLabel\t?type\n<%s>\t"Douglas \\u0041dams"@en\t"Person"\n<x>\t\t\n' % ADAMS, [3]),
        ("a.json", b'{"results": {"bindings": [%s, 7, {}]}}' % BINDING, [2, 3]),
    ],
)
def test_broken_rows_of_an_answer_are_told_and_skipped(tmp_path: Path, name: str, data: bytes, lines: list[int]):
    (tmp_path / name).write_bytes(data)
    table, _, broken = made(tmp_path / name)
    assert [row["label"] for row in rows(table).values()] == ["Douglas Adams"]
    assert [one.line for one in broken] == lines


def test_a_table_that_was_made_lists_who_there_is_and_overrules_nothing(tmp_path: Path, own_cache: Path):
    (tmp_path / "made.tsv").write_text(made(FILES / "dump.json")[0], encoding="utf-8")
    known = open_authority((tmp_path / "made.tsv",))
    (adams,) = known.named("Douglas Noel Adams")
    assert adams.concept.rank >= REGISTER
    assert known.concept("wikidata:Q212").rank < REGISTER  # ours has the words that stand for Ukraine


def test_a_state_that_is_described_anew_keeps_the_words_that_stand_for_it(tmp_path: Path, own_cache: Path):
    (tmp_path / "mine.tsv").write_text("id\tlabel\ttype\tcountry\nQ212\tUkraina\tState\tUA\n", encoding="utf-8")
    known = open_authority((tmp_path / "mine.tsv",))
    assert known.concept("wikidata:Q212").label == "Ukraina"
    assert known.words("demonym")["ukrainian"].label == "Ukraina"


def test_the_query_of_the_documentation_asks_for_what_is_read():
    (query,) = re.findall(r"^```sparql\n(SELECT \?item .*?)^```", DOCUMENTATION, flags=re.MULTILINE | re.DOTALL)
    prefixes = {name: f"http://example.org/{name}/" for name in ("wd", "wdt", "rdfs", "schema", "skos")}
    asked = [str(variable) for variable in prepareQuery(query, initNs=prefixes).algebra["PV"]]
    assert set(asked) == set(COLUMNS)


def test_the_documentation_names_every_class_of_the_map():
    for entry in table("wikidata")["class"]:
        (row,) = re.findall(rf"^\| `{entry['type']}` \| (.*) \|$", DOCUMENTATION, flags=re.MULTILINE)
        assert entry["name"] in row.split(", ")


def test_every_column_is_documented():
    for column in tables.COLUMNS:
        assert re.search(rf"^\| (?:`\w+`, )?`{column}`", DOCUMENTATION, flags=re.MULTILINE), column


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Q5", "en", "\u202e|\t"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["en", "value", "id", "P31", "rank", "mainsnak", "enwiki", "title"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["labels", "aliases", "descriptions", "claims", "sitelinks"]), JSON))
def test_whatever_an_entity_holds_its_row_is_sound(changed: dict[str, Any]):
    line = json.dumps(entity("Q42", **changed)).encode() + b",\n"
    (found,) = dump_items(BytesIO(line), classes(), "en")
    if isinstance(found, Item):
        from kg.linking.wikidata import rows as made_rows

        row = made_rows.cells(found, made_rows.States(knowledge().authority))
        if row is not None:
            data = "\t".join(made_rows.COLUMNS) + "\n" + "\t".join([*row, "|".join(made_rows.links(found))]) + "\n"
            (checked,) = check([Source(Path("made.tsv"), data.encode("utf-8"), 0)])
            assert (checked.faults, checked.concepts) == ((), 1)
