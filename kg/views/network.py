"""Who passes on whose words, and who contradicts whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kg.errors import DataError, UnknownNameError
from kg.terms import iri
from kg.views.choosing import Same, meant, things
from kg.views.claims import Thing
from kg.views.holding import HOLDS, Hold, rivals, sides

if TYPE_CHECKING:
    from kg.store import Reader

Kind = Literal["relays", "contradicts"]

_SIZES: Final = (30, 60, 150, 500, 2_000)
_USUAL: Final = 60
_EDGES: Final = 20_000  # of each kind, the heaviest


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


def _rivals(reader: Reader) -> Counter[tuple[str, str]]:
    """Speakers that say at overlapping times of different sides that they hold one place."""
    rows = reader.select(_HOLDINGS.replace("$types", " ".join(f"cg:{name}" for name in HOLDS))).rows
    side_of = sides(reader, {str(row[2]) for row in rows})
    places: dict[str, set[Hold]] = defaultdict(set)
    for place, part, holder, speaker, earliest, latest, stated in rows:
        hold = Hold(
            speaker=str(speaker),
            sides=frozenset({side_of[str(holder)]}),
            parts=frozenset({str(part)} if part else ()),
            first=_text(earliest) or _text(stated),
            last=_text(latest) or _text(stated),
        )
        places[str(place)].add(hold)
    return Counter(
        _pair(one.speaker, other.speaker)
        for holds in places.values()
        for one, other in rivals(holds)
        if one.speaker != other.speaker
    )


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _statements(reader: Reader, actors: Iterable[str]) -> dict[str, int]:
    given = " ".join(map(iri, actors))
    return {str(one): int(str(number)) for one, number in reader.select(_COUNTED.replace("$given", given)).rows}


_KINDS: Final[tuple[Kind, ...]] = ("relays", "contradicts")
# As in `queries/who-relays-whom.rq` and `queries/contradictions.rq`, but over all at once.
_EMBEDDED: Final = """SELECT ?relay ?source (COUNT(*) AS ?number) WHERE {
  { SELECT ?outer ?statement WHERE { ?outer cg:embeds ?statement } }
  { SELECT ?outer ?relay WHERE { ?outer cg:speaker ?relay } }
  { SELECT ?statement ?source WHERE { ?statement cg:speaker ?source } }
  FILTER(?relay != ?source)
} GROUP BY ?relay ?source"""
_NARRATED: Final = """SELECT ?relay ?source (COUNT(*) AS ?number) WHERE {
  { SELECT ?article ?relay WHERE { ?article cg:narrator ?relay } }
  { SELECT ?statement ?article WHERE { ?statement cg:in ?article } }
  { SELECT ?statement ?source WHERE { ?statement cg:speaker ?source } }
  { SELECT ?statement WHERE { ?statement cg:mode ?mode . FILTER(?mode != cg:OwnVoice) } }
  OPTIONAL { SELECT ?statement ?outer WHERE { ?outer cg:embeds ?statement } }
  FILTER(!BOUND(?outer) && ?relay != ?source)
} GROUP BY ?relay ?source"""
_OPPOSED: Final = """SELECT ?one ?other (SUM(?asserted * ?denied) AS ?number) WHERE {
  { SELECT ?event ?other (COUNT(*) AS ?denied) WHERE {
    { SELECT ?denial ?event WHERE { ?denial cg:denies ?event } }
    { SELECT ?denial ?other WHERE { ?denial cg:speaker ?other } }
  } GROUP BY ?event ?other }
  { SELECT ?event ?one (COUNT(*) AS ?asserted) WHERE {
    { SELECT ?claim ?event WHERE { ?claim cg:asserts ?event } }
    { SELECT ?claim ?one WHERE { ?claim cg:speaker ?one } }
  } GROUP BY ?event ?one }
  FILTER(?one != ?other)
  FILTER EXISTS { ?event cg:agent|cg:patient|cg:place ?role }
} GROUP BY ?one ?other"""
_HOLDINGS: Final = """SELECT DISTINCT ?place ?part ?holder ?speaker ?earliest ?latest ?stated WHERE {
  { SELECT ?event ?place ?holder ?part ?earliest ?latest WHERE {
    VALUES ?class { $types } ?event a ?class ; cg:place ?place ; cg:agent ?holder .
    OPTIONAL { ?event cg:placePart ?part }
    OPTIONAL { ?event cg:earliest ?earliest ; cg:latest ?latest }
  } }
  { SELECT ?statement ?event WHERE { ?statement cg:asserts ?event } }
  { SELECT ?statement ?speaker WHERE { ?statement cg:speaker ?speaker } }
  OPTIONAL { SELECT ?statement ?stated WHERE { ?statement cg:statedOn ?stated } }
}"""
_COUNTED: Final = """SELECT ?actor (COUNT(*) AS ?number) WHERE {
  VALUES ?actor { $given } ?statement cg:speaker ?actor } GROUP BY ?actor"""
