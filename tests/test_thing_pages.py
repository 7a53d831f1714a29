"""The pages of places, actors, events and other things."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from pyoxigraph import NamedNode
from served import served
from stored_graphs import reader

from kg import pages
from kg.article_graph import ArticleGraph
from kg.errors import UnknownNameError, UsageError
from kg.iris import Minter
from kg.pages.rendering import _environment
from kg.pages.strips import drawing
from kg.pages.structured import structured
from kg.queries import ask
from kg.store import Reader, Writer
from kg.terms import Triple, iri, named, string, text, typed
from kg.views import actor, event, place, thing
from kg.views.bars import bars
from kg.views.copies import own_words
from kg.views.described import Description, Link
from kg.views.ledger import MOST, ledger

BASE = Minter().base
NORTHFIELD = f"{BASE}id/place/northfield-1"


EVENT = iri(f"{BASE}id/event/held-aldian-forces-1")
WORDS = "They hold Northfield."


def holding(key: str, holder: str, *, kind: str = "actor", wording: str = "") -> ArticleGraph:
    """An article whose only statement asserts that one holds Northfield, on one and the same day."""
    article, statement, span = (iri(f"{BASE}article/{key}{end}") for end in ("", "#s0", "#char=0,20"))
    event, agent = iri(f"{BASE}id/event/held-{holder}"), iri(f"{BASE}id/{kind}/{holder}")
    own = [
        Triple(article, named("rdf:type"), named("cg:Article")),
        Triple(statement, named("cg:in"), article),
        Triple(statement, named("cg:speaker"), iri(f"{BASE}id/actor/teller-{key}")),
        Triple(statement, named("cg:certainty"), named("cg:Certain")),
        Triple(statement, named("cg:mode"), named("cg:Indirect")),
        Triple(statement, named("cg:statedOn"), typed("2024-05-03", "xsd:date")),
        Triple(statement, named("cg:asserts"), event),
        Triple(statement, named("cg:contentSpan"), span),
        Triple(span, named("nif:beginIndex"), typed(0, "xsd:nonNegativeInteger")),
        Triple(span, named("nif:endIndex"), typed(20, "xsd:nonNegativeInteger")),
        Triple(span, named("nif:anchorOf"), string(WORDS[:20])),
        *([Triple(statement, named("cg:wording"), string(wording))] if wording else []),
    ]
    things = (
        Triple(event, named("rdf:type"), named("cg:Holding")),
        Triple(event, named("cg:place"), iri(NORTHFIELD)),
        Triple(event, named("cg:agent"), agent),
        Triple(iri(NORTHFIELD), named("skos:prefLabel"), text("Northfield")),
        Triple(iri(f"{BASE}id/actor/aldian-forces-1"), named("cg:ofState"), iri(f"{BASE}id/place/aldia-1")),
    )
    return ArticleGraph(
        article=f"{BASE}article/{key}",
        graph=tuple(own),
        things=things,
        text=(Triple(article, named("nif:isString"), string(WORDS)),),
        text_graph=f"{BASE}text/{key}",
        source=f"{key}.txt",
        sha256=key,
    )


def stored(folder: Path, *articles: ArticleGraph, more: Sequence[Triple] = ()) -> Reader:
    with Writer.create(folder / "store.db") as writer:
        for article in articles:
            writer.replace(replace(article, things=(*article.things, *more)))
    return Reader.open(folder / "store.db")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("things"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("served")
    reader(folder)
    with served(folder / "store.db") as server, server.client(headers={"Accept": "text/html"}) as one:
        yield one


def iri_of(path: str) -> dict[str, str]:
    return {"iri": f"{BASE}id/{path}"}


def test_a_place_lies_in_places_the_largest_first(graph: Reader) -> None:
    assert [one.label for one in place(graph, {"iri": NORTHFIELD}).within] == ["Aldia", "Aldmark"]


def test_a_place_has_its_parts_its_names_and_its_point(graph: Reader) -> None:
    found = place(graph, {"iri": NORTHFIELD})
    assert [one.label for one in found.parts] == ["old town"]
    assert found.about.names == ("Nørdfeld",)
    assert found.point == (10.5, 50.25)


def test_a_link_says_how_sure_it_is(graph: Reader) -> None:
    assert place(graph, {"iri": NORTHFIELD}).about.links == (
        Link(target="https://geo.example/northfield", match="exact", confidence=0.9),
    )


def test_claims_of_control_stand_in_the_order_of_what_they_speak_of(graph: Reader) -> None:
    control = place(graph, {"iri": NORTHFIELD}).control
    dates = [one.event.earliest or one.stated for one in control.claims]
    assert dates == sorted(dates)
    assert control.total == len(control.claims)


def test_two_who_hold_a_place_at_one_time_stand_side_by_side(graph: Reader) -> None:
    """That Aldian troops took the old town on May 2 does not overlap with Borland's forces holding Northfield on May 3;
    that Aldian forces hold it, undated and told on May 3, does."""
    found = place(graph, {"iri": NORTHFIELD}).rivalries
    assert [[side.parties[0].label for side in one.holders] for one in found] == [
        ["Aldian armed forces", "Borland forces"]
    ]
    assert (found[0].first, found[0].last) == ("2024-05-03", "2024-05-03")


def test_a_state_is_no_rival_of_its_own_forces(tmp_path: Path) -> None:
    graph = stored(tmp_path, holding("1", "aldian-forces-1"), holding("2", "aldia-1", kind="place"))
    assert place(graph, {"iri": NORTHFIELD}).rivalries == ()


def test_a_disputed_event_shows_both_sides(graph: Reader) -> None:
    """River Watch: "They hold Northfield." Borland denied that Aldian forces held the town."""
    (found,) = place(graph, {"iri": NORTHFIELD}).disputes.shown
    told = {side.stance: {one.speaker.label for one in side.claims} for side in found.sides}
    assert found.event.iri == f"{BASE}id/event/holding-1"
    assert "River Watch" in told["Asserting"]
    assert told["Denying"] == {"Borland"}


def test_who_contradicts_an_actor_stands_on_the_pages_of_both(graph: Reader) -> None:
    for path in ("actor/river-watch-1", "place/borland-1"):
        assert [one.event.type for one in actor(graph, iri_of(path)).disputes.shown] == ["Holding"]


def test_claims_of_a_place_can_be_limited_to_a_kind_of_event(graph: Reader) -> None:
    found = place(graph, {"iri": NORTHFIELD, "type": "Entry"})
    assert {one.event.type for one in found.claims.claims} == {"Entry"}


@pytest.mark.parametrize("asked", [{"type": "Nonsense"}, {"page": "0"}, {"page": "x"}, {"page": "9" * 30}])
def test_a_filter_that_does_not_exist_is_refused(graph: Reader, asked: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        place(graph, {"iri": NORTHFIELD, **asked})


def test_a_page_beyond_the_last_is_the_last(graph: Reader) -> None:
    assert place(graph, {"iri": NORTHFIELD, "page": "99"}).claims.page == 1


def test_what_an_actor_claims_is_its_own_and_not_what_is_claimed_of_it(graph: Reader) -> None:
    found = actor(graph, iri_of("actor/river-watch-1"))
    assert {one.speaker.label for one in found.voice.claims.claims} == {"River Watch"}
    others = actor(graph, iri_of("actor/borland-forces-1"))
    assert "Borland forces" not in {one.speaker.label for one in others.told.claims}


def test_who_passes_on_whose_words_is_told_of_both(graph: Reader) -> None:
    """Border media reported, citing Aldia Press, …"""
    relay, source = iri_of("actor/border-media-1"), iri_of("actor/aldia-press-1")
    assert "Aldia Press" in [one.thing.label for one in actor(graph, relay).voice.relays]
    assert "Border media" in [one.thing.label for one in actor(graph, source).voice.relayed]


def test_relays_are_those_of_the_stored_query(graph: Reader) -> None:
    for row in ask(graph, "who-relays-whom"):  # type: ignore[union-attr]
        found = actor(graph, {"iri": str(row["relay"])}).voice.relays
        assert (str(row["source"]), row["statements"]) in [(one.thing.iri, one.count) for one in found]


def test_an_unnamed_actor_is_said_to_be_unnamed(graph: Reader) -> None:
    found = actor(graph, iri_of("actor/border-media-1"))
    assert found.about.unnamed
    html = pages.render("actor.html", {"view": found}, base=graph.base)
    assert "The article gives no name" in html
    assert "ld+json" not in html


def test_independent_sources_are_those_of_the_stored_query(graph: Reader) -> None:
    for (one,) in graph.select("SELECT DISTINCT ?event WHERE { ?statement cg:asserts ?event }").rows:
        rows = ask(graph, "independent-sources", {"event": NamedNode(str(one))})
        expected = {(str(row["source"]), row["statements"]) for row in rows}  # type: ignore[union-attr]
        found = event(graph, {"iri": str(one)}).sources
        assert {(source.speaker.iri, source.statements) for source in found} == expected


def test_copies_word_for_word_are_one_source(tmp_path: Path) -> None:
    graph = stored(
        tmp_path, holding("1", "aldian-forces-1", wording="same"), holding("2", "aldian-forces-1", wording="same")
    )
    statements = [f"{BASE}article/{key}#s0" for key in "12"]
    assert own_words(graph, statements) == {statements[0]}


def test_all_stances_to_an_event_stand_side_by_side(graph: Reader) -> None:
    """Border media and, in two articles, Aldia Press assert the capture; the Frontier Institute could not verify it."""
    sides = event(graph, iri_of("event/capture-1")).sides
    assert [(side.stance, side.total) for side in sides] == [("Asserting", 3), ("LeavingOpen", 1)]
    assert [one.speaker.label for one in sides[1].claims] == ["Frontier Institute"]


def test_the_phrase_of_a_date_is_verbatim(graph: Reader) -> None:
    (phrase,) = event(graph, iri_of("event/capture-1")).phrases
    rows = graph.select(f"SELECT ?text WHERE {{ <{phrase.article}> nif:isString ?text }}").rows
    assert phrase.text == str(rows[0][0])[phrase.span.start : phrase.span.end] == "May 2"


def test_events_at_one_place_and_time_are_related(graph: Reader) -> None:
    found = event(graph, iri_of("event/capture-1"))
    assert f"{BASE}id/event/entry-1" in [one.iri for one in found.related]
    assert found.about.iri not in [one.iri for one in found.related]


def test_anything_with_an_iri_has_its_properties(graph: Reader) -> None:
    found = thing(graph, iri_of("run/test-1"))
    assert ("cg:softwareVersion", ("0.1.0",)) in [(one.name, one.values) for one in found.properties]
    assert [one.name for one in found.incoming] == ["prov:wasGeneratedBy"]


@pytest.mark.parametrize("given", ["id/place/none-1", "id/place/a b", 'id/place/">', "id/actor/x}"])
def test_what_the_graph_does_not_have_is_unknown(graph: Reader, given: str) -> None:
    with pytest.raises(UnknownNameError):
        place(graph, {"iri": BASE + given})


def test_a_thing_of_which_very_much_is_claimed_says_what_it_leaves_out(tmp_path: Path) -> None:
    many = [Triple(iri(f"{BASE}article/1#s{n}"), named("cg:asserts"), EVENT) for n in range(MOST + 5)]
    graph = stored(tmp_path, replace(holding("1", "aldian-forces-1"), graph=tuple(many)))
    assert len(ledger(graph, f"?event cg:place {iri(NORTHFIELD)} .")) == MOST
    assert place(graph, {"iri": NORTHFIELD}).summary.unread


def test_many_days_become_months_and_all_are_counted() -> None:
    assert [one.when for one in bars({date(2025, 3, 1): 2, date(2025, 3, 3): 1})] == [
        "2025-03-01",
        "2025-03-02",
        "2025-03-03",
    ]
    months = bars({date(2025, 1, 31): 2, date(2025, 3, 1): 1, date(2025, 12, 1): 4})
    assert (len(months), sum(one.count for one in months)) == (12, 7)


def test_a_claim_without_a_day_is_not_drawn() -> None:
    control = SimpleNamespace(claims=(), lanes=())
    assert drawing(control) is None


def test_marks_stay_within_the_drawing(graph: Reader) -> None:
    drawn = drawing(place(graph, {"iri": NORTHFIELD}).control)
    assert drawn is not None
    marks = [mark for _, strips in drawn.lanes for strip in strips for mark in strip.marks]
    assert all(0 <= mark.x <= mark.x + mark.width <= 100 for mark in marks)


def test_only_exact_matches_are_told_to_search_engines_as_the_same() -> None:
    links = tuple(Link(target=f"https://x.example/{one}", match=one, confidence=None) for one in ("exact", "close"))
    about = Description(iri=NORTHFIELD, label="N", types=("Settlement",), names=(), links=links, unnamed=False)
    assert structured(about)["sameAs"] == ["https://x.example/exact"]


def test_a_name_cannot_end_the_script_that_holds_it() -> None:
    name = "</script><script>alert(1)</script>"
    about = Description(iri=NORTHFIELD, label=name, types=(), names=(), links=(), unnamed=False)
    made = _environment().from_string("{{ about | structured | tojson }}").render(about=about, base=BASE)
    assert "<" not in made
    assert json.loads(made)["name"] == name


def test_a_link_that_is_not_of_the_web_is_no_link(tmp_path: Path) -> None:
    here = iri(NORTHFIELD)
    graph = stored(
        tmp_path,
        holding("1", "aldian-forces-1"),
        more=[Triple(here, named("skos:exactMatch"), "<javascript:alert(1)>")],
    )
    html = pages.render("place.html", {"view": place(graph, {"iri": NORTHFIELD})}, base=graph.base)
    assert 'href="javascript' not in html


def test_a_link_whose_host_is_no_host_is_shown_nevertheless(tmp_path: Path) -> None:
    odd = Triple(iri(NORTHFIELD), named("skos:exactMatch"), "<http://a\u2100b.example/x>")
    graph = stored(tmp_path, holding("1", "aldian-forces-1"), more=[odd])
    html = pages.render("place.html", {"view": place(graph, {"iri": NORTHFIELD})}, base=graph.base)
    assert 'href="http://a\u2100b.example/x"' in html


@pytest.mark.parametrize(
    "path",
    [
        "place/northfield-1",
        "place/old-town-1",
        "place/aldia-1",
        "actor/border-media-1",
        "event/capture-1",
        "run/test-1",
    ],
)
def test_every_kind_of_thing_has_its_page(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/doc/id/{path}")
    assert answer.status_code == 200
    assert not re.search(
        r"\sstyle=|<style|<script(?! type=\"application/ld\+json\"| type=\"module\"| src)", answer.text
    )


def test_an_event_is_told_as_a_claim(client: httpx.Client) -> None:
    assert re.search(r"<h1[^>]*><span[^>]*>The claim that</span>", client.get("/doc/id/event/capture-1").text)


def test_an_unknown_thing_is_not_found(client: httpx.Client) -> None:
    assert client.get("/doc/id/place/none-1").status_code == 404


def test_a_wrong_filter_is_a_bad_request(client: httpx.Client) -> None:
    assert client.get("/doc/id/place/northfield-1?type=%3Cb%3E").status_code == 400
