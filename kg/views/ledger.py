"""All the claims about one thing, each as one line: enough to count them, to sort them and to take a page of them.

One question to the engine is faster than one for each count: it reads each claim once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.views.claims import STANCES, Claim, Thing, claims_of, local
from kg.views.described import named

if TYPE_CHECKING:
    from kg.store import Reader

SIZE: Final = 20
MOST: Final = 3_000  # claims that a page reads: half a second of work


class Line(NamedTuple):
    """`takes` is the IRI of the property, "…#asserts"; `type` is the local name of the event's class. `day` is when it
    was stated, `earliest` and `latest` the days of the event; "" for what is not known."""

    statement: str
    takes: str
    event: str
    type: str
    speaker: str
    article: str
    day: str
    earliest: str
    latest: str

    @property
    def stance(self) -> str:
        return STANCES[local(self.takes)]

    @property
    def first(self) -> str:
        """An undated event is as old as the words that tell of it."""
        return self.earliest or self.day

    @property
    def last(self) -> str:
        return self.latest or self.day


Ledger = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`page` of `pages`, from 1; `total` claims in all."""

    claims: tuple[Claim, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    thing: Thing
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`first` and `last` are the days of the oldest and the newest statement, or "". `unread` when there are more
    claims than `MOST`: then all numbers are those of the ones that were read."""

    claims: int
    unread: bool
    statements: int
    speakers: int
    articles: int
    first: str
    last: str


def ledger(reader: Reader, where: str) -> Ledger:
    """The claims for which the SPARQL pattern `where`, about ?statement and ?event, holds, the newest first; of more
    than `MOST` some."""
    found: dict[tuple[str, str, str], Line] = {}
    for row in reader.select(_LINES.replace("$where", where).replace("$most", str(MOST))).rows:
        statement, takes, event, type_, *rest = (str(value or "") for value in row)
        found.setdefault((statement, takes, event), Line(statement, takes, event, local(type_), *rest))
    lines = sorted(found.values(), key=lambda line: (line.statement, line.event))
    return tuple(sorted(lines, key=lambda line: line.day, reverse=True))


def told(reader: Reader, lines: Iterable[Line]) -> tuple[Claim, ...]:
    return claims_of(reader, list(lines))


def listing(reader: Reader, lines: Sequence[Line], *, page: int) -> Listing:
    """A page of the claims; one beyond the last is the last."""
    pages = max(1, -(-len(lines) // SIZE))
    at = min(page, pages)
    return Listing(
        claims=told(reader, lines[(at - 1) * SIZE : at * SIZE]) if lines else (), total=len(lines), page=at, pages=pages
    )


def summary(lines: Iterable[Line]) -> Summary:
    lines = tuple(lines)
    days = [line.day for line in lines if line.day]
    return Summary(
        claims=len(lines),
        unread=len(lines) >= MOST,
        statements=len({line.statement for line in lines}),
        speakers=len({line.speaker for line in lines if line.speaker}),
        articles=len({line.article for line in lines if line.article}),
        first=min(days, default=""),
        last=max(days, default=""),
    )


def by_type(lines: Iterable[Line]) -> tuple[tuple[str, int], ...]:
    """Classes of events and how many claims there are of each, the most first."""
    counts = Counter(line.type for line in lines)
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def by_stance(lines: Iterable[Line]) -> dict[str, int]:
    """In the order of saying, denying, doubting, leaving open; those that nobody takes are left out."""
    counts = Counter(line.stance for line in lines)
    return {stance: counts[stance] for stance in STANCES.values() if counts[stance]}


def by_speaker(reader: Reader, lines: Iterable[Line], *, limit: int) -> tuple[Counted, ...]:
    """Who makes most statements."""
    counts = Counter(speaker for _, speaker in {(line.statement, line.speaker) for line in lines} if speaker)
    return counted(reader, counts, limit=limit)


def counted(reader: Reader, counts: Counter[str], *, limit: int) -> tuple[Counted, ...]:
    """Of things by IRI those with the highest counts."""
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:limit]
    names = named(reader, [one for one, _ in most])
    return tuple(Counted(thing=names[one], count=count) for one, count in most)


def disputed(lines: Iterable[Line]) -> list[str]:
    """The events that one asserts and another denies or doubts, those most opposed first."""
    takes: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        takes[line.event][local(line.takes)] += 1
    against = {
        event: taken["denies"] + taken["doubts"]
        for event, taken in takes.items()
        if taken["asserts"] and taken["denies"] + taken["doubts"]
    }
    return sorted(against, key=lambda event: (-against[event], event))


# What may be missing stands in OPTIONAL also where it never is: the engine then looks it up claim by claim, instead of
# reading what the whole store has of it.
_LINES: Final = """SELECT ?statement ?takes ?event ?type ?speaker ?article ?day ?earliest ?latest WHERE {
  { SELECT DISTINCT ?statement ?takes ?event WHERE {
      $where
      ?statement ?takes ?event . FILTER(?takes IN (cg:asserts, cg:denies, cg:doubts, cg:leavesOpen))
    } LIMIT $most }
  OPTIONAL { ?event a ?type }
  OPTIONAL { ?statement cg:speaker ?speaker }
  OPTIONAL { ?statement cg:in ?article }
  OPTIONAL { ?statement cg:statedOn ?day }
  OPTIONAL { ?event cg:earliest ?earliest }
  OPTIONAL { ?event cg:latest ?latest }
}"""
