"""Claims counted by who makes them, the stance and the days: what a timeline draws where they are too many to be shown
one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.calendar import Span, Unit, called, periods, start
from kg.views.choosing import Choice, Same
from kg.views.claims import STANCES, Claim, Thing, claims_of
from kg.views.marks import Pile, day_of

if TYPE_CHECKING:
    from kg.store import Reader

Query = Callable[[Span | None], str]
"""The query for a line that shows less: a period, or the claims of no day."""

_FEW: Final = 30_000  # claims; of fewer each is looked up, of more all of the store is read at once
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many claims of one stance by one speaker. `day` is the first one that they are about, or else that of the
    statement; `dated` says which."""

    speaker: str
    day: date | None
    dated: bool
    stance: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one speaker says in one period; "" is of no known day. For the table beside piles."""

    speaker: str
    period: str
    counts: Mapping[str, int]


def tallies(reader: Reader, choice: Choice) -> Sequence[Tally]:
    return () if choice.faults else _tallies(Same(reader), choice.where, all_=not choice.given)


def of_claims(claims: Iterable[Claim]) -> list[Tally]:
    return [
        Tally(speaker=one.speaker.iri, day=day_of(one), dated=bool(one.event.earliest), stance=one.stance, number=1)
        for one in claims
    ]


def top(counts: Iterable[Tally], lanes: int) -> list[str]:
    """The speakers of most claims; all, when there is just one more than fits."""
    numbers: Counter[str] = Counter()
    for one in counts:
        numbers[one.speaker] += one.number
    ranked = sorted(numbers, key=lambda speaker: (-numbers[speaker], speaker))
    return ranked if len(ranked) <= lanes + 1 else ranked[:lanes]


def one_by_one(reader: Reader, choice: Choice, speakers: Sequence[str]) -> tuple[Claim, ...]:
    """The claims of these speakers, by the day they were stated."""
    listed = " ".join(map(iri, speakers))
    return claims_of(reader, reader.select(_KEYS.replace("$given", listed).replace("$where", choice.where)).rows)


def piles(counts: Iterable[Tally], span: Span | None, unit: Unit, query: Query | None) -> list[Pile]:
    numbers: dict[date | None, Counter[str]] = defaultdict(Counter)
    stated: dict[date | None, Counter[str]] = defaultdict(Counter)
    for one in counts:
        period = start(one.day, unit) if one.day else None
        numbers[period][one.stance] += one.number
        stated[period][one.stance] += 0 if one.dated else one.number
    known = {period.first: period for period in periods(span, unit)} if span else {}
    return [
        Pile(
            period=known[first] if first else None,
            name=called(known[first], unit) if first else "no day known",
            stance=stance,
            number=number,
            stated=stated[first][stance],
            query=query(known[first] if first else None) if query else "",
        )
        for first, stances in sorted(numbers.items(), key=lambda one: one[0] or date.min)
        for stance, number in stances.items()
    ]


def rows(counts: Iterable[Tally], names: Mapping[str, Thing], span: Span | None, unit: Unit) -> Iterable[Row]:
    numbers: dict[tuple[str, date | None], Counter[str]] = defaultdict(Counter)
    for one in counts:
        speaker = names[one.speaker].label if one.speaker in names else OTHERS
        numbers[speaker, start(one.day, unit) if one.day else None][one.stance] += one.number
    known = {period.first: period for period in periods(span, unit)} if span else {}
    order = [*(thing.label for thing in names.values()), OTHERS]
    for speaker, first in sorted(numbers, key=lambda one: (order.index(one[0]), one[1] or date.min)):
        name = called(known[first], unit) if first else ""
        yield Row(speaker=speaker, period=name, counts=numbers[speaker, first])


@lru_cache(maxsize=2)
def _tallies(same: Same, where: str, *, all_: bool) -> tuple[Tally, ...]:
    """Kept for a while: readers look at the same claims with more and fewer lanes."""
    reader = same.reader
    many = all_ or int(str(reader.select(_COUNT.replace("$where", where)).rows[0][0])) > _FEW
    query = (_MANY if many else _SOME).replace("$where", where)
    return tuple(
        Tally(
            speaker=str(speaker),
            day=_day(earliest) or _day(stated),
            dated=earliest is not None,
            stance=STANCES[str(takes).rpartition("#")[2]],
            number=int(str(number)),
        )
        for speaker, takes, earliest, stated, number in reader.select(query).rows
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


_COUNT: Final = "SELECT (COUNT(*) AS ?count) WHERE { $where }"
_MANY: Final = """SELECT ?speaker ?takes ?earliest ?stated (COUNT(*) AS ?number) WHERE {
  $where
  { SELECT ?statement ?speaker WHERE { ?statement cg:speaker ?speaker } }
  OPTIONAL { SELECT ?event ?earliest WHERE { ?event cg:earliest ?earliest ; cg:latest ?latest } }
  OPTIONAL { SELECT ?statement ?stated WHERE { ?statement cg:statedOn ?stated } }
} GROUP BY ?speaker ?takes ?earliest ?stated"""
# OPTIONAL also for what is never missing: the engine looks up only that claim by claim.
_SOME: Final = """SELECT ?speaker ?takes ?earliest ?stated (COUNT(*) AS ?number) WHERE {
  { SELECT * WHERE { $where } }
  OPTIONAL { ?statement cg:speaker ?speaker }
  OPTIONAL { ?event cg:earliest ?earliest ; cg:latest ?latest }
  OPTIONAL { ?statement cg:statedOn ?stated }
} GROUP BY ?speaker ?takes ?earliest ?stated"""
_KEYS: Final = """SELECT DISTINCT ?statement ?takes ?event WHERE {
  $where
  { SELECT ?statement WHERE { VALUES ?lane { $given } ?statement cg:speaker ?lane } }
  OPTIONAL { ?statement cg:statedOn ?stated }
} ORDER BY ?stated STR(?statement) STR(?event)"""
