"""Claims as people read them: who takes which stance to what, when, through whom, in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.model import Span
from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.store.answers import Value

_ALL: Final = 1_000_000
CHAIN: Final = " > "  # as `cg:via` has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """`type` is the local name of its class, "Settlement"."""

    iri: str
    label: str
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An event as it is described. `date` is a day, a month, a year or "" (xsd lexical forms)."""

    iri: str
    type: str
    label: str
    agents: tuple[Thing, ...]
    patients: tuple[Thing, ...]
    place: Thing | None
    part: str
    date: str
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    iri: str
    title: str
    published: str
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One stance of one statement to one event. `stance` and `certainty` are local names, "Asserting", "Hedged".

    `chain` are the speakers, the outermost first; the last is who claims. `quote` is verbatim, at `span` of the
    article. `stated` is a day; `stated_inferred` says that it is the day of publication, for want of a better one.
    """

    statement: str
    speaker: Thing
    stance: str
    certainty: str
    mode: str
    event: Situation
    article: Article
    chain: tuple[str, ...]
    stated: str
    stated_inferred: bool
    quote: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement that speaks of no event that is known; else as `Claim`. `stance` is that of its cue."""

    statement: str
    speaker: Thing
    stance: str
    certainty: str
    mode: str
    article: Article
    chain: tuple[str, ...]
    stated: str
    stated_inferred: bool
    quote: str
    span: Span
    event: None = None


def claims(reader: Reader, where: str, *, limit: int, offset: int = 0, newest_first: bool = True) -> tuple[Claim, ...]:
    """The claims of the pairs of ?statement and ?event for which the SPARQL pattern `where` holds, by the day they were
    stated; `where` may be "" for all."""
    direction = "DESC" if newest_first else "ASC"
    keys = reader.select(
        _KEYS.replace("$pairs", _pairs(where))
        .replace("$direction", direction)
        .replace("$limit", str(limit))
        .replace("$offset", str(offset))
    ).rows
    return claims_of(reader, keys)


def claims_of(reader: Reader, keys: Sequence[Sequence[object]]) -> tuple[Claim, ...]:
    """The claims that are known: by the IRIs of statement, property ("…#asserts") and event, in the order given."""
    statements = _statements(reader, {str(row[0]) for row in keys})
    events = situations(reader, {str(row[2]) for row in keys})
    spans = _contents(reader, {str(row[0]) for row in keys})
    triggers = _triggers(reader, {str(row[0]) for row in keys})
    return tuple(
        _claim(
            statements[str(statement)],
            STANCES[local(takes)],
            events[str(event)],
            _told(spans[str(statement)], triggers[str(statement), str(event)]),
        )
        for statement, takes, event, *_ in keys
        if str(statement) in statements and spans[str(statement)]
    )


def claims_by_pair(reader: Reader, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Claim, ...]]:
    """The claims of pairs of a statement and an event; a statement may take two stances to one event."""
    given = " ".join(sorted(f"({iri(statement)} {iri(event)})" for statement, event in pairs))
    found: dict[tuple[str, str], tuple[Claim, ...]] = {}
    for one in claims(reader, f"VALUES (?statement ?event) {{ {given} }}", limit=_ALL):
        key = (one.statement, one.event.iri)
        found[key] = (*found.get(key, ()), one)
    return found


def sayings(reader: Reader, stances: Mapping[str, str]) -> tuple[Saying, ...]:
    """Statements as sayings, in the order of `stances`, which has the stance of each."""
    rows, spans = _statements(reader, stances), _contents(reader, stances)
    return tuple(
        Saying(**_telling(rows[statement], spans[statement][0]), stance=stance)
        for statement, stance in stances.items()
        if statement in rows and spans[statement]
    )


def count(reader: Reader, where: str) -> int:
    """How many claims `claims` would find."""
    found = reader.select(_COUNT.replace("$pairs", _pairs(where))).rows
    return int(str(found[0][0]))


