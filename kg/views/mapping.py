"""Places with claims, and who is said to hold them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.ontology import CONTROL_TYPES
from kg.terms import iri, typed
from kg.views.choosing import TELLINGS, Same, things
from kg.views.claims import STANCES, Thing
from kg.views.holding import State, Word, sides, states

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.store.answers import Value

_PLACES: Final = 1_500
_WORDS: Final = 6_000
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
        key=lambda key: (-sum(word.number for word in words.get(key, ())), -sum(days[key].values()), key),
    )
    spots = tuple(_spot(key, positions[key], days[key], words.get(key, ())) for key in ranked[:_PLACES])
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
    for place, earliest, stated, number in reader.select(_DAYS.replace("$dated", _dated(until))).rows:
        found[str(place)][str(earliest or stated or "")] += int(str(number))
    return found


def _words(reader: Reader, until: date | None) -> dict[str, list[Word]]:
    """Of each place, the newest first; only the newest, when there are too many."""
    rows = _newest(reader, until)
    roles = _roles(reader, {str(row["event"]) for row in rows})
    parties = {one for role in roles.values() for one in role.values()}
    side_of = sides(reader, parties)
    named = {str(row[name]) for row in rows for name in ("speaker", "place")}
    names = things(reader, {*named, *parties, *side_of.values()})
    found: dict[str, list[Word]] = defaultdict(list)
    for row in rows:
        role = roles[str(row["event"])]
        agent, patient = role.get("agent", ""), role.get("patient", "")
        word = Word(
            statement=str(row["example"]),
            day=str(row["earliest"] or row["stated"] or ""),
            dated=row["earliest"] is not None,
            type=str(row["type"]).rpartition("#")[2],
            stance=STANCES[str(row["takes"]).rpartition("#")[2]],
            speaker=names[str(row["speaker"])],
            agent=names.get(agent),
            patient=names.get(patient),
            agent_side=names.get(side_of.get(agent, "")),
            patient_side=names.get(side_of.get(patient, "")),
            place=names[str(row["place"])],
            number=int(str(row["number"])),
        )
        found[word.place.iri].append(word)
    return found


def _newest(reader: Reader, until: date | None) -> list[dict[str, Value]]:
    """Whole days, so that the same are found each time."""
    types = ", ".join(f"cg:{name}" for name in CONTROL_TYPES)
    query = _CONTROL.replace("$types", types).replace("$dated", _dated(until)).replace("$limit", str(_WORDS))
    rows = sorted(reader.select(query), key=_order, reverse=True)
    if len(rows) < _WORDS:
        return rows
    oldest = _order(rows[-1])[0]
    return [row for row in rows if _order(row)[0] != oldest] or rows


def _order(row: Mapping[str, Value]) -> tuple[str, ...]:
    return (str(row["earliest"] or row["stated"] or ""), str(row["example"]), str(row["event"]), str(row["takes"]))


def _roles(reader: Reader, events: Iterable[str]) -> dict[str, dict[str, str]]:
    """The agent and the patient of events; of several, the first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    given = " ".join(sorted(map(iri, events)))
    for event, role, thing in reader.select(_ROLES.replace("$given", given)).rows:
        found[str(event)].setdefault(str(role).rpartition("#")[2], str(thing))
    return found


def _spot(key: str, position: tuple[Thing, float, float], days: Mapping[str, int], words: Sequence[Word]) -> Spot:
    place, longitude, latitude = position
    return Spot(
        place=place,
        longitude=longitude,
        latitude=latitude,
        days=tuple(sorted(days.items())),
        states=states(words),
        words=tuple(words[:_WORDS_OF_PLACE]),
        word_count=sum(word.number for word in words),
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


def _dated(until: date | None) -> str:
    limit = f"FILTER(COALESCE(?earliest, ?stated) <= {typed(until, 'xsd:date')})" if until else ""
    return _DATED.replace("$until", limit)


_POSITIONS: Final = """SELECT ?place (MIN(?point_) AS ?point) (MIN(?label_) AS ?label) (MIN(?type_) AS ?type) WHERE {
  ?place geo:hasGeometry/geo:asWKT ?literal . BIND(STR(?literal) AS ?point_)
  OPTIONAL { ?place skos:prefLabel ?label_ }
  OPTIONAL { ?place a ?class . BIND(STR(?class) AS ?type_) }
} GROUP BY ?place"""
# Whole patterns are joined, as `TELLINGS` says: nearly all claims are of some place.
_DAYS: Final = f"""SELECT ?place ?earliest ?stated (COUNT(*) AS ?number) WHERE {{
  {{ SELECT ?event ?place WHERE {{ ?place geo:hasGeometry ?geometry . ?event cg:place ?place }} }}
  {TELLINGS}
  $dated
}} GROUP BY ?place ?earliest ?stated"""
_CONTROL: Final = f"""SELECT ?place ?event ?type ?takes ?speaker ?earliest ?stated (SAMPLE(?statement) AS ?example)
  (COUNT(*) AS ?number) WHERE {{
  {{ SELECT ?event ?place ?type WHERE {{
    ?place geo:hasGeometry ?geometry . ?event cg:place ?place ; a ?type . FILTER(?type IN ($types)) }} }}
  {TELLINGS}
  {{ SELECT ?statement ?speaker WHERE {{ ?statement cg:speaker ?speaker }} }}
  $dated
}} GROUP BY ?place ?event ?type ?takes ?speaker ?earliest ?stated
ORDER BY DESC(COALESCE(?earliest, ?stated)) LIMIT $limit"""
_DATED: Final = """OPTIONAL { SELECT ?event ?earliest WHERE { ?event cg:earliest ?earliest } }
  OPTIONAL { SELECT ?statement ?stated WHERE { ?statement cg:statedOn ?stated } }
  $until"""
_ROLES: Final = """SELECT ?event ?role ?thing WHERE {
  VALUES ?event { $given } ?event ?role ?thing . FILTER(?role IN (cg:agent, cg:patient))
} ORDER BY ?event ?role ?thing"""
_NOWHERE: Final = """SELECT (COUNT(DISTINCT ?place) AS ?count) WHERE {
  ?event cg:place ?place . FILTER NOT EXISTS { ?place geo:hasGeometry ?geometry } }"""
