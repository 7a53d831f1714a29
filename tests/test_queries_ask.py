"""Questions in words and by name, and the names in them."""

from pathlib import Path

import pytest
from stored_graphs import MINT, reader

from kg.errors import QueryError, UnknownNameError
from kg.queries import arguments, ask, catalogue, understand
from kg.queries.names import loose, normal
from kg.queries.questions import match
from kg.store import Reader, Table

NORTHFIELD = MINT.place("northfield", "1")


@pytest.fixture(scope="module")
def northfield(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("northfield"))


@pytest.mark.parametrize(
    ("question", "name", "slots"),
    [
        ("who claimed control of Northfield", "who-claimed-control", {"place": "Northfield"}),
        ("Who claimed control of Northfield?", "who-claimed-control", {"place": "Northfield"}),
        ("  who claims control over the town of Northfield ", "who-claimed-control", {"place": "town of Northfield"}),
        ("Who says Aldia controls Northfield?", "who-claimed-control", {"controller": "Aldia", "place": "Northfield"}),
        (
            "who claimed that Aldian troops entered Northfield",
            "who-claimed-entry",
            {"agent": "Aldian troops", "place": "Northfield"},
        ),
        (
            "who said the Aldian army took control of Northfield",
            "who-claimed-capture",
            {"taker": "Aldian army", "place": "Northfield"},
        ),
        ("who says Borland lost Northfield", "who-claimed-capture", {"loser": "Borland", "place": "Northfield"}),
        (
            "who reported that Borland's forces had withdrawn from Aldmark",
            "who-claimed-withdrawal",
            {"party": "Borland's forces", "place": "Aldmark"},
        ),
        ("What did River Watch say?", "what-did-say", {"speaker": "River Watch"}),
        (
            "What did River Watch say about Northfield?",
            "claims-about-place",
            {"speaker": "River Watch", "place": "Northfield"},
        ),
        ("what could not be verified", "unverified-claims", {}),
        ("where do the sources contradict each other", "contradictions", {}),
        ("who cites Aldia Press?", "who-relays-whom", {"source": "Aldia Press"}),
    ],
)
def test_a_question_finds_its_query(question: str, name: str, slots: dict[str, str]) -> None:
    found = match(question, catalogue().values())
    assert (found.query.name, dict(found.slots)) == (name, slots)


def test_a_question_that_no_query_answers_gets_the_closest_ones() -> None:
    with pytest.raises(QueryError, match=r"no stored query answers .*who claimed control of \{place\}"):
        match("who loves control of Northfield", catalogue().values())


@pytest.mark.parametrize(
    "name",
    [
        "Northfield",
        "northfield",
        "the town of Northfield",
        "Nørdfeld",
        "NORDFELD",
        NORTHFIELD,
        "id/place/northfield-1",
        "https://geo.example/northfield",
    ],
)
def test_a_place_is_found_by_any_of_its_names_and_links(northfield: Reader, name: str) -> None:
    asked = understand(northfield, "who-claimed-control", {"place": name.replace(NORTHFIELD, "id/place/northfield-1")})
    assert asked.values["place"] == f"{northfield.base}id/place/northfield-1"


@pytest.mark.parametrize("name", ["Aldian troops", "Aldian armed forces", "the Aldian army", "Aldia"])
def test_a_force_is_found_by_what_it_is_called_and_by_its_state(northfield: Reader, name: str) -> None:
    answer = ask(northfield, f"who claimed that {name} entered Northfield")
    assert isinstance(answer, Table)
    assert [row["agentLabel"] for row in answer.dicts()] == ["Aldian armed forces"]


def test_words_that_only_describe_are_no_name(northfield: Reader, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        ask(northfield, "what did they say")


def test_an_unknown_name_lists_the_closest(northfield: Reader) -> None:
    with pytest.raises(UnknownNameError, match=r"no place 'Northfeld'; the closest: Northfield \(Settlement, http"):
        ask(northfield, "who claimed control of Northfeld")


def test_an_actor_is_no_place(northfield: Reader) -> None:
    with pytest.raises(UnknownNameError, match="no place 'River Watch'"):
        ask(northfield, "who claimed control of River Watch")


def test_a_name_of_two_things_lists_both(tmp_path: Path) -> None:
    source = tmp_path / "two.trig"
    source.write_text("""@base <https://claimgraph.example/> . @prefix cg: <https://w3id.org/claimgraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <article/1> { <article/1#s0> cg:asserts <id/place/a> , <id/place/b> , <id/place/c> . }
        <things> { <id/place/a> a cg:Settlement ; skos:prefLabel "Springs"@en .
            <id/place/b> a cg:Facility ; skos:prefLabel "Springs"@en .
            <id/place/c> a cg:Settlement ; skos:prefLabel "Old Springs"@en ; skos:altLabel "Springs"@en . }""")
    with pytest.raises(
        UnknownNameError, match=r"more than one place: Springs \(Settlement, .*/a\), Springs \(Facility"
    ):
        ask(reader(tmp_path, source), "who claimed control of Springs")


def test_a_preferred_name_is_preferred(tmp_path: Path) -> None:
    source = tmp_path / "two.trig"
    source.write_text("""@base <https://claimgraph.example/> . @prefix cg: <https://w3id.org/claimgraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <article/1> { <article/1> a cg:Article . <article/1#s0> cg:asserts <id/place/a> , <id/place/b> . }
        <things> { <id/place/a> a cg:Settlement ; skos:prefLabel "Springs"@en .
            <id/place/b> a cg:Facility ; skos:prefLabel "Springs Fort"@en ; skos:altLabel "Springs"@en . }""")
    asked = understand(reader(tmp_path, source), "who claimed control of Springs")
    assert str(asked.values["place"]).endswith("/a")


def test_the_gazetteer_is_asked_last(northfield: Reader) -> None:
    senses = {"Nordstadt": [f"{northfield.base}id/place/northfield-1", f"{northfield.base}id/place/elsewhere-9"]}
    asked = understand(northfield, "who claimed control of Nordstadt", gazetteer=lambda name: senses.get(name, []))
    assert asked.values["place"] == f"{northfield.base}id/place/northfield-1"


@pytest.mark.parametrize(
    ("words", "given", "message"),
    [
        ("who-claimed-contrl", {}, "no stored query 'who-claimed-contrl'; there are: actors, articles"),
        ("who-claimed-control", {}, "needs place: add place=…"),
        ("who-claimed-control", {"place": "Northfield", "town": "x"}, "no parameter 'town'; it has: place"),
        (
            "who-claimed-control",
            {"place": "Northfield", "since": "last week"},
            "since='last week' is no xsd:date: write it like 2025-03-12",
        ),
        ("who-claimed-control", {"place": "Northfield", "since": "2025-02-30"}, "is no xsd:date"),
        ("evidence", {"statement": "Northfield"}, "is no IRI"),
    ],
)
def test_a_wrong_parameter_is_explained(northfield: Reader, words: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(northfield, words, given)


def test_words_of_a_command_line_are_parted_into_question_and_parameters() -> None:
    assert arguments(["who", "claimed", "control", "of", "Northfield", "since=2025-03-01"]) == (
        "who claimed control of Northfield",
        {"since": "2025-03-01"},
    )


def test_names_are_one_whatever_their_case_accents_and_articles() -> None:
    assert normal("The Zaječar’s") == normal("zajecar")
    assert loose("the town of Springs") == loose("Springs region") == loose("springs")
    assert normal("the") == "the"
