"""From what was found to the graph: whose event is whose, in which order the voices stand, and what may be shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kg import graphs
from kg.iris import Minter
from kg.linking.identification import identify
from kg.linking.knowledge import Knowledge
from kg.model import Extraction, Mode
from kg.naming import Named, name
from kg.shapes import validate
from kg.terms import named as named_term

MINTER = Minter()
RUN = graphs.Run(software="claimgraph 0", model="model 0")
Naming = Callable[[str], Named]
Narrating = Callable[..., tuple[str, str, bool]]


@pytest.fixture(scope="module")
def named(found: Callable[[str], Extraction], knowledge: Knowledge) -> Naming:
    def of(text: str) -> Named:
        extraction = found(text)
        return name(extraction, identify(extraction.entities, extraction.article, knowledge, MINTER), MINTER)

    return of


def events(found: Named, kind: str) -> set[str]:
    return {found.event[event.key] for event in found.extraction.events if event.type == kind}


@pytest.mark.parametrize(("day", "same"), [("2024-05-20", True), ("2019-05-06", False)])
def test_two_articles_that_tell_who_took_a_place_share_the_event_when_it_is_the_same_time(
    day: str, same: bool, named: Naming
) -> None:
    one = named(" date 2024-05-06\nRwandan troops have captured Goma, the United Nations said.\n")
    other = named(f" date {day}\nRwandan troops captured Goma, residents told the BBC.\n")
    assert (events(one, "Capture") == events(other, "Capture")) is same
    assert events(one, "Capture")


def test_two_attacks_that_only_look_alike_are_two_events(named: Naming) -> None:
    one = named("Russian forces attacked Kharkiv, officials said.")
    other = named("Officials in the east said that Russian forces attacked Kharkiv again.")
    assert events(one, "Attack").isdisjoint(events(other, "Attack"))


def test_two_unresolved_pronouns_are_two_speakers(named: Naming) -> None:
    found = named('"We have lost the bridge," he said.\n\n"The road is open," he said.\n')
    assert len(set(found.speaker.values())) == len(found.speaker) == 2


@pytest.fixture(scope="module")
def narrated(found: Callable[[str], Extraction], knowledge: Knowledge) -> Narrating:
    """Who tells an article without a publisher: IRI, label, and whether that is a name."""

    def of(words: str = "Rwandan troops have captured Goma.", **given: str) -> tuple[str, str, bool]:
        extraction = found(words)
        extraction = replace(extraction, article=replace(extraction.article, **given))
        made = name(extraction, identify(extraction.entities, extraction.article, knowledge, MINTER), MINTER)
        (teller,) = {made.speaker[s.key] for s in extraction.statements if s.mode is Mode.NARRATION}
        return teller, made.things[teller].label, made.things[teller].named

    return of


def test_two_outlets_that_are_not_told_are_told_apart_by_the_titles(narrated: Narrating) -> None:
    one, other = narrated(title="Goma falls", key="a"), narrated(title="Who holds Goma?", key="b")
    assert (one[1], other[1]) == ("the outlet of “Goma falls”", "the outlet of “Who holds Goma?”")
    assert one[0] != other[0]
    assert not one[2]


def test_two_articles_of_the_same_title_may_be_of_two_outlets(narrated: Narrating) -> None:
    assert narrated(title="Goma falls", key="a")[0] != narrated(title="Goma falls", key="b")[0]


def test_an_article_without_a_title_is_told_by_its_first_words(narrated: Narrating) -> None:
    words = "Rwandan troops have captured Goma, and the way to the lake is closed to all who come from the south."
    assert narrated(words, title="")[1] == "the outlet of “Rwandan troops have captured Goma, and the way to the lake…”"
    assert narrated(title="戈" * 90)[1] == f"the outlet of “{'戈' * 60}…”"


def test_articles_of_one_site_have_one_outlet(narrated: Narrating) -> None:
    one = narrated(url="https://www.herald.example/a", key="a", title="Goma falls")
    assert one == narrated(url="https://herald.example/b?c", key="b")
    assert one[1:] == ("herald.example", True)
    assert narrated(url="https://[oops/news", title="Goma falls")[1] == "the outlet of “Goma falls”"


def test_no_title_looks_like_a_chain_of_speakers(narrated: Narrating) -> None:
    assert ">" not in narrated(title="World > Africa > Goma falls")[1]


def test_the_chain_of_voices_has_the_outermost_first(named: Naming) -> None:
    found = named(
        "This article originally appeared on Example Post.\n\n"
        "A witness told Reuters that the mayor said Rwandan troops had entered Goma.\n"
    )
    assert "Example Post > A witness > the mayor" in found.via.values()


def test_no_triple_stands_in_two_graphs_and_none_has_a_blank_node(named: Naming) -> None:
    made = graphs.graph(named("Hamas has lost control of Rafah, the Israeli army said."), MINTER, RUN)
    assert set(made.graph).isdisjoint(made.things)
    assert not [term for triple in (*made.graph, *made.things) for term in triple if term.startswith("_:")]


def test_the_day_of_publication_is_no_day_of_an_event(named: Naming) -> None:
    found = named(" date 2024-05-06\nRwandan troops have captured Goma, the United Nations said.\n")
    assert [event.time for event in found.extraction.events] == [None]
    assert {statement.stated for statement in found.extraction.statements} == {date(2024, 5, 6)}


def test_a_source_that_is_no_actor_is_named_by_its_words(named: Naming) -> None:
    found = named("The footage shows that Rwandan troops have entered Goma.")
    labels = {found.things[speaker].label for speaker in found.speaker.values()}
    assert "The footage" in labels


def test_the_graph_does_not_depend_on_the_order_of_what_was_found(named: Naming) -> None:
    found = named("Hamas has lost control of Rafah, the Israeli army said.")
    shuffled = replace(found, things=dict(reversed(found.things.items())))
    assert graphs.graph(found, MINTER, RUN) == graphs.graph(shuffled, MINTER, RUN)


def test_a_region_or_territory_that_speaks_is_a_place_and_an_actor(named: Naming) -> None:
    found = named(
        "In the United States, Georgia and Alabama vote on Tuesday. Georgia said the roads in Atlanta are open."
    )
    made = graphs.graph(found, MINTER, RUN)
    report = validate((*made.graph, *made.things, *made.text))
    assert report.conforms, report.text
    kinds = {triple.object for triple in made.things if triple.subject.endswith("/georgia-4197000>")}
    assert {named_term("cg:AdministrativeArea"), named_term("cg:Actor")} <= kinds


def test_a_town_that_speaks_is_a_place_and_an_actor(named: Naming) -> None:
    found = named("The mayor of Houston met reporters. Houston said the roads are open.")
    made = graphs.graph(found, MINTER, RUN)
    assert validate((*made.graph, *made.things, *made.text)).conforms
    kinds = {triple.object for triple in made.things if "/place/houston-" in triple.subject}
    assert {named_term("cg:Settlement"), named_term("cg:Actor")} <= kinds
