"""Places with claims, and who is said to hold them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.terms import iri, typed
from kg.views.choosing import Same, things
from kg.views.claims import STANCES, Thing
from kg.views.holding import State, Word, states

if TYPE_CHECKING:
    from kg.store import Reader

_PLACES: Final = 1_500
_WORDS: Final = 6_000
_NOBODY: Final = ("", "")
_WORDS_OF_PLACE: Final = 40  # the latest that are listed
_POINT: Final = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the map. `days` are pairs of a day ("" for none) and the number of claims of that day about anything
    at the place; `states` say who is said to hold it; `words` are the latest claims about that, newest first, of
    `word_count`."""

    place: Thing
    longitude: float
    latitude: float
    days: tuple[tuple[str, int], ...]
    states: tuple[State, ...]
    words: tuple[Word, ...]
    word_count: int

    @property
    def number(self) -> int:
        return sum(number for _, number in self.days)

    @property
    def state(self) -> State | None:
        return self.states[-1] if self.states else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """`spots` are those of most claims about who holds them, then of most claims, up to `until` ("" for all days).
    `sides` are those that are said to hold a place, the most often named first. `left_out` places are not shown, and
    `nowhere` have claims but no known position. `fault` says what was not understood."""

    spots: tuple[Spot, ...]
    sides: tuple[Thing, ...]
    first: str
    last: str
    until: str
    left_out: int
    nowhere: int
    fault: str


def mapped(reader: Reader, values: Mapping[str, str]) -> Mapped:
    """`until` is a day: only what is said to have been until then, or else was said until then."""
    until, fault = _until(values.get("until", "").strip())
    return replace(_mapped(Same(reader), until), fault=fault)


@lru_cache(maxsize=2)
def _mapped(same: Same, until: date | None) -> Mapped:
    """Kept for a while: the page and its script ask for the same."""
    reader = same.reader
    positions = _positions(reader)
    days = _days(reader, until)
    words = _words(reader, until)
    ranked = sorted(
        (key for key in days if key in positions),
        key=lambda key: (-len(words.get(key, ())), -sum(days[key].values()), key),
    )
    spots = tuple(
        _spot(key, positions[key], days[key], sorted(words.get(key, ()), key=lambda word: (word.day, word.statement)))
        for key in ranked[:_PLACES]
    )
    known = sorted(day for spot in spots for day, _ in spot.days if day)
    return Mapped(
        spots=spots,
        sides=_sides(spots),
        first=known[0] if known else "",
        last=known[-1] if known else "",
        until=until.isoformat() if until else "",
        left_out=max(0, len(ranked) - _PLACES),
        nowhere=_nowhere(reader),
        fault="",
    )


def _until(given: str) -> tuple[date | None, str]:
    try:
        return (date.fromisoformat(given) if given else None), ""
    except ValueError:
        return None, f"until: {given!r} is no day: write it as 2025-03-12"


def _positions(reader: Reader) -> dict[str, tuple[Thing, float, float]]:
    found = {}
    for place, point, label, type_ in reader.select(_POSITIONS).rows:
        matched = _POINT.fullmatch(str(point).strip())
        if matched:
            thing = Thing(iri=str(place), label=str(label or place), type=str(type_ or "").rpartition("#")[2])
            found[str(place)] = thing, float(matched[1]), float(matched[2])
    return found


def _days(reader: Reader, until: date | None) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for place, day, number in reader.select(_DAYS.replace("$until", _filter(until))).rows:
        found[str(place)][str(day or "")] += int(str(number))
    return found


def _words(reader: Reader, until: date | None) -> dict[str, list[Word]]:
    """The newest, when there are too many."""
    rows = list(reader.select(_CONTROL.replace("$until", _filter(until)).replace("$limit", str(_WORDS))))
    roles = _roles(reader, {str(row["event"]) for row in rows})
    named = {str(row[name]) for row in rows for name in ("speaker", "place")}
    names = things(reader, named.union(*(pair for sides in roles.values() for pair in sides.values())))
    found: dict[str, list[Word]] = defaultdict(list)
    for row in rows:
        agent, agent_side = roles[str(row["event"])].get("agent", _NOBODY)
        patient, patient_side = roles[str(row["event"])].get("patient", _NOBODY)
        word = Word(
            statement=str(row["statement"]),
            day=str(row["day"] or ""),
            dated=row["earliest"] is not None,
            type=str(row["type"]).rpartition("#")[2],
            stance=STANCES[str(row["takes"]).rpartition("#")[2]],
            speaker=names[str(row["speaker"])],
            agent=names.get(agent),
            patient=names.get(patient),
            agent_side=names.get(agent_side),
            patient_side=names.get(patient_side),
            place=names[str(row["place"])],
        )
        found[word.place.iri].append(word)
    return found