def situations(reader: Reader, events: Iterable[str]) -> dict[str, Situation]:
    """Events by IRI."""
    given = values("event", events)
    roles: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for event, role, thing, label, type_ in reader.select(_ROLES.replace("$given", given)).rows:
        one = Thing(iri=str(thing), label=str(label or thing), type=local(type_))
        if all(one.iri != other.iri for other in roles[str(event), local(role)]):
            roles[str(event), local(role)].append(one)
    found: dict[str, Situation] = {}
    for event, type_, label, date, earliest, latest in reader.select(_EVENTS.replace("$given", given)).rows:
        key = str(event)
        places, parts = roles[key, "place"], roles[key, "placePart"]
        found[key] = Situation(
            iri=key,
            type=local(type_),
            label=str(label or ""),
            agents=tuple(roles[key, "agent"]),
            patients=tuple(roles[key, "patient"]),
            place=places[0] if places else None,
            part=parts[0].label if parts else "",
            date=str(date or ""),
            earliest=str(earliest or ""),
            latest=str(latest or ""),
        )
    return found


def _statements(reader: Reader, statements: Iterable[str]) -> dict[str, Mapping[str, Value]]:
    found = reader.select(_STATEMENTS.replace("$given", values("statement", statements)))
    return {str(row["statement"]): row for row in found}


def _contents(reader: Reader, statements: Iterable[str]) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for statement, start, end, text in reader.select(_CONTENTS.replace("$given", values("statement", statements))).rows:
        found[str(statement)].append((Span(int(str(start)), int(str(end))), str(text)))
    return found


def _triggers(reader: Reader, statements: Iterable[str]) -> dict[tuple[str, str], list[int]]:
    """Where the words stand that tell of an event, by statement and event."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for statement, event, at in reader.select(_TRIGGERS.replace("$given", values("statement", statements))).rows:
        found[str(statement), str(event)].append(int(str(at)))
    return found


def _told(contents: Sequence[tuple[Span, str]], triggers: Sequence[int]) -> tuple[Span, str]:
    """Of several contents of a statement: the first that holds words for the event; else the first."""
    return next(
        ((span, text) for span, text in contents if any(span.start <= at < span.end for at in triggers)), contents[0]
    )


def _claim(row: Mapping[str, Value], stance: str, event: Situation, told: tuple[Span, str]) -> Claim:
    return Claim(**_telling(row, told), stance=stance, event=event)


def _telling(row: Mapping[str, Value], told: tuple[Span, str]) -> dict[str, Any]:
    """What claims and sayings have in common."""
    return {
        "statement": str(row["statement"]),
        "speaker": Thing(
            iri=str(row["speaker"]), label=str(row["speakerLabel"] or row["speaker"]), type=local(row["speakerType"])
        ),
        "certainty": local(row["certainty"]),
        "mode": local(row["mode"]),
        "article": Article(
            iri=str(row["article"]),
            title=str(row["title"] or ""),
            published=str(row["published"] or ""),
            publisher=str(row["publisherLabel"] or ""),
        ),
        "chain": tuple(str(row["via"] or row["speakerLabel"] or "").split(CHAIN)),
        "stated": str(row["statedOn"] or ""),
        "stated_inferred": bool(row["inferred"]),
        "quote": told[1],
        "span": told[0],
    }


def _pairs(where: str) -> str:
    return _PAIRS.replace("$where", where) if where else _ALL_PAIRS


def values(name: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(sorted(iri(one) for one in iris))} }}"


def local(value: object) -> str:
    return str(value or "").rpartition("#")[2]


STANCES: Final = {"asserts": "Asserting", "denies": "Denying", "doubts": "Doubting", "leavesOpen": "LeavingOpen"}
_ALL_PAIRS: Final = "VALUES ?takes { cg:asserts cg:denies cg:doubts cg:leavesOpen } ?statement ?takes ?event ."
# With VALUES the engine would begin with all claims of the store, however few `where` leaves of them.
_PAIRS: Final = """$where
  ?statement ?takes ?event . FILTER(?takes IN (cg:asserts, cg:denies, cg:doubts, cg:leavesOpen))"""
_KEYS = """SELECT DISTINCT ?statement ?takes ?event WHERE {
  $pairs
  OPTIONAL { ?statement cg:statedOn ?stated } }
