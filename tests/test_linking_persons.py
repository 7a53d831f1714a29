"""Which person a name means: what an article must say before a name is linked."""

from pathlib import Path

import pytest
from linking_articles import article, entity, knowledge, linked, targets

from kg.iris import Minter
from kg.linking import identify
from kg.linking.knowledge import open_knowledge
from kg.linking.names import fold
from kg.linking.personal import contradicts, in_latin, plain, sound, variants
from kg.linking.persons import candidates
from kg.model import Entity, Mention, Span

ITEM = "http://www.wikidata.org/entity/"
US = ("State", "United States")


def items(text: str, name: str, *others: tuple[str, str]) -> list[str]:
    """The items that a person of this name is, in a text with these other names."""
    found = targets(linked(text, ("Person", name), *others), 0)
    return [target.removeprefix(ITEM) for target in found if target.startswith(ITEM)]


def test_a_rare_full_name_of_a_country_that_the_article_names_is_linked():
    assert items("Vitaly Churkin spoke for Russia.", "Vitaly Churkin", ("State", "Russia")) == ["Q1394102"]


@pytest.mark.parametrize("name", ["Steve Smith", "Larry Taylor"])
def test_a_common_full_name_is_nobodys_without_an_office_or_a_region(name: str):
    assert items(f"{name} sold a boat in the United States.", name, US) == []


def test_the_office_beside_a_common_name_and_its_region_tell_the_person():
    text = "State Senator Larry Taylor left Austin for the coast of Texas, in the United States."
    texas = ("AdministrativeArea", "Texas")
    assert items(text, "Larry Taylor", US, texas) == ["Q6491197"]


@pytest.mark.parametrize("said", ["singer {}", "{}, a fisherman from the coast,", "{}, owner of a bakery,"])
def test_another_trade_beside_the_name_is_a_namesake(said: str):
    name = "Bill Lee"
    text = f"The {said.format(name)} moved to Nashville, Tennessee, in the United States."
    assert items(text, name, US, ("AdministrativeArea", "Tennessee")) == []


def test_somebody_of_another_nation_is_a_namesake():
    text = "The Chilean minister Mark Kelly met nobody in the United States."
    assert items(text, "Mark Kelly", US) == []


@pytest.mark.parametrize(("bench", "known"), [("R-Tex.", ["Q6491197"]), ("R-Ohio", [])])
def test_a_place_after_the_party_must_be_that_of_the_person(bench: str, known: list[str]):
    text = f"State Senator Larry Taylor ({bench}) flew home to the United States."
    assert items(text, "Larry Taylor", US) == known


def test_a_father_is_not_the_son_of_his_name():
    text = "The congressman Jesse Jackson spoke in the United States."
    assert items(text, "Jesse Jackson", US) == []
    assert items(text.replace("Jackson", "Jackson Jr."), "Jesse Jackson Jr.", US) == ["Q609189"]


def test_two_namesakes_that_fit_alike_are_left_open():
    text = "President Bush spoke in the United States."
    assert items(text, "Bush", US) == []


def test_a_first_name_that_nobody_else_has_needs_the_country():
    assert items("Saddam slept.", "Saddam") == []
    assert items("Saddam slept. Iraq woke.", "Saddam", ("State", "Iraq")) == ["Q1316"]


def test_a_bare_surname_is_that_of_the_known_namesake_whom_the_article_names_first():
    text = "Gerald Ford of the United States left with Anna Ford. Ford waved."
    found = items(text, "Ford", ("Person", "Gerald Ford"), ("Person", "Anna Ford"), US)
    assert found == ["Q9582"]


def test_a_bare_surname_with_a_womans_title_is_not_his():
    text = "Gerald Ford of the United States left with Anna Ford. It was Mrs. Ford who waved."
    known, other, bare = (entity(text, 0, "Person", "Gerald Ford"), entity(text, 1, "Person", "Anna Ford"), "Ford")
    start = text.index("Mrs. Ford") + 5
    third = Entity(key=2, type="Person", name=bare, mentions=(Mention(span=Span(start, start + 4)),))
    found = identify([known, other, third], article(text), knowledge(), Minter())
    assert targets(found, 2) == []


def test_middle_initials_must_not_differ():
    text = "George P. Bush spoke in the United States."
    assert items(text, "George P. Bush", US) != ["Q207"]
    assert contradicts("George P. Bush", "George W. Bush")
    assert not contradicts("George Bush", "George W. Bush")
    assert not contradicts("George Walker Bush", "George W. Bush")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Martin E. Dempsey", "martin dempsey"),
        ("Daniel K. Inouye Jr.", "dan inouye"),
        ("Charles Schumer", "chuck schumer"),
    ],
)
def test_a_full_name_has_forms_without_initials_and_suffix_and_with_short_names(name: str, form: str):
    assert form in variants(name)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Francis Tombs, Baron Tombs", "Francis Tombs"),
        ("Mike Kelly (Alaska politician)", "Mike Kelly"),
        ("Никитин, Анатолий Алексеевич", "Анатолий Никитин"),
    ],
)
def test_a_label_is_read_as_news_writes_it(label: str, name: str):
    assert plain(label) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
        ("Arseniy Yatsenyuk", "Arsenii Iatseniuk"),
        ("Nouri al-Maliki", "Nuri Al Maliki"),
        ("Mohammed bin Salman", "Muhammad bin Salman"),
        ("Saddam Hussein", "Saddam Husayn"),
        ("Юлія Тимошенко", "Yuliya Tymoshenko"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str):
    assert sound(in_latin(fold(one))) == sound(in_latin(fold(other)))


@pytest.mark.parametrize(("one", "other"), [("Hassan Ali", "Hussein Ali"), ("Sergei Ivanov", "Sergei Ivashov")])
def test_two_names_do_not_sound_alike(one: str, other: str):
    assert sound(fold(one)) != sound(fold(other))


def test_a_name_in_another_transliteration_is_linked_at_home():
    name = "Arsenii Iatseniuk"
    assert items(f"{name} returned to Ukraine.", name, ("State", "Ukraine")) == ["Q471730"]


def test_a_name_of_one_letter_is_nobodys(tmp_path: Path):
    file = tmp_path / "names.tsv"
    file.write_text("id\tlabel\ttype\taliases\nhttps://example.org/x\tMartin X\tPerson\tX\n")
    assert candidates("X", open_knowledge(authority=[file])) == ()


def test_a_trade_does_not_tell_a_rare_full_name_from_the_person_who_is_known_by_it():
    """Ben Carson of the register was a secretary, and is a doctor."""
    text = "The retired doctor Ben Carson spoke in the United States."
    assert items(text, "Ben Carson", ("State", "United States")) == ["Q816459"]


def test_a_nation_in_the_name_of_something_before_a_person_is_not_the_persons():
    text = "At Lou's Italian Grille Mitch McConnell spoke to voters of the United States."
    assert items(text, "Mitch McConnell", ("State", "United States")) == ["Q355522"]