def _roles(reader: Reader, events: Iterable[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """The agent and the patient of events, each with its side: a state stands for its forces. Of several, the first."""
    states_of = {str(force): str(state) for force, state in reader.select(_FORCES).rows}
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    given = " ".join(sorted(map(iri, events)))
    for event, role, thing in reader.select(_ROLES.replace("$given", given)).rows:
        side = states_of.get(str(thing), str(thing))
        found[str(event)].setdefault(str(role).rpartition("#")[2], (str(thing), side))
    return found


def _spot(key: str, position: tuple[Thing, float, float], days: Mapping[str, int], words: Sequence[Word]) -> Spot:
    place, longitude, latitude = position
    return Spot(
        place=place,
        longitude=longitude,
        latitude=latitude,
        days=tuple(sorted(days.items())),
        states=states(words),
        words=tuple(reversed(words[-_WORDS_OF_PLACE:])),
        word_count=len(words),
    )


def _sides(spots: Sequence[Spot]) -> tuple[Thing, ...]:
    things: dict[str, Thing] = {}
    numbers: Counter[str] = Counter()
    for spot in spots:
        for key in {holder.side.iri for state in spot.states for holder in state.holders if holder.says}:
            numbers[key] += 1
        things.update({holder.side.iri: holder.side for state in spot.states for holder in state.holders})
    return tuple(things[key] for key in sorted(numbers, key=lambda key: (-numbers[key], things[key].label, key)))


def _nowhere(reader: Reader) -> int:
    return int(str(reader.select(_NOWHERE).rows[0][0]))


def _filter(until: date | None) -> str:
    return f"FILTER(?day <= {typed(until, 'xsd:date')})" if until else ""


_POSITIONS: Final = """SELECT ?place (MIN(?point_) AS ?point) (MIN(?label_) AS ?label) (MIN(?type_) AS ?type) WHERE {
  ?place geo:hasGeometry/geo:asWKT ?literal . BIND(STR(?literal) AS ?point_)
  OPTIONAL { ?place skos:prefLabel ?label_ }
  OPTIONAL { ?place a ?class . BIND(STR(?class) AS ?type_) }
} GROUP BY ?place"""
# The engine starts from the few places: FILTER, where VALUES would have it start from all claims.
_TOLD: Final = """?statement ?takes ?event .
  FILTER(?takes IN (cg:asserts, cg:denies, cg:doubts, cg:leavesOpen))
  OPTIONAL { ?event cg:earliest ?earliest }
  OPTIONAL { ?statement cg:statedOn ?stated }
  BIND(COALESCE(?earliest, ?stated) AS ?day)
  $until"""
_DAYS: Final = f"""SELECT ?place ?day (COUNT(*) AS ?number) WHERE {{
  ?place geo:hasGeometry ?geometry .
  ?event cg:place ?place .
  {_TOLD}
}} GROUP BY ?place ?day"""
_CONTROL: Final = f"""SELECT ?place ?event ?type ?takes ?statement ?earliest ?day ?speaker WHERE {{
  ?place geo:hasGeometry ?geometry .
  ?event cg:place ?place ; a ?type .
  FILTER(?type IN (cg:Holding, cg:Capture, cg:Loss, cg:Entry, cg:Withdrawal, cg:Contest))
  {_TOLD}
  ?statement cg:speaker ?speaker .
}} ORDER BY DESC(?day) STR(?statement) STR(?event) LIMIT $limit"""
_ROLES: Final = """SELECT ?event ?role ?thing WHERE {
  VALUES ?event { $given } ?event ?role ?thing . FILTER(?role IN (cg:agent, cg:patient))
} ORDER BY ?event ?role ?thing"""
_FORCES: Final = "SELECT ?force ?state WHERE { ?force cg:ofState ?state } ORDER BY ?force ?state"
_NOWHERE: Final = """SELECT (COUNT(DISTINCT ?place) AS ?count) WHERE {
  ?event cg:place ?place . FILTER NOT EXISTS { ?place geo:hasGeometry ?geometry } }"""
