"""Who passes on whose words, and who contradicts whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from kg.errors import DataError, UnknownNameError
from kg.terms import iri
from kg.views.choosing import Same, meant, things
from kg.views.claims import Thing

if TYPE_CHECKING:
    from kg.store import Reader

Kind = Literal["relays", "contradicts"]

_SIZES: Final = (30, 60, 150, 500, 2_000)
_USUAL: Final = 60
_EDGES: Final = 20_000  # of each kind, the heaviest
_CLAIMS_OF_PLACE: Final = 800  # the newest claims of who holds it that are compared with one another


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`statements` are all that it makes in the graph."""

    thing: Thing
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`source` relays `number` statements of `target`, or contradicts it in so many pairs of claims; a contradiction
    goes both ways, and is there once."""

    kind: Kind
    source: Thing
    target: Thing
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The actors of the strongest ties, and all ties between them, the strongest first. `tied` are all actors
    with a tie; `kinds` are those shown. With `focus`, the actors that are meant by the name `given`, only those tied to
    them; `called` is their name. `fault` says why it was not understood."""

    actors: tuple[Actor, ...]
    edges: tuple[Edge, ...]
    tied: int
    size: int
    sizes: tuple[int, ...]
    kinds: tuple[Kind, ...]
    given: str
    focus: tuple[str, ...]
    called: str
    fault: str


@dataclass(frozen=True, slots=True)
class _Tie:
    kind: Kind
    source: str
    target: str
    number: int


def network(reader: Reader, values: Mapping[str, str]) -> Network:
    """`actors` is how many; `kind` is "relays", "contradicts", or both; `actor` is a name or IRI: whoever is tied to
    that one."""
    size = next((n for n in _SIZES if str(n) == values.get("actors")), _USUAL)
    kinds: tuple[Kind, ...] = tuple(one for one in _KINDS if values.get("kind") in (one, "", None)) or _KINDS
    ties = [tie for tie in _ties(Same(reader)) if tie.kind in kinds]
    given = values.get("actor", "").strip()
    focus, called, fault = _focus(reader, given)
    chosen = _strongest(ties if not focus else [tie for tie in ties if {tie.source, tie.target} & focus], size)
    names, numbers = things(reader, chosen), _statements(reader, chosen)
    return Network(
        actors=tuple(Actor(thing=names[one], statements=numbers.get(one, 0)) for one in chosen),
        edges=tuple(
            Edge(kind=tie.kind, source=names[tie.source], target=names[tie.target], number=tie.number)
            for tie in ties
            if tie.source in names and tie.target in names
        ),
        tied=len({one for tie in ties for one in (tie.source, tie.target)}),
        size=size,
        sizes=_SIZES,
        kinds=kinds,
        given=given,
        focus=tuple(sorted(focus)),
        called=called,
        fault=fault,
    )


def _focus(reader: Reader, given: str) -> tuple[frozenset[str], str, str]:
    """The actors that are meant, their name, and what was not understood."""
    if not given:
        return frozenset(), "", ""
    try:
        found, called = meant(reader, given, kind="actor")
    except (UnknownNameError, DataError) as error:
        return frozenset(), "", str(error)
    return frozenset(found), called, ""


def _strongest(ties: Iterable[_Tie], size: int) -> list[str]:
    """The actors of the strongest ties, those of the strongest first, so that nobody stands there alone."""
    chosen: dict[str, None] = {}
    for tie in ties:
        new = {one for one in (tie.source, tie.target) if one not in chosen}
        if len(chosen) + len(new) <= size:
            chosen.update(dict.fromkeys(sorted(new)))
    return list(chosen)


@lru_cache(maxsize=1)
def _ties(same: Same) -> tuple[_Tie, ...]:
    """All, the strongest first."""
    reader = same.reader
    relays: Counter[tuple[str, str]] = Counter()
    for query in (_EMBEDDED, _NARRATED):
        for relay, source, number in reader.select(query).rows:
            relays[str(relay), str(source)] += int(str(number))
    against: Counter[tuple[str, str]] = Counter()
    for one, other, number in reader.select(_OPPOSED).rows:
        against[_pair(str(one), str(other))] += int(str(number))
    against.update(_rivals(reader))
    found = [_Tie("relays", *pair, number) for pair, number in relays.most_common(_EDGES)]
    found += [_Tie("contradicts", *pair, number) for pair, number in against.most_common(_EDGES)]
    return tuple(sorted(found, key=lambda tie: (-tie.number, tie.kind, tie.source, tie.target)))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class _Held:
    """That a side holds a place, or a part of it, as a speaker has it; the days are "" where nothing is known."""

    speaker: str
    side: str
    part: str
    first: str
    last: str


