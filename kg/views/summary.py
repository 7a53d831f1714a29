"""What the whole graph holds. Counting takes seconds on a large one, so it is done once for each generation."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from kg.ontology import ACTOR_TYPES, PLACE_TYPES
from kg.terms import iri
from kg.views.choosing import things
from kg.views.holding import HOLDS, sides

if TYPE_CHECKING:
    from kg.store import Reader

_NEWEST: Final = 8
_ARTICLES_LOOKED_AT: Final = 60  # for the newest claims; some articles have none
_PER_ARTICLE: Final = 2
_NAMES: Final = 2000  # of each kind, those most spoken of: for suggestions
_DISPUTED: Final = 6
_HOLDERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A thing that is spoken of. `kind` is "place" or "actor"; `count` are the events in a place, or the statements of
    an actor."""

    iri: str
    label: str
    kind: str
    type: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A place of which different actors are said to be the holder (`holders` by name, the most often named first), or
    claims about which are denied, doubted or left open."""

    iri: str
    label: str
    holders: tuple[str, ...]
    denied: int
    doubted: int
    left_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`first` and `last` are the days of the oldest and the newest article, "" where none has a date. `newest` are
    pairs of a statement and an event. `names` begin with the most spoken of."""

    articles: int
    statements: int
    speakers: int
    events: int
    actors: int
    places: int
    first: str
    last: str
    newest: tuple[tuple[str, str], ...]
    disputed: tuple[Dispute, ...]
    names: tuple[Name, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        given: dict[str, Any] = json.loads(text)
        newest = tuple((statement, event) for statement, event in given.pop("newest"))
        disputed = tuple(Dispute(**{**one, "holders": tuple(one["holders"])}) for one in given.pop("disputed"))
        names = tuple(Name(**one) for one in given.pop("names"))
        return cls(**given, newest=newest, disputed=disputed, names=names)


def summary(reader: Reader) -> Summary:
    ((articles, first, last),) = reader.select(_ARTICLES).rows
    places = _named(reader, reader.select(_PLACES).rows, "place")
    speakers = _named(reader, reader.select(_SPEAKERS).rows, "actor")
    return Summary(
        articles=int(str(articles)),
        statements=_count(reader, "?one cg:speaker ?speaker"),
        speakers=_count(reader, "?statement cg:speaker ?one"),
        events=_count(reader, "?statement cg:asserts|cg:denies|cg:doubts|cg:leavesOpen ?one"),
        actors=_count(reader, f"VALUES ?class {{ {_classes(ACTOR_TYPES)} }} ?one a ?class"),
        places=_count(reader, f"VALUES ?class {{ {_classes(PLACE_TYPES)} }} ?one a ?class"),
        first=str(first or ""),
        last=str(last or ""),
        newest=_newest(reader),
        disputed=_disputed(reader),
        names=tuple(sorted((*places, *speakers), key=lambda name: (-name.count, name.label, name.iri))),
    )


def mentions(reader: Reader, things: Iterable[str]) -> dict[str, int]:
    """How often each is spoken of; those that never are, are left out."""
    given = " ".join(iri(one) for one in things)
    return {str(thing): int(str(count)) for thing, count in reader.select(_MENTIONS.replace("$given", given)).rows}


def tellings_apart(reader: Reader, things: Iterable[str]) -> dict[str, tuple[str, int, str]]:
    """What tells things of one name apart: where each lies, how many articles name it, and the title of one of them;
    "" for what is not known."""
    given = " ".join(iri(one) for one in things)
    rows = reader.select(_APART.replace("$given", given)).rows if given else ()
    return {str(one): (str(where or ""), int(str(count)), str(title or "")) for one, where, count, title in rows}


def _count(reader: Reader, where: str) -> int:
    return int(str(reader.select(f"SELECT (COUNT(DISTINCT ?one) AS ?count) WHERE {{ {where} }}").rows[0][0]))


def _newest(reader: Reader) -> tuple[tuple[str, str], ...]:
    """As far as there are enough: each speaker and each event once, and of each article two at the most; then what
    is left."""
    taken: Counter[object] = Counter()
    chosen: list[tuple[str, str]] = []
    rows = reader.select(_RECENT).rows
    for of_speaker, of_article, of_statement in ((1, _PER_ARTICLE, 1), (_PER_ARTICLE, _NEWEST, 1), (len(rows),) * 3):
        for statement, event, article, speaker in rows:
            fits = taken[speaker] < of_speaker and taken[article] < of_article and taken[statement] < of_statement
            if len(chosen) < _NEWEST and fits and not taken[event]:
                chosen.append((str(statement), str(event)))
                taken.update((statement, event, article, speaker))
    return tuple(chosen)


def _disputed(reader: Reader) -> tuple[Dispute, ...]:
    """The places with the most holders and the most claims that somebody does not share."""
    holders = _holders(reader)
    stances: dict[str, Counter[str]] = defaultdict(Counter)
    for place, takes, number in reader.select(_NOT_SHARED).rows:
        stances[str(place)][str(takes).rpartition("#")[2]] += int(str(number))
    several = {place for place, names in holders.items() if len(names) > 1}
    found = sorted(several | set(stances), key=lambda one: (-_heat(stances[one], holders.get(one, [])), one))[
        :_DISPUTED
    ]
    labels = _labels(reader, found)
    return tuple(
        Dispute(
            iri=place,
            label=labels[place][0],
            holders=tuple(holders[place][:_HOLDERS]) if place in several else (),
            denied=stances[place]["denies"],
            doubted=stances[place]["doubts"],
            left_open=stances[place]["leavesOpen"],
        )
        for place in found
        if place in labels
    )


def _holders(reader: Reader) -> dict[str, list[str]]:
    """The names of the sides that are said to hold each place, the most often named first."""
    rows = reader.select(_HELD.replace("$types", " ".join(f"cg:{name}" for name in HOLDS))).rows
    side_of = sides(reader, {str(agent) for _, agent, _ in rows})
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, agent, number in rows:
        counts[str(place)][side_of[str(agent)]] += int(str(number))
    names = things(reader, {side for found in counts.values() for side in found})

    def rank(one: tuple[str, int]) -> tuple[int, str]:
        return -one[1], names[one[0]].label

    return {
        place: list(dict.fromkeys(names[side].label for side, _ in sorted(found.items(), key=rank)))
        for place, found in counts.items()
    }


def _heat(stances: Counter[str], holders: list[str]) -> int:
    return stances["denies"] * 2 + stances["doubts"] + stances["leavesOpen"] + max(0, len(holders) - 1) * 2


def _named(reader: Reader, rows: Iterable[tuple[object, ...]], kind: str) -> list[Name]:
    counts = {str(thing): int(str(number)) for thing, number in rows}
    labels = _labels(reader, counts)
    return [
        Name(iri=thing, label=labels[thing][0], kind=kind, type=labels[thing][1], count=number)
        for thing, number in counts.items()
        if thing in labels
    ]


def _labels(reader: Reader, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Label and class of each."""
    given = " ".join(iri(one) for one in things)
    rows = reader.select(_LABELS.replace("$given", given)).rows
    return {str(thing): (str(label), str(type_).rpartition("#")[2]) for thing, label, type_ in rows}


def _classes(names: Iterable[str]) -> str:
    return " ".join(f"cg:{name}" for name in names)


_ARTICLES = """SELECT (COUNT(*) AS ?count) (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE {
  ?article a cg:Article OPTIONAL { ?article dcterms:issued ?day } }"""
_PLACES = f"""SELECT ?place (COUNT(*) AS ?count) WHERE {{ ?event cg:place ?place }}
GROUP BY ?place ORDER BY DESC(?count) LIMIT {_NAMES}"""
_SPEAKERS = f"""SELECT ?speaker (COUNT(*) AS ?count) WHERE {{ ?statement cg:speaker ?speaker }}
GROUP BY ?speaker ORDER BY DESC(?count) LIMIT {_NAMES}"""
# Of several classes the last by name is the most telling: "Settlement", and not "Place" or "Actor".
_LABELS = """SELECT ?thing (MIN(?name) AS ?label) (MAX(?class) AS ?type) WHERE {
  VALUES ?thing { $given } ?thing skos:prefLabel ?name ; a ?one .
  FILTER(?one != cg:UnnamedActor) BIND(STR(?one) AS ?class)
} GROUP BY ?thing"""
_APART = """SELECT ?thing (MIN(?around) AS ?where) (COUNT(DISTINCT ?article) AS ?count) (MIN(?words) AS ?title) WHERE {
  VALUES ?thing { $given } ?span cg:refersTo ?thing ; nif:referenceContext ?article
  OPTIONAL { ?article dcterms:title ?words }
  OPTIONAL { ?thing geo:sfWithin/skos:prefLabel ?around }
} GROUP BY ?thing"""
# Of the newest articles, for to put all claims in order takes long; those of others before the outlet's own.
_RECENT = f"""SELECT ?statement ?event ?article ?speaker WHERE {{
  {{ SELECT ?article ?published WHERE {{
    ?article a cg:Article OPTIONAL {{ ?article dcterms:issued ?published }}
  }} ORDER BY DESC(?published) LIMIT {_ARTICLES_LOOKED_AT} }}
  ?statement cg:in ?article ; cg:asserts|cg:denies|cg:doubts|cg:leavesOpen ?event ;
    cg:mode ?mode ; cg:speaker ?speaker .
  OPTIONAL {{ ?statement cg:statedOn ?stated }}
}} ORDER BY DESC(?published) DESC(?stated) (?mode = cg:OwnVoice) STR(?statement) STR(?event)"""
_MENTIONS = """SELECT ?thing (COUNT(*) AS ?count) WHERE {
  VALUES ?thing { $given } ?span cg:refersTo ?thing } GROUP BY ?thing"""
_HELD = """SELECT ?place ?agent (COUNT(DISTINCT ?event) AS ?count) WHERE {
  { SELECT ?event ?place ?agent WHERE {
    VALUES ?class { $types } ?event a ?class ; cg:place ?place ; cg:agent ?agent } }
  { SELECT DISTINCT ?event WHERE { ?statement cg:asserts ?event } }
} GROUP BY ?place ?agent"""
_NOT_SHARED = """SELECT ?place ?takes (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  VALUES ?takes { cg:denies cg:doubts cg:leavesOpen } ?statement ?takes ?event . ?event cg:place ?place
} GROUP BY ?place ?takes"""