ORDER BY $direction(?stated) STR(?statement) STR(?event) LIMIT $limit OFFSET $offset"""
_COUNT = "SELECT (COUNT(*) AS ?count) WHERE { SELECT DISTINCT ?statement ?takes ?event WHERE { $pairs } }"
_STATEMENTS = """SELECT ?statement (SAMPLE(?speaker_) AS ?speaker) (MIN(?speakerLabel_) AS ?speakerLabel)
  (MIN(?speakerType_) AS ?speakerType) (SAMPLE(?certainty_) AS ?certainty) (SAMPLE(?mode_) AS ?mode)
  (SAMPLE(?article_) AS ?article) (MIN(?title_) AS ?title) (MIN(?published_) AS ?published)
  (MIN(?publisherLabel_) AS ?publisherLabel) (MIN(?statedOn_) AS ?statedOn) (SAMPLE(?inferred_) AS ?inferred)
  (MIN(?via_) AS ?via) WHERE {
  $given
  ?statement cg:in ?article_ ; cg:speaker ?speaker_ ; cg:certainty ?certainty_ ; cg:mode ?mode_ .
  OPTIONAL { ?speaker_ skos:prefLabel ?speakerLabel_ }
  OPTIONAL { ?speaker_ a ?type . BIND(STR(?type) AS ?speakerType_) }
  OPTIONAL { ?statement cg:statedOn ?statedOn_ }
  OPTIONAL { ?statement cg:statedOnInferred ?inferred_ }
  OPTIONAL { ?statement cg:via ?via_ }
  OPTIONAL { ?article_ dcterms:title ?title_ }
  OPTIONAL { ?article_ dcterms:issued ?published_ }
  OPTIONAL { ?article_ dcterms:publisher/skos:prefLabel ?publisherLabel_ }
} GROUP BY ?statement"""
_CONTENTS = """SELECT DISTINCT ?statement ?start ?end ?text WHERE {
  $given ?statement cg:contentSpan ?span . ?span nif:beginIndex ?start ; nif:endIndex ?end ; nif:anchorOf ?text
} ORDER BY ?statement ?start"""
_TRIGGERS = """SELECT DISTINCT ?statement ?event ?at WHERE {
  $given ?mention cg:statement ?statement ; cg:mentions ?event ; cg:triggerSpan/nif:beginIndex ?at
} ORDER BY ?statement ?event ?at"""
_EVENTS = """SELECT ?event (MIN(?type_) AS ?type) (MIN(?label_) AS ?label) (MIN(?date_) AS ?date)
  (MIN(?earliest_) AS ?earliest) (MAX(?latest_) AS ?latest) WHERE {
  $given ?event a ?class . BIND(STR(?class) AS ?type_)
  OPTIONAL { ?event rdfs:label ?label_ }
  OPTIONAL { ?event cg:timeValue ?date_ }
  OPTIONAL { ?event cg:earliest ?earliest_ }
  OPTIONAL { ?event cg:latest ?latest_ }
} GROUP BY ?event"""
_ROLES = """SELECT ?event ?role ?thing ?label ?type WHERE {
  $given
  ?event ?role ?thing . FILTER(?role IN (cg:agent, cg:patient, cg:place, cg:placePart))
  OPTIONAL { ?thing skos:prefLabel ?label }
  OPTIONAL { ?thing a ?type }
} ORDER BY ?event ?role ?label ?thing ?type"""