def _rivals(reader: Reader) -> Counter[tuple[str, str]]:
    """Speakers that say at overlapping times of different sides that they hold one place."""
    places: dict[str, list[_Held]] = defaultdict(list)
    for place, part, side, speaker, earliest, latest, stated in reader.select(_HOLDINGS).rows:
        first, last = _text(earliest) or _text(stated), _text(latest) or _text(stated)
        places[str(place)].append(_Held(str(speaker), str(side), str(part or ""), first, last))
    found: Counter[tuple[str, str]] = Counter()
    for claims in places.values():
        found.update(_contradictions(claims))
    return found


def _contradictions(claims: Sequence[_Held]) -> Iterator[tuple[str, str]]:
    newest = sorted(claims, key=lambda one: (one.last, one.speaker, one.side), reverse=True)[:_CLAIMS_OF_PLACE]
    if len({one.side for one in newest}) < 2:
        return
    for one, other in combinations(newest, 2):
        if one.side == other.side or one.speaker == other.speaker:
            continue
        # Two parts of a town may well be in different hands.
        if one.part and other.part and one.part != other.part:
            continue
        if one.first <= other.last and other.first <= one.last and one.first and other.first:
            yield _pair(one.speaker, other.speaker)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _statements(reader: Reader, actors: Iterable[str]) -> dict[str, int]:
    given = " ".join(map(iri, actors))
    return {str(one): int(str(number)) for one, number in reader.select(_COUNTED.replace("$given", given)).rows}


_KINDS: Final[tuple[Kind, ...]] = ("relays", "contradicts")
# As in `queries/who-relays-whom.rq` and `queries/contradictions.rq`, but over all at once.
_EMBEDDED: Final = """SELECT ?relay ?source (COUNT(*) AS ?number) WHERE {
  ?outer cg:embeds ?statement ; cg:speaker ?relay . ?statement cg:speaker ?source . FILTER(?relay != ?source)
} GROUP BY ?relay ?source"""
_NARRATED: Final = """SELECT ?relay ?source (COUNT(*) AS ?number) WHERE {
  ?article cg:narrator ?relay . ?statement cg:in ?article ; cg:speaker ?source ; cg:mode ?mode .
  FILTER(?mode != cg:OwnVoice && ?relay != ?source)
  FILTER NOT EXISTS { ?outer cg:embeds ?statement }
} GROUP BY ?relay ?source"""
_OPPOSED: Final = """SELECT ?one ?other (COUNT(*) AS ?number) WHERE {
  ?denial cg:denies ?event . ?claim cg:asserts ?event .
  FILTER EXISTS { ?event cg:agent|cg:patient|cg:place ?role }
  ?claim cg:speaker ?one . ?denial cg:speaker ?other . FILTER(?one != ?other)
} GROUP BY ?one ?other"""
_HOLDINGS: Final = """SELECT DISTINCT ?place ?part ?side ?speaker ?earliest ?latest ?stated WHERE {
  VALUES ?class { cg:Holding cg:Capture }
  ?event a ?class ; cg:place ?place ; cg:agent ?holder .
  ?statement cg:asserts ?event ; cg:speaker ?speaker .
  OPTIONAL { ?holder cg:ofState ?state } BIND(COALESCE(?state, ?holder) AS ?side)
  OPTIONAL { ?event cg:placePart ?part }
  OPTIONAL { ?event cg:earliest ?earliest ; cg:latest ?latest }
  OPTIONAL { ?statement cg:statedOn ?stated }
}"""
_COUNTED: Final = """SELECT ?actor (COUNT(*) AS ?number) WHERE {
  VALUES ?actor { $given } ?statement cg:speaker ?actor } GROUP BY ?actor"""
