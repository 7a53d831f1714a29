"""Whoever held an office on the day of an article is meant by it, where the user's authority says so."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from linking_articles import article, entity, knowledge

from kg.errors import DataError
from kg.iris import Minter
from kg.linking import Knowledge, identify
from kg.linking.authority import open_authority
from kg.linking.tenures import parse

TABLE = """\
id\tlabel\ttype\toffices
Q3874799\tVolodymyr Zelenskyy\tPerson\tpresident of Q212 2019-05-20/
Q58077\tPetro Poroshenko\tPerson\tpresident of Q212 2014-06-07/2019-05-19
"""
TURTLE = """\
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/names/> .

:ann a skos:Concept , cg:Person ;
    skos:prefLabel "Ann Oakley-Moss"@en ;
    cg:office "director of https://example.org/names/watch 2020-01-01/" .

:watch a skos:Concept , cg:Organisation ;
    skos:prefLabel "Ferry Watch"@en .
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("offices")
    (folder / "mine.tsv").write_text(TABLE, encoding="utf-8")
    (folder / "mine.ttl").write_text(TURTLE, encoding="utf-8")
    files = (folder / "mine.tsv", folder / "mine.ttl")
    return Knowledge(open_authority(files), knowledge().gazetteer)


def said(words: str, day: date | None, known: Knowledge) -> str:
    """What words that name nobody are, in an article of that day: an IRI."""
    text = f"{words} spoke."
    speaker = entity(text, 0, "Person", words, rule="description", named=False)
    return identify([speaker], replace(article(text), published=day), known, Minter()).ids[0]


@pytest.mark.parametrize("words", ["Ukraine's president", "the president of Ukraine", "The Ukrainian president"])
@pytest.mark.parametrize(("day", "qid"), [(date(2025, 3, 12), "Q3874799"), (date(2019, 5, 19), "Q58077")])
def test_an_office_means_who_held_it_on_the_day_of_the_article(words: str, day: date, qid: str, known: Knowledge):
    assert said(words, day, known).endswith(f"-{qid}")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Ukraine's president", None),
        ("Ukraine's president", date(2010, 1, 1)),
        ("Kenya's president", date(2025, 3, 12)),
        ("Ukraine's former president", date(2025, 3, 12)),
        ("the president", date(2025, 3, 12)),
    ],
)
def test_an_office_without_a_day_a_state_or_a_holder_is_nobody_known(words: str, day: date | None, known: Knowledge):
    assert "-Q" not in said(words, day, known)


def test_an_office_of_a_body_without_an_item_has_its_holder(known: Knowledge):
    assert "ann-oakley-moss" in said("the director of Ferry Watch", date(2025, 3, 12), known)


def test_the_files_that_ship_say_nothing_of_offices():
    assert "-Q" not in said("Ukraine's president", date(2025, 3, 12), knowledge())


@pytest.mark.parametrize(
    "wrong",
    ["president", "president of Q212", "president of Q212 2019/", "president of Q212 2019-05-20/2018-01-01", "of Q2 /"],
)
def test_an_office_in_another_form_is_an_error_that_names_the_line(wrong: str, tmp_path: Path):
    file = tmp_path / "mine.tsv"
    file.write_text(f"id\tlabel\ttype\toffices\nQ58077\tPetro Poroshenko\tPerson\t{wrong}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.tsv:2: .*office"):
        open_authority((file,))


def test_both_days_belong_to_a_tenure():
    tenure = parse("president of Q212 2014-06-07/2019-05-19")
    assert tenure.covers(date(2014, 6, 7))
    assert tenure.covers(date(2019, 5, 19))
    assert not tenure.covers(date(2019, 5, 20))
