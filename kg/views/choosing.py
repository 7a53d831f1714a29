"""Which claims a page is about: what its form was filled in with, as a pattern for `kg.views.claims`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.errors import DataError, UnknownNameError
from kg.lexicon import table
from kg.ontology import CG, CONTROL_TYPES
from kg.queries.names import resolve
from kg.terms import iri, text, typed
from kg.views.claims import Thing

if TYPE_CHECKING:
    from kg.store import Reader

FIELDS: Final = ("place", "actor", "speaker", "type", "since", "until")
_CHOICES: Final = 200
_CONTROL: Final = frozenset(CONTROL_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Names that a form offers: the most frequent places and actors, and all types of events. `control` when some of
    them are about who controls a place."""

    places: tuple[str, ...]
    actors: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def control(self) -> bool:
        return not _CONTROL.isdisjoint(self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`given` are the fields that were filled in, as they were; `where` is a pattern that tells ?statement, ?takes and
    ?event of each claim; `words` are the names of what the fields stand for; `faults` say what was not understood (then
    nothing is found)."""

    given: Mapping[str, str]
    where: str
    words: Mapping[str, str]
    faults: tuple[str, ...]

    @property
    def fields(self) -> Mapping[str, str]:
        """All of the form, "" where nothing was filled in."""
        return {name: self.given.get(name, "") for name in FIELDS}


def choose(reader: Reader, values: Mapping[str, str]) -> Choice:
    """`place` is where the event is, or the region that it lies in; `actor` speaks or takes part; `speaker` speaks;
    `type` is the name of a class of events; `since` and `until` are days. Names or IRIs."""
    given = {name: values[name].strip() for name in FIELDS if values.get(name, "").strip()}
    patterns, words, faults = [], {}, []
    for name, value in given.items():
        if name in ("since", "until"):
            faults += _day_fault(name, value)
            continue
        try:
            found = _bearers(reader, value, kind={"speaker": "actor", "type": "event"}.get(name, name))
            listed = " ".join(iri(one) for one in found)
        except (UnknownNameError, DataError) as error:
            faults.append(str(error))
            continue
        patterns.append(_PATTERNS[name].replace("$given", listed))
        words[name] = _called(reader, value, found)
    if not faults and {"since", "until"} & set(given):
        patterns.append(_within(given))
    if not {"actor", "since", "until"} & set(given):  # the patterns of which tell of claims themselves
        patterns.append(TELLINGS)
    return Choice(given=given, where="\n".join(patterns), words=words, faults=tuple(faults))


def choices(reader: Reader) -> Choices:
    return _choices(Same(reader))


def meant(reader: Reader, value: str, *, kind: str) -> tuple[Sequence[str], str]:
    """What a name or an IRI stands for, and what it is called. Raises UnknownNameError, DataError."""
    found = _bearers(reader, value, kind=kind)
    return found, _called(reader, value, found)


def things(reader: Reader, iris: Iterable[str]) -> dict[str, Thing]:
    """What things are called, in the order given; one without a name has its IRI for one."""
    wanted = list(iris)
    given = " ".join(sorted({iri(one) for one in wanted}))
    rows = reader.select(_LABELS.replace("$given", given)).rows
    known = {str(one): (str(label or one), str(type_ or "").rpartition("#")[2]) for one, label, type_ in rows}
    return {one: Thing(iri=one, label=known[one][0], type=known[one][1]) for one in wanted}


class Same:
    """A reader, as what it reads: the same generation says the same, so that it need not be asked twice."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._is = (reader.base, reader.revision, id(reader.store))

    def __hash__(self) -> int:
        return hash(self._is)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._is == other._is


@lru_cache(maxsize=1)
def _choices(same: Same) -> Choices:
    reader = same.reader
    return Choices(
        places=_frequent(reader, "?event cg:place ?thing"),
        actors=_frequent(reader, "?statement cg:speaker ?thing"),
        types=tuple(str(row[0]).removeprefix(CG) for row in reader.select(_types()).rows),
    )


def _frequent(reader: Reader, pattern: str) -> tuple[str, ...]:
    rows = reader.select(_FREQUENT.replace("$pattern", pattern)).rows
    return tuple(sorted({str(row[0]) for row in rows}, key=lambda name: (name.casefold(), name)))


def _types() -> str:
    """Of all classes of events, those that the graph has."""
    return _TYPES.replace("$classes", " ".join(f"cg:{name}" for name in table("situations")))


def _bearers(reader: Reader, value: str, *, kind: str) -> Sequence[str]:
    """All things of exactly that name; else the one that is meant by it. Raises UnknownNameError."""
    if kind == "event":
        return _event_classes(reader, value)
    if ":" not in value:
        rows = reader.select(_NAMED.replace("$name", text(value))).rows
        marker = "?x cg:place ?thing" if kind == "place" else "?x cg:speaker|cg:agent|cg:patient ?thing"
        if rows:
            listed = " ".join(iri(str(row[0])) for row in rows)
            able = reader.select(_ABLE.replace("$given", listed).replace("$pattern", marker)).rows
            if able:
                return [str(row[0]) for row in able]
    return [resolve(reader, value, kind=kind)]


def _event_classes(reader: Reader, value: str) -> list[str]:
    """Of a name such as "Capture", "capture" or the whole IRI; "TerritorialControl" has several."""
    wanted = value.removeprefix(CG).casefold()
    known = choices(reader).types
    if wanted == "territorialcontrol":
        return [CG + name for name in sorted(CONTROL_TYPES)]
    for name in known:
        if name.casefold() == wanted:
            return [CG + name]
    raise UnknownNameError(f"the graph has no events of type {value!r}; it has: {', '.join(known) or 'none'}")


def _called(reader: Reader, value: str, found: Sequence[str]) -> str:
    """ "Sudzha"; "Stonemouth (3 of that name)" """
    rows = reader.select(f"SELECT (MIN(?label) AS ?name) WHERE {{ {iri(found[0])} skos:prefLabel ?label }}").rows
    name = str(rows[0][0]) if rows and rows[0][0] else value
    return f"{name} ({len(found)} of that name)" if len(found) > 1 else name


def _day_fault(name: str, value: str) -> list[str]:
    try:
        date.fromisoformat(value)
    except ValueError:
        return [f"{name}: {value!r} is no day: write it as 2025-03-12"]
    return []


def _within(given: Mapping[str, str]) -> str:
    """What touches the days; what has no days is in none."""
    since, until = (
        typed(date.fromisoformat(given[name]), "xsd:date") if name in given else "" for name in ("since", "until")
    )
    touches = [f"?latest >= {since}"] * bool(since) + [f"?earliest <= {until}"] * bool(until)
    said = [f"?stated >= {since}"] * bool(since) + [f"?stated <= {until}"] * bool(until)
    return _DAYS.replace("$touches", " && ".join(touches)).replace("$said", " && ".join(said))


# A pattern in a SELECT of its own is read as a whole and then joined, which takes a tenth of the time of looking up one
# thing after another where there are many. The engine does so only with these.
TELLINGS: Final = """{ SELECT ?statement ?takes ?event WHERE {
  VALUES ?takes { cg:asserts cg:denies cg:doubts cg:leavesOpen } ?statement ?takes ?event } }"""
"""All claims: a statement, the stance that it takes, an event."""

_PATTERNS: Final = {
    "place": """{ SELECT DISTINCT ?event WHERE {
        VALUES ?region { $given } ?here geo:sfWithin* ?region . ?event cg:place|cg:placePart ?here } }""",
    "actor": f"""{{ SELECT DISTINCT ?statement ?takes ?event WHERE {{
        {{ {TELLINGS} {{ SELECT ?statement WHERE {{ VALUES ?actor {{ $given }} ?statement cg:speaker ?actor }} }} }}
        UNION {{ {TELLINGS} {{ SELECT ?event WHERE {{
          VALUES ?actor {{ $given }} ?event cg:agent|cg:patient ?actor }} }} }} }} }}""",
    "speaker": "{ SELECT ?statement WHERE { VALUES ?given_ { $given } ?statement cg:speaker ?given_ } }",
    "type": "{ SELECT ?event WHERE { VALUES ?class_ { $given } ?event a ?class_ } }",
}
# An event without a day of its own is as old as the words that tell of it.
_DAYS: Final = f"""{{ SELECT ?statement ?takes ?event WHERE {{
  {{ {{ SELECT ?event WHERE {{ ?event cg:earliest ?earliest ; cg:latest ?latest FILTER($touches) }} }} {TELLINGS} }}
  UNION {{
    {{ SELECT ?statement WHERE {{ ?statement cg:statedOn ?stated FILTER($said) }} }} {TELLINGS}
    OPTIONAL {{ SELECT ?event ?dated WHERE {{ ?event cg:earliest ?dated ; cg:latest ?until_ }} }} FILTER(!BOUND(?dated))
  }} }} }}"""
_NAMED: Final = "SELECT DISTINCT ?thing WHERE { ?thing skos:prefLabel|skos:altLabel $name } ORDER BY ?thing LIMIT 500"
_ABLE: Final = """SELECT DISTINCT ?thing WHERE { VALUES ?thing { $given }
  FILTER(EXISTS { $pattern } || EXISTS { ?inner geo:sfWithin+ ?thing . ?event cg:place ?inner }) } ORDER BY ?thing"""
_FREQUENT: Final = f"""SELECT ?label WHERE {{
  {{ SELECT ?thing (COUNT(*) AS ?count) WHERE {{ $pattern }} GROUP BY ?thing ORDER BY DESC(?count) LIMIT {_CHOICES} }}
  ?thing skos:prefLabel ?label }}"""
_TYPES: Final = "SELECT ?type WHERE { VALUES ?type { $classes } FILTER EXISTS { ?event a ?type } } ORDER BY ?type"
_LABELS: Final = """SELECT ?thing (MIN(?label_) AS ?label) (MIN(?type_) AS ?type) WHERE {
  VALUES ?thing { $given }
  OPTIONAL { ?thing skos:prefLabel ?label_ }
  OPTIONAL { ?thing a ?class . BIND(STR(?class) AS ?type_) }
} GROUP BY ?thing"""
